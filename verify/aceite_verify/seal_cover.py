"""What the seal covers: all of the file as issued; what came after may only be validation data and time stamps."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pyhanko.sign.diff_analysis import DiffResult, FormUpdatingRule, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule, XrefStreamRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    DSSCompareRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from aceite_verify.findings import Finding, bad
from aceite_verify.seal_file import SealedFile

LOWER_CASE: Final = re.compile(rb"<(?:[0-9a-f]{2})*>")
WHOLE: Final = (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)
# PyHanko's policy lets Info, metadata, form values and orphans pass; after a seal of ours they have no business.
AFTER_THE_SEAL: Final = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions"})),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


def cover_faults(file: SealedFile, original_length: int | None) -> Iterator[Finding]:
    """What is not covered by the signature that should cover it."""
    for signature in file.signatures:
        yield from _gap_faults(file.data, signature)
        if signature.evaluate_signature_coverage() not in WHOLE:
            yield bad("seal.partly_covered", name=signature.field_name)
    if max(_end(each) for each in file.signatures) != len(file.data):
        yield bad("seal.not_to_the_end", bytes=len(file.data) - max(_end(each) for each in file.signatures))
    if original_length is not None:
        yield from _place_faults(file, original_length)


def later_faults(file: SealedFile) -> Iterator[Finding]:
    """What was appended after the seal beyond validation data and document time stamps."""
    sealed, xrefs = int(file.seal.signed_revision), file.reader.xrefs
    revisions = range(sealed + 1, xrefs.total_revisions)
    if any(_ends_of(file, number) != _ends_of(file, sealed) for number in revisions):
        yield bad("seal.changed_after")
        return
    told = AFTER_THE_SEAL.review_file(file.reader, sealed, doc_mdp=MDPPerm.NO_CHANGES)
    if not isinstance(told, DiffResult) or told.modification_level > ModificationLevel.LTA_UPDATES:
        yield bad("seal.changed_after")


def _gap_faults(data: bytes, signature: EmbeddedPdfSignature) -> Iterator[Finding]:
    """The byte range leaves out the hexadecimal of `/Contents` and nothing else (ISO 32000-1, 12.8.1)."""
    ranges = [int(number) for number in signature.byte_range]
    if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0 or _end(signature) > len(data):
        yield bad("seal.partly_covered", name=signature.field_name)
        return
    gap = data[ranges[1] : ranges[2]]
    if not LOWER_CASE.fullmatch(gap) or bytes.fromhex(gap[1:-1].decode()) != signature.pkcs7_content:
        yield bad("seal.not_canonical", part="hexadecimal")


def _ends_of(file: SealedFile, number: int) -> list[Any]:
    """What a revision's trailer points to."""
    trailer = file.reader.trailer.flatten(number)
    return [trailer.raw_get(key) if key in trailer else None for key in ("/Root", "/Info", "/Encrypt")]


def _end(signature: EmbeddedPdfSignature) -> int:
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _place_faults(file: SealedFile, original_length: int) -> Iterator[Finding]:
    """The seal stands in the one update after the original."""
    number, xrefs = int(file.seal.signed_revision), file.reader.xrefs
    starts = [xrefs.get_startxref_for_revision(each) for each in (number - 1, number)] if number else [0, 0]
    if not starts[0] < original_length <= starts[1] or int(file.seal.byte_range[1]) < original_length:
        yield bad("seal.elsewhere")

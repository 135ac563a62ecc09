"""The seal: programs that are not ours find it valid and over the whole document, and nothing else has moved."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from aceite.kit.pdf.increment import Update
from aceite.kit.sealing.sealer import KeptKey
from aceite.kit.sealing.sealing import CannotBeSealed, append_sealed, seal
from aceite_verify.container import read_seal
from tests.kit.archive_judge import archive_faults
from tests.kit.outside_judges import pdfinfo, pdfsig, pdftotext, qpdf_finds_no_fault
from tests.kit.paper_samples import AT, proposal
from tests.kit.sealing.samples import REASON, authority, certificates, sealed, sealer, stamped, update
from tests.kit.test_pdf_increment import ORIGINALS
from tests.updated import append_pages

FILES = {"B-B": sealed, "B-T": stamped}


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> bytes:
    return FILES[request.param]()


def test_poppler_finds_the_seal_valid_and_the_whole_document_signed(file: bytes) -> None:
    told = pdfsig(file)
    assert "Signature is Valid." in told and "Total document signed" in told
    assert told.count("Signature #") == 1


def test_qpdf_finds_no_fault(file: bytes) -> None:
    assert qpdf_finds_no_fault(file)


def test_pyhanko_finds_everything_true(file: bytes) -> None:
    signature = PdfFileReader(BytesIO(file)).embedded_signatures[0]
    roots = certificates(authority().certificate)
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=list(roots), moment=AT))
    assert (status.intact, status.valid, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_the_file_starts_with_the_original_and_adds_one_update(file: bytes) -> None:
    assert file.startswith(update().original)
    before, after = PdfFileReader(BytesIO(update().original)), PdfFileReader(BytesIO(file))
    assert after.xrefs.total_revisions == before.xrefs.total_revisions + 1


def test_of_the_original_only_the_page_tree_and_the_catalog_are_redefined(file: bytes) -> None:
    old, new = PdfFileReader(BytesIO(update().original)), PdfFileReader(BytesIO(file))
    changed = {ref.idnum for ref in new.xrefs.explicit_refs_in_revision(new.xrefs.total_revisions - 1)}
    expected = {new.root_ref.idnum, new.root.raw_get("/Pages").idnum}
    assert {number for number in changed if number < int(old.trailer["/Size"])} == expected


def test_the_seal_certifies_and_allows_no_changes(file: bytes) -> None:
    reader = PdfFileReader(BytesIO(file))
    certification: Any = read_certification_data(reader)
    assert certification.permission == MDPPerm.NO_CHANGES
    assert set(reader.root["/Perms"]) == {"/DocMDP"}


def test_the_only_field_is_the_invisible_seal_on_the_last_page(file: bytes) -> None:
    pdf = pikepdf.open(BytesIO(file))
    (field,) = pdf.Root.AcroForm.Fields
    assert ([float(number) for number in field.Rect], "/AP" in field, "/V" in field) == ([0, 0, 0, 0], False, True)
    assert field.P.objgen == pdf.pages[-1].objgen
    assert [len(page.obj.get("/Annots", [])) for page in pdf.pages] == [0] * (len(pdf.pages) - 1) + [1]


def test_the_container_is_canonical(file: bytes) -> None:
    read = read_seal(PdfFileReader(BytesIO(file)).embedded_signatures[0].pkcs7_content)
    assert [each.dump() for each in read.path] == [each.dump() for each in sealer_path()]


def sealer_path() -> tuple[Any, ...]:
    return (sealer().signer.signing_cert, *certificates(authority().certificate))


def test_its_hexadecimal_is_lower_case_with_zeros_after_it(file: bytes) -> None:
    _, start, end, _ = PdfFileReader(BytesIO(file)).embedded_signatures[0].byte_range
    gap = file[start:end]
    assert gap == gap.lower() and (gap[:1], gap[-1:]) == (b"<", b">")


def test_the_same_arguments_give_the_same_bytes() -> None:
    again = append_sealed(update(), by=sealer(), reason=REASON, at=AT)
    assert again.data == sealed()


def test_the_archive_stays_one_and_its_version_and_dates_stay(file: bytes) -> None:
    assert archive_faults(file) == []
    before, after = pdfinfo(update().original), pdfinfo(file)
    assert [after.get(name) for name in ("PDF version", "ModDate", "Producer")] == [
        before.get(name) for name in ("PDF version", "ModDate", "Producer")
    ]
    opened = pikepdf.open(BytesIO(file))
    assert not {"/Version", "/Extensions"} & set(opened.Root.keys())


def test_the_seal_adds_nothing_to_what_is_read_and_attached(file: bytes) -> None:
    plain = append_pages(update().original, update().pages, attachments=update().attachments, at=AT)
    assert pdftotext(file) == pdftotext(plain)
    opened = pikepdf.open(BytesIO(file))
    assert opened.attachments["evidence.json"].get_file().read_bytes() == update().attachments["evidence.json"]


@pytest.mark.parametrize("kind", ORIGINALS)
def test_every_kind_of_original_is_sealed(kind: str) -> None:
    original = ORIGINALS[kind]()
    result = append_sealed(Update(original, update().pages), by=sealer(), reason=REASON, at=AT).data
    assert result.startswith(original) and qpdf_finds_no_fault(result)
    assert "Signature is Valid." in pdfsig(result) and "Total document signed" in pdfsig(result)


def test_a_file_without_new_pages_is_sealed_too() -> None:
    result = seal(proposal().render(), by=sealer(), reason=REASON, at=AT).data
    assert "Total document signed" in pdfsig(result) and archive_faults(result) == []


def test_a_file_that_is_sealed_already_is_refused() -> None:
    with pytest.raises(CannotBeSealed):
        seal(sealed(), by=sealer(), reason=REASON, at=AT)


def test_a_file_with_a_form_or_a_password_is_refused() -> None:
    pdf, with_form, locked = pikepdf.open(BytesIO(update().original)), BytesIO(), BytesIO()
    pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
    pdf.save(with_form)
    for file in (with_form, locked):
        with pytest.raises(CannotBeSealed):
            seal(file.getvalue(), by=sealer(), reason=REASON, at=AT)


def test_only_sha_256_is_signed() -> None:
    key: KeptKey = sealer().signer
    with pytest.raises(ValueError, match="sha1"):
        key.async_sign_raw(b"", "sha1").send(None)

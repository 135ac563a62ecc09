"""Attacks on a final, as they are known from the field, each made by our own code; and what gives each away.

Kinds: incremental saving, shadow attacks (hide, replace, hide and replace), wrapping and stripping of signatures,
misuse of forms and of further signatures, and of what stands beside the pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import MDPPerm

from tests.kit.sealing.samples import sealer
from tests.verify import forging
from tests.verify.complete import final, sealed, unsealed
from tests.verify.forging import appended


@dataclass(frozen=True)
class Attack:
    """How it is made, the finding that tells it, and words of the sentence that people read."""

    make: Callable[[], bytes]
    finding: str
    words: str


def after_the_seal(change: Callable[[Any], None]) -> Callable[[], bytes]:
    return lambda: appended(final(), change)


def shadow_page(writer: Any) -> None:
    """The first half of hide-and-replace: a page that nothing shows yet."""
    words = writer.add_object(forging.stream(b"BT ET"))
    page = forging.dictionary(Type=pdf_name("/Page"), Contents=words, Resources=generic.DictionaryObject())
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)])
    page["/Parent"] = writer.root.raw_get("/Pages")
    writer.shadow = writer.add_object(page)


def hide_and_replace() -> bytes:
    """What was hidden before the seal is shown after it, in the place of page one."""
    numbers: list[int] = []

    def hide(writer: Any) -> None:
        shadow_page(writer)
        numbers.append(writer.shadow.idnum)

    def show(writer: Any) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        kids[0] = generic.IndirectObject(numbers[0], 0, writer)
        writer.update_container(kids)

    return appended(sealed(hide), show)


def value_after_filling_was_allowed() -> bytes:
    form = appended(unsealed(), forging.text_field)
    certified = forging.signed(form, sealer().signer, field="Selo", certify=True, allowing=MDPPerm.FILL_FORMS)
    return appended(certified, forging.filled_field)


def intruder_over_page_one_after_approval() -> bytes:
    approved = forging.signed(unsealed(), sealer().signer, field="Selo")
    return forging.signed(approved, forging.stranger(), field="Vista", box=(0, 0, 595, 842), page=0)


def stranger_in_an_empty_field() -> bytes:
    with_field = appended(unsealed(), forging.empty_field)
    certified = forging.signed(with_field, sealer().signer, field="Selo", certify=True, allowing=MDPPerm.FILL_FORMS)
    return forging.signed(certified, forging.stranger(), field="Vazio")


def evidence_swapped(writer: Any) -> None:
    """Another evidence under the same name."""
    forged = embed.EmbeddedFileObject.from_file_data(writer, data=b"{}", mime_type="application/json")
    embed.embed_file(writer, embed.FileSpec("evidence.json", "evidence.json", embedded_data=forged))


def the_seal_of_another_file() -> bytes:
    """The signature of one final in the place of another's: a good signature over other bytes."""
    other = sealed(forging.orphan)
    start, end = forging.gap(other)
    return forging.with_contents(final(), bytes.fromhex(other[start + 1 : end - 1].decode()).rstrip(b"\0"))


def sealed_by_a_stranger() -> bytes:
    """The right update under the seal of somebody whom nobody knows."""
    return forging.signed(unsealed(), forging.stranger(), field="Selo", certify=True)


def another_contract_first() -> bytes:
    """Another file, and behind it the whole final."""
    return unsealed()[:-7] + final()


AFTER = "O arquivo foi alterado depois de selado"
ATTACKS = {
    "overlay on a page": Attack(after_the_seal(forging.overlay), "seal.changed_after", AFTER),
    "added note": Attack(after_the_seal(forging.note), "seal.changed_after", AFTER),
    "shadow: hide": Attack(after_the_seal(forging.hidden_content), "seal.changed_after", AFTER),
    "shadow: replace": Attack(
        after_the_seal(forging.replaced_content), "increment.content_redefined", "foi substituído"
    ),
    "shadow: hide and replace": Attack(hide_and_replace, "increment.page_removed", "Falta ao menos uma página"),
    "value filled in later": Attack(
        value_after_filling_was_allowed, "seal.form_field", "campos de formulário que não são o selo"
    ),
    "intruder over page one, after the certification": Attack(
        lambda: forging.visible_signature(final()), "seal.visible", "aparece desenhado numa página"
    ),
    "intruder over page one, after an approval": Attack(
        intruder_over_page_one_after_approval, "seal.another_signature", "Há outras assinaturas além do selo"
    ),
    "stranger in an empty field": Attack(
        stranger_in_an_empty_field, "seal.another_signature", "Há outras assinaturas além do selo"
    ),
    "extra signature": Attack(
        lambda: forging.extra_signature(final()), "seal.another_signature", "Há outras assinaturas além do selo"
    ),
    "Info changed": Attack(after_the_seal(forging.info), "seal.changed_after", AFTER),
    "metadata changed": Attack(after_the_seal(forging.metadata), "seal.changed_after", AFTER),
    "junk behind the end": Attack(
        lambda: forging.junk(final()), "increment.trailing_bytes", "bytes estranhos depois do fim do arquivo"
    ),
    "ByteRange shortened": Attack(
        lambda: forging.shortened_range(final()), "seal.partly_covered", "não cobre tudo o que veio antes dela"
    ),
    "Contents zeroed": Attack(lambda: forging.zeroed(final()), "seal.unreadable", "O selo está danificado"),
    "action added": Attack(
        after_the_seal(forging.open_action), "increment.action_added", "ações que se executam ao abrir"
    ),
    "evidence swapped": Attack(after_the_seal(evidence_swapped), "file.unreadable", "escrito de forma ambígua"),
    "seal of another file": Attack(the_seal_of_another_file, "seal.content_changed", "coberto pelo selo foi alterado"),
    "sealed by a stranger": Attack(sealed_by_a_stranger, "seal.not_canonical", "única forma aceita"),
    "another contract first": Attack(another_contract_first, "file.unreadable", "não pode ser conferido"),
}

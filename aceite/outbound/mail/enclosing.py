"""What a letter brings along: the receipt of whoever acted, and the very file she signed or all have signed."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract
from aceite.core.documents.models import Document
from aceite.core.documents.reading import Tampered, read
from aceite.core.signatures.receipts import receipt_file, receipt_name
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Enclosure, Text
from aceite.outbound.mail.readers import Reader, acted

# In the mail it is a third larger, and many servers take no more than 10 MB.
LARGEST: Final = 5 * 1024 * 1024
LONGEST_NAME: Final = 80


def own_receipt(h: Happening, reader: Reader) -> tuple[Enclosure, ...]:
    """The reader's own receipt, when the act was hers: it is nobody else's to keep."""
    if not acted(h, reader):
        return ()
    name = receipt_name(h.proposal.number, h.statement)
    return (Enclosure(name, "application/json", receipt_file(h.statement, h.event, at=h.now)),)


def what_the_receipt_is(receipt: Sequence[Enclosure]) -> list[Text]:
    """What to do with the file that no program of hers opens; nothing where none comes along."""
    words = _(
        "O recibo em anexo (arquivo .json) prova o que você fez e quando, mesmo sem este site. Não é para abrir: basta "
        "guardar esta mensagem."
    )
    return [Text(words, fixed=True)] if receipt else []


def what_she_signed(h: Happening, reader: Reader) -> tuple[Enclosure, ...]:
    """The bytes her statement names: D, or the PDF that she signed outside. Nothing where a mail cannot carry them."""
    if not acted(h, reader):
        return ()
    outside = getattr(h.statement, "external_file", None)
    given = outside.document if outside is not None else h.contract.document
    return _enclosed([(given, _file_name(h.contract.title, h.proposal.number))])


def what_all_signed(contract: Contract, number: str) -> tuple[Enclosure, ...]:
    """The contract with all signatures, and the page of signatures where it stands apart; both or, too large, none."""
    return _enclosed(
        [
            (contract.signed_file, _file_name(contract.title, number, _("assinado"))),
            (contract.manifest_file, _file_name(_("pagina-de-assinaturas"), contract.title, number)),
        ]
    )


def fits(length: int) -> bool:
    """Whether a mail carries files of so many bytes in all."""
    return length <= LARGEST


def _enclosed(files: Sequence[tuple[Document | None, str]]) -> tuple[Enclosure, ...]:
    there = [(document, name) for document, name in files if document is not None]
    if not fits(sum(document.size for document, _name in there)):
        return ()
    try:
        return tuple(_pdfs(there))
    except Tampered:
        # The letter goes without it: its page in the panel says what became of the file.
        return ()


def _pdfs(files: Iterable[tuple[Document, str]]) -> Iterable[Enclosure]:
    for document, name in files:
        yield Enclosure(name, "application/pdf", read(document))


def _file_name(*words: str) -> str:
    return slugify(" ".join(words))[:LONGEST_NAME] + ".pdf"

"""The pieces papers are made of: letterhead, parties, lines, totals, signers, acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from aceite.kit.richtext import Block


@dataclass(frozen=True, kw_only=True)
class CompanyPaper:
    """The letterhead: `lines` are tax id, address, contact; `colour` is #rrggbb; `logo` a PNG of `normalize_logo`."""

    name: str
    lines: Sequence[str] = ()
    colour: str = "#1f4e8c"
    logo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class PartyPaper:
    """A customer as an address block: name, then its lines (tax id, address, contact)."""

    name: str
    lines: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class FooterPaper:
    """What every page repeats: which document, which version, and the code, as letters and (`url`) as QR.

    Number and version are empty for a contract that stands in no proposal; without a code the page says so instead.
    """

    number: str
    version: str
    code: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PicturePaper:
    """A picture as JPEG. The same `name` is the same picture: it becomes the name of a file, and is in P once."""

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class CoverPaper:
    """The first page by itself: a picture, and words under the title."""

    body: Sequence[Block] = ()
    picture: PicturePaper | None = None


@dataclass(frozen=True, kw_only=True)
class PassagePaper:
    """A piece of presentation. A closing has `contact`, a name first, under its picture of a signature."""

    title: str
    body: Sequence[Block] = ()
    picture: PicturePaper | None = None
    contact: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class LinePaper:
    """One item; an empty `discount` prints nothing, a `note` stands under the description.

    A `heading` opens a section above the item, with what the section adds up to. `optional` says that the customer may
    choose it, `apart` that no sum holds it.
    """

    description: str
    quantity: str
    unit_price: str
    total: str
    code: str = ""
    unit: str = ""
    discount: str = ""
    note: str = ""
    heading: str = ""
    heading_total: str = ""
    optional: str = ""
    apart: bool = False
    picture: PicturePaper | None = None


@dataclass(frozen=True, kw_only=True)
class TotalsPaper:
    """The sums under the lines; empty ones are left out; `in_words` stands under the total.

    `adjustment` is what the way of paying adds or takes off, `adjustment_label` says which. `recurring` are the sums
    paid again and again, `recurring_due` when and how; beside them the total is called `once_label`, or says nothing.
    """

    total: str
    subtotal: str = ""
    discount: str = ""
    freight: str = ""
    adjustment: str = ""
    adjustment_label: str = ""
    in_words: str = ""
    recurring: Sequence[str] = ()
    recurring_due: str = ""
    once_label: str = ""


@dataclass(frozen=True, kw_only=True)
class InstalmentPaper:
    """One payment: what it is ("1/3", "Entrada"), when, how, how much."""

    label: str
    date: str
    amount: str
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class ConditionsPaper:
    """Short conditions of a sale in plain text; empty ones are left out."""

    payment: str = ""
    delivery_term: str = ""
    delivery_place: str = ""
    freight: str = ""
    warranty: str = ""
    taxes: str = ""


@dataclass(frozen=True, kw_only=True)
class AttachmentPaper:
    """A file that belongs to the version, with its size in words and its SHA-256 in hex."""

    name: str
    size: str = ""
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class SignerPaper:
    """Who signs by hand: `role` is the printed word (Contratante, Testemunha); `lines` as CPF or on whose behalf.

    `to_write` are words with a line each that she fills in by hand, as her name where nobody is named yet.
    """

    name: str
    role: str
    lines: Sequence[str] = ()
    witness: bool = False
    to_write: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class FilePaper:
    """The file that was signed: its name for people, its length in bytes, its pages, its SHA-256 in hex."""

    name: str
    length: int
    pages: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SealPaper:
    """Who seals the file: `holder` in words, `certificate` its SHA-256 in hex, `time` who vouches for the moment."""

    holder: str
    certificate: str
    time: str


@dataclass(frozen=True, kw_only=True)
class MomentPaper:
    """One row of a timeline: when (the zone is named once, above), what happened, by whom, and what matters of it."""

    when: str
    what: str
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class EnclosedPaper:
    """One file of a dossier: what it is, where it stands, its size in words, its SHA-256 in hex."""

    title: str
    path: str
    size: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CheckPaper:
    """One way of checking: what it shows, and the line to type."""

    says: str
    command: str


@dataclass(frozen=True, kw_only=True)
class ActPaper:
    """One act: what was done (`act`: "Assinou", "Aprovou"), by whom, in which role, when, from where, proved how.

    `when` names the zone, `when_utc` is the same moment in UTC; `cpf` comes masked; `mark` is a PNG of
    `mark_picture` for a drawn mark, `mark_text` the typed name; `level` is the one the act reaches; `shown` says what
    was shown before it, `device` what the device computed; `statement_sha256` in hex.
    """

    name: str
    role: str
    act: str
    when: str
    when_utc: str
    ip: str
    factors: Sequence[str]
    statement_sha256: str
    cpf: str = ""
    email: str = ""
    on_behalf_of: str = ""
    level: str = ""
    shown: str = ""
    device: str = ""
    mark: bytes | None = None
    mark_text: str = ""
    note: str = ""

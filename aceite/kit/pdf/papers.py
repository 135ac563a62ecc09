"""What stands on each paper, as typed data: every value already worded and formatted, nothing left to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from aceite.kit.hashing import canonical, sha256_hex
from aceite.kit.pdf.parts import (
    ActPaper,
    AttachmentPaper,
    CheckPaper,
    CompanyPaper,
    ConditionsPaper,
    CoverPaper,
    EnclosedPaper,
    FilePaper,
    FooterPaper,
    InstalmentPaper,
    LinePaper,
    MomentPaper,
    PartyPaper,
    PassagePaper,
    SealPaper,
    SignerPaper,
    TotalsPaper,
)
from aceite.kit.pdf.qr import qr_svg
from aceite.kit.pdf.typesetting import PageCodes, render
from aceite.kit.pdf.words import PT_BR
from aceite.kit.richtext import Block

__all__ = [
    "ContractPaper",
    "DossierPaper",
    "OrderPaper",
    "ProposalPaper",
    "SignatureBlockPaper",
    "SignaturesPaper",
    "StampPaper",
]

_NO_CONDITIONS: Final = ConditionsPaper()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper has. `at` (aware) becomes the file's creation time and nothing else.

    `labels` are the printed words (`words.PT_BR` or `words.EN`, or a copy with changes); `language` is the
    BCP 47 tag used for hyphenation and for screen readers.
    """

    template: ClassVar[str]

    company: CompanyPaper
    footer: FooterPaper
    title: str
    at: datetime
    language: str = "pt-BR"
    labels: Mapping[str, str] = field(default_factory=lambda: PT_BR)

    def render(self) -> bytes:
        """The paper as PDF/A-3b; raises `typesetting.Undrawable` naming characters the type has no picture for."""
        return render(
            self.template, _plain(self), pictures=self.pictures(), photos=self.photos(), codes=self.codes(), at=self.at
        )

    def fingerprint(self) -> str:
        """SHA-256 over all that would be printed, pictures included: two papers that say the same have the same."""
        pictures = {name: sha256_hex(data) for name, data in (self.pictures() | self.photos()).items()}
        return sha256_hex(canonical([self.template, _plain(self), pictures]))

    def pictures(self) -> dict[str, bytes]:
        """Logo and QR, as files that exist for this rendering alone."""
        logo = {"logo.png": self.company.logo} if self.company.logo else {}
        return {"qr.svg": qr_svg(self.footer.url), **logo}

    def photos(self) -> dict[str, bytes]:
        """Pictures too large to travel as data, each under a name that is its own."""
        return {}

    def codes(self) -> PageCodes | None:
        """The QR of each page, for papers that people sign: a photo of one page tells which it is."""
        return None


@dataclass(frozen=True, kw_only=True)
class SignedPaper(Paper):
    """A paper that is signed or approved, and may come back on paper: every page says which one it is.

    `pages_before` stand ahead of it in the same file.
    """

    pages_before: int = 0

    def codes(self) -> PageCodes | None:
        """The QR of each page; none where there is no code to lead anywhere."""
        return PageCodes(self.footer.url, self.pages_before) if self.footer.code else None


@dataclass(frozen=True, kw_only=True)
class ProposalPaper(SignedPaper):
    """A proposal (orçamento): what is offered, for how much, until when. Empty parts are left out.

    `before` and `after` are the presentation around the items.
    """

    template: ClassVar[str] = "proposal.typ"

    customer: PartyPaper
    issued: str
    valid_until: str
    lines: Sequence[LinePaper]
    totals: TotalsPaper
    seller: str = ""
    introduction: Sequence[Block] = ()
    plan: Sequence[InstalmentPaper] = ()
    conditions: ConditionsPaper = _NO_CONDITIONS
    terms: Sequence[Block] = ()
    attachments: Sequence[AttachmentPaper] = ()
    cover: CoverPaper | None = None
    before: Sequence[PassagePaper] = ()
    after: Sequence[PassagePaper] = ()

    def photos(self) -> dict[str, bytes]:
        """Those of the items and of the presentation."""
        of_lines, of_texts = [each.picture for each in self.lines], [p.picture for p in (*self.before, *self.after)]
        own = [each for each in (*of_lines, *of_texts, self.cover.picture if self.cover else None) if each]
        return {picture.name: picture.data for picture in own}


@dataclass(frozen=True, kw_only=True)
class OrderPaper(Paper):
    """A Pedido: the closed sale. `proposal` names the approved version, `approved` says who and when."""

    template: ClassVar[str] = "order.typ"

    customer: PartyPaper
    issued: str
    proposal: str
    approved: str
    lines: Sequence[LinePaper]
    totals: TotalsPaper
    customer_number: str = ""
    seller: str = ""
    note: str = ""
    plan: Sequence[InstalmentPaper] = ()
    conditions: ConditionsPaper = _NO_CONDITIONS


@dataclass(frozen=True, kw_only=True)
class ContractPaper(SignedPaper):
    """A contract: rich text, then lines to sign on. The paper ends where the last signer signs."""

    template: ClassVar[str] = "contract.typ"

    body: Sequence[Block]
    signers: Sequence[SignerPaper] = ()
    place_and_date: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureBlockPaper(SignedPaper):
    """The page for signing by hand that is added to an uploaded contract after it was re-made."""

    template: ClassVar[str] = "signature_block.typ"

    signers: Sequence[SignerPaper]
    place_and_date: str = ""


@dataclass(frozen=True, kw_only=True)
class StampPaper(SignedPaper):
    """The footer alone, to be laid over pages of these sizes (width, height in points), of `total` in all."""

    template: ClassVar[str] = "stamp.typ"

    sizes: Sequence[tuple[float, float]]
    total: int


@dataclass(frozen=True, kw_only=True)
class SignaturesPaper(Paper):
    """The page(s) of signatures appended to a contract or to an approved proposal.

    `file` is what was signed; `bundle_sha256` the whole version; `completed` when the last act was done; `level` is
    asked by the contract of its signatures; `seal` is known to whoever seals. With `apart`, the contract as it was
    signed outside, these pages are a file of their own; `before` says who had signed it when it was brought;
    `plan` says in words who had to sign, where not simply everybody together.
    """

    template: ClassVar[str] = "signatures.typ"

    file: FilePaper
    bundle_sha256: str
    acts: Sequence[ActPaper]
    completed: str = ""
    level: str = ""
    notes: Sequence[str] = ()
    seal: SealPaper | None = None
    apart: FilePaper | None = None
    before: Sequence[str] = ()
    plan: Sequence[str] = ()

    def pictures(self) -> dict[str, bytes]:
        """Also the marks people drew, numbered like the acts."""
        marks = {f"mark-{i}.png": act.mark for i, act in enumerate(self.acts) if act.mark}
        return {**super().pictures(), **marks}


@dataclass(frozen=True, kw_only=True)
class DossierPaper(Paper):
    """The cover of a dossier, for a court: parties, what was sold, what happened, who acted, what is enclosed.

    `state` says how the sale stands; `zone` names the zone of the timeline; `index_sha256` is the hash of the index;
    `seal` is known to whoever seals.
    """

    template: ClassVar[str] = "dossier.typ"

    vendor: PartyPaper
    customer: PartyPaper
    state: str
    as_of: str
    lines: Sequence[LinePaper]
    totals: TotalsPaper
    zone: str
    timeline: Sequence[MomentPaper]
    acts: Sequence[ActPaper]
    enclosed: Sequence[EnclosedPaper]
    checks: Sequence[CheckPaper]
    index_sha256: str
    notes: Sequence[str] = ()
    seal: SealPaper | None = None

    def pictures(self) -> dict[str, bytes]:
        """The logo alone: a dossier has no code of its own."""
        return {"logo.png": self.company.logo} if self.company.logo else {}


def _plain(value: Any) -> Any:
    # Bytes become "there is one": the picture itself travels as a file, never as data.
    if isinstance(value, (str, int)):  # most of what a paper holds, so asked first
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bytes):
        return bool(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value

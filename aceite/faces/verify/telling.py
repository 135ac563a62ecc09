"""What the public page says of a paper, in words: whose, which, how it stands, who signed and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Signer, SignerRole
from aceite.core.contracts.plans import acted_of, plan_of
from aceite.core.contracts.signed_before import holders_of, said_of
from aceite.core.proposals.states import State, VersionState
from aceite.core.signatures.models import SealedFile, Statement
from aceite.faces.ui.parts import Tone
from aceite.faces.verify.access import Paper
from aceite.faces.verify.masking import masked_name
from aceite.kit.codes import format_code
from aceite.kit.hashing import groups_of_four


@dataclass(frozen=True)
class ActTold:
    """One act: by whom (masked), as what, and when."""

    who: str
    role: str
    at: datetime


@dataclass(frozen=True)
class FileTold:
    """One file that can be compared: what it is, its hash in groups of four, its size in bytes and its pages."""

    what: str
    sha256: str
    size: int
    pages: int
    sealing: SealedFile | None = None


@dataclass(frozen=True)
class Told:
    """Everything the page shows."""

    what: str
    company: str
    cnpj: str
    code: str
    sent_at: datetime | None
    standing: str
    tone: Tone
    is_file: str
    before: str
    acts: tuple[ActTold, ...]
    waiting: int
    files: tuple[FileTold, ...]
    page: str = ""


def told(paper: Paper, *, at: datetime, page: int = 0) -> Told:
    """The page of a paper at this moment. Found by a file's hash, it says what the file is of it; `page` is the one
    whose printed QR was read."""
    standing, tone = _standing(paper, at)
    return Told(
        what=_what(paper),
        company=paper.company.trade_name,
        cnpj=paper.company.cnpj,
        code=format_code(paper.code),
        sent_at=paper.version.sent_at,
        standing=standing,
        tone=tone,
        is_file=_is_file(paper),
        before=_before(paper),
        acts=tuple(_acts(paper)),
        waiting=_missing(paper),
        files=tuple(_files(paper)),
        page=_page(paper, page),
    )


def _missing(paper: Paper) -> int:
    """How many signatures the contract's plan still asks for."""
    if paper.contract is None:
        return 0
    plan = plan_of(paper.contract, paper.signers, paper.representatives)
    return plan.missing(acted_of(paper.signers, paper.representatives))


def _what(paper: Paper) -> str:
    details = {"number": paper.version.proposal.number, "version": paper.version.version}
    if paper.found_as in {"dossier", "cover"}:
        return _("Dossiê da proposta %(number)s") % details
    if paper.contract is not None:
        return _("Contrato da proposta %(number)s, versão %(version)s") % details
    return _("Proposta %(number)s, versão %(version)s") % details


def _page(paper: Paper, number: int) -> str:
    original = paper.files.get("original")
    if not number or original is None:
        return ""
    details = {"page": number, "pages": original.pages}
    if number > original.pages:
        return (
            _("O código lido diz página %(page)s, mas o original só tem %(pages)s: este papel não é uma cópia dele.")
            % details
        )
    return _("Página %(page)s de %(pages)s") % details


def _standing(paper: Paper, at: datetime) -> tuple[str, Tone]:
    sale, version = paper.version.proposal, paper.version
    if version.state == VersionState.WITHDRAWN:
        return _("Retirada por quem a enviou"), "warning"
    if version.state == VersionState.SUPERSEDED or (paper.contract and paper.contract.voided_at):
        return _("Substituída por uma versão mais nova: o que foi assinado nesta não vale mais"), "warning"
    return {
        State.SENT: (_("Em vigor, esperando resposta"), "info"),
        State.APPROVED: (_("Em vigor, aprovada"), "success"),
        State.ORDER: (_("Em vigor, virou pedido"), "success"),
        State.EXPIRED: (_("A validade terminou sem resposta"), "warning"),
        State.DECLINED: (_("Recusada"), "warning"),
        State.CANCELLED: (_("Cancelada"), "warning"),
        State.RESCINDED: (_("Sem efeito: o consumidor desistiu da compra no prazo"), "warning"),
        State.SUPERSEDED: (_("Substituída: outra alternativa foi aprovada"), "warning"),
    }.get(sale.state_at(at), (_("Em vigor"), "info"))  # type: ignore[return-value]  # the tones are words of Tone


def _before(paper: Paper) -> str:
    """Whose signatures the contract had when it was sent, masked."""
    return said_of([masked_name(name) for name in holders_of(paper.contract)]) if paper.contract else ""


def _acts(paper: Paper) -> Iterator[ActTold]:
    for signer in paper.signed:
        yield from _act(signer.statement, _role(signer))
    for ours in paper.representatives:
        yield from _act(ours.statement, _("Assinou pela empresa"))
    if paper.approval is not None:
        yield from _act(paper.approval.statement, _("Aprovou"))
    if paper.withdrawn is not None:
        yield from _act(paper.withdrawn.statement, _("Desistiu da compra"))


def _act(statement: Statement | None, role: str) -> Iterator[ActTold]:
    if statement is not None and statement.confirmed_at is not None:
        # The name as it was committed to; erased, the role alone stays.
        name = str(statement.openings.get("name", {}).get("value", ""))
        yield ActTold(masked_name(name), role, statement.confirmed_at)


def _role(signer: Signer) -> str:
    if signer.request_name:
        return _("Assinou como parte, a rogo de outra pessoa")
    return _("Assinou como testemunha") if signer.role == SignerRole.WITNESS else _("Assinou como parte")


def _files(paper: Paper) -> Iterator[FileTold]:
    words = {
        "original": _("Como foi enviado"),
        "completed": _("Com as assinaturas") if paper.contract else _("Com a aprovação"),
        "manifest": _("A página de assinaturas, à parte"),
        "withdrawal": _("Com a desistência"),
    }
    for part, document in paper.files.items():
        if part == "completed" and document == paper.files.get("original"):
            # It came signed, and nothing was added: it is told once.
            continue
        sealing: SealedFile | None = getattr(document, "sealing", None) if part != "original" else None
        yield FileTold(words[part], groups_of_four(document.sha256), document.size, document.pages, sealing)
    for form in paper.former:
        kept = form.document
        yield FileTold(_("Forma anterior"), groups_of_four(kept.sha256), kept.size, kept.pages, form)


def _is_file(paper: Paper) -> str:
    match paper.found_as:
        case None:
            return ""
        case "original":
            return _("Este arquivo é, byte a byte, o que foi enviado ao cliente.")
        case "manifest":
            return _(
                "Este arquivo é, byte a byte, a página de assinaturas que acompanha o contrato assinado fora daqui."
            )
        case "withdrawal":
            return _("Este arquivo é, byte a byte, a proposta com a desistência do consumidor.")
        case "external":
            return _("Este arquivo é, byte a byte, o contrato como um dos signatários o assinou fora daqui.")
        case "dossier":
            return _("Este arquivo é, byte a byte, um dossiê desta venda, montado aqui.")
        case "cover":
            return _("Este arquivo é, byte a byte, a capa de um dossiê desta venda, montado aqui.")
        case "former":
            return _(
                "Este arquivo é, byte a byte, uma forma anterior do que foi selado. Ele continua válido; "
                "há uma forma mais nova, com mais carimbos de tempo."
            )
    if paper.contract:
        return _("Este arquivo é, byte a byte, o contrato com as assinaturas.")
    return _("Este arquivo é, byte a byte, a proposta com a aprovação.")

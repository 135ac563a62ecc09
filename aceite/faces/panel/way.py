"""The way to an approved sale as this visitor walks it: what is done, by whom and when, and the one next step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.companies.moments import deadline_words
from aceite.core.contracts.closing import Blocker, blocking
from aceite.core.contracts.models import Contract, Requirement
from aceite.core.contracts.states import CopyState
from aceite.core.contracts.unable import missed, why_unable
from aceite.core.proposals.states import State
from aceite.core.sales.models import Approval
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.sales.readiness import original_fell
from aceite.faces.panel.access import Scope
from aceite.faces.panel.reading import (
    SIGNED_ON_PAPER,
    Shown,
    only_outside,
    place_of,
    standing_copy,
    to_sign,
    under_way,
    wants_copy,
)
from aceite.faces.ui.parts import Step

_FELL = gettext_lazy("Este aditivo não vale mais: a compra que ele mudava foi desfeita.")


@dataclass(frozen=True)
class Next:
    """The one next step: a sentence, and the button that leads on (none when somebody else has to act)."""

    sentence: str
    label: str = ""
    url: str = ""
    icon: str = ""
    primary: bool = True


@dataclass(frozen=True)
class Way:
    """Everything the bar and the list of steps say."""

    steps: list[Step]
    goes_on: bool
    next: Next
    blockers: list[Blocker] = field(default_factory=list)


def way(
    scope: Scope,
    sale: Shown,
    contracts: Sequence[Contract],
    approval: Approval | None,
    choice: OfferChoice | None = None,
) -> Way:
    """Build the way; `contracts` come with signers and copies, `approval` is the standing one, `choice` the one that is
    being made into a version."""
    blockers = list(blocking(sale.version, scope.company.copies_policy)) if sale.is_open else []
    steps = [*_contract_steps(scope, sale, contracts), _approval_step(scope, sale, approval, blockers)]
    if sale.goes_on:
        steps.append(Step(_("%(company)s faz o pedido") % {"company": scope.company.trade_name}, "todo"))
    else:
        # Of a sale that came to its end only what was done is told.
        steps = [step for step in steps if step.state == "done"]
    if sale.state in (State.ORDER, State.RESCINDED) and getattr(sale.proposal, "order", None) is not None:
        steps.append(_order_step(scope, sale))
    if sale.state == State.RESCINDED:
        steps += _rescission_steps(scope, sale)
    first = next((at for at, step in enumerate(steps) if step.state != "done"), None)
    if first is not None:
        steps[first] = _as_current(steps[first])
    if choice is not None and not scope.is_preview:
        return Way(steps, sale.goes_on, _being_made(scope, sale), blockers)
    return Way(steps, sale.goes_on, _next(scope, sale, contracts, approval, blockers), blockers)


def _rescinded(scope: Scope, sale: Shown) -> Next:
    if sale.proposal.amends_id is not None and scope.rescission(sale.proposal) is None:
        return Next(str(_FELL))
    words = _("Esta compra foi desfeita. Nada mais é cobrado.")
    if not scope.sees_prices:
        return Next(words)
    return Next(words, _("Ver o comprovante"), scope.url("rescission", sale.number), "document-check", primary=False)


def _being_made(scope: Scope, sale: Shown) -> Next:
    sentence = _("Uma escolha foi confirmada: a nova versão fica pronta em segundos.")
    if not scope.may("proposal.choose"):
        return Next(sentence)
    return Next(sentence, _("Acompanhar"), scope.url("options", sale.number), "arrow-path", primary=False)


def _contract_steps(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> list[Step]:
    steps: list[Step] = []
    for contract in contracts:
        if contract.requirement != Requirement.NONE:
            steps += _steps_of(scope, sale, contract)
    return steps


def _steps_of(scope: Scope, sale: Shown, contract: Contract) -> list[Step]:
    place = place_of(contract, scope)
    url = scope.url("contract", sale.number, contract.pk)
    steps = []
    if place is not None and scope.sees_prices and to_sign(contract, scope):
        read = place.opened_at is not None
        label = _("Ler “%(title)s”") % {"title": contract.title}
        steps.append(
            Step(label, "done" if read else "todo", scope.person.name if read else "", place.opened_at, url=url)
        )
    signed = [one for one in contract.signers.all() if one.statement is not None]
    for one in signed:
        label = _("Assinatura de “%(title)s”") % {"title": contract.title}
        steps.append(Step(label, "done", one.panel_user.name, one.statement.confirmed_at if one.statement else None))
    copy = standing_copy(contract)
    if copy is not None:
        label = _("Via assinada de “%(title)s”") % {"title": contract.title}
        steps.append(Step(label, "done", copy.sender, copy.uploaded_at))
    elif not contract.signed_by_customer:
        missing = [one.panel_user.name for one in contract.signers.all() if one.statement is None and not one.idle]
        label = _("Assinar “%(title)s”") % {"title": contract.title}
        steps.append(Step(label, "todo", who=_listed(missing)))
    return steps


def _approval_step(scope: Scope, sale: Shown, approval: Approval | None, blockers: Sequence[Blocker]) -> Step:
    if approval is not None and sale.state in (State.APPROVED, State.ORDER, State.RESCINDED):
        return Step(_("Proposta aprovada"), "done", approval.panel_user.name, approval.approved_at)
    return Step(_("Aprovar a proposta"), "todo")


def _order_step(scope: Scope, sale: Shown) -> Step:
    order = sale.proposal.order
    label = _("Pedido %(number)s feito") % {"number": order.number}
    # A pass opens the proposal alone.
    url = "" if scope.is_preview else scope.url("order", order.number)
    return Step(label, "done", scope.company.trade_name, order.made_at, url=url)


def _rescission_steps(scope: Scope, sale: Shown) -> list[Step]:
    made = scope.rescission(sale.proposal)
    if made is None:
        return []
    url = "" if scope.is_preview or not scope.sees_prices else scope.url("rescission", sale.number)
    return [Step(_("Desistência da compra"), "done", made.panel_user.name, made.rescinded_at, url=url)]


def _listed(names: Iterable[str]) -> str:
    """Carla, Gil e Helena."""
    *most, last = list(names) or [""]
    return _("%(most)s e %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _as_current(step: Step) -> Step:
    return Step(step.label, "current", step.who, step.at, step.url)


def _next(
    scope: Scope, sale: Shown, contracts: Sequence[Contract], approval: Approval | None, blockers: Sequence[Blocker]
) -> Next:
    if scope.is_preview:
        return Next(
            _("Prévia: aqui fica o próximo passo do cliente, até aprovar a proposta de %(total)s.")
            % {"total": sale.version.price_words}
        )
    again = _copy_again(scope, sale, contracts)
    if again is not None:
        return again
    if not sale.is_open:
        return _closed(scope, sale, approval)
    if original_fell(sale.proposal):
        return Next(str(_FELL))
    return (
        _signing(scope, sale, contracts)
        or _checking_hers(scope, sale, contracts)
        or _sending_copy(scope, sale, contracts)
        or _missing_somebody(scope, sale, contracts, blockers)
        or _waiting(scope, blockers)
        or _approving(scope, sale, contracts)
    )


def _signing(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> Next | None:
    mine = [one for one in contracts if to_sign(one, scope)]
    if not mine or not scope.may("contract.sign"):
        return None
    unread = [one for one in mine if (place := place_of(one, scope)) is not None and place.opened_at is None]
    if unread:
        sentence = _("Próximo passo: ler e assinar “%(title)s”.") % {"title": unread[0].title}
        return Next(sentence, _("Ler o contrato"), scope.url("contract", sale.number, unread[0].pk), "document-text")
    here = [one for one in mine if not only_outside(one)]
    if not here:
        sentence = _("Próximo passo: assinar “%(title)s” com o seu certificado digital.") % {"title": mine[0].title}
        url = scope.url("external", sale.number, mine[0].pk)
        return Next(sentence, _("Assinar com certificado"), url, "pencil-square")
    label = ngettext("Assinar o contrato", "Assinar %(count)s contratos", len(here)) % {"count": len(here)}
    return Next(_("Você já leu. Agora é assinar."), label, scope.url("sign", sale.number), "pencil-square")


def _checking_hers(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> Next | None:
    """What she signed outside is being checked: she can see how far it is, and has nothing to do."""
    for contract in contracts:
        place = place_of(contract, scope)
        if place is not None and not place.idle and under_way(contract, place) is not None:
            sentence = _("O PDF que você assinou está sendo conferido: “%(title)s”.") % {"title": contract.title}
            url = scope.url("external", sale.number, contract.pk)
            return Next(sentence, _("Ver a conferência"), url, "document-magnifying-glass", primary=False)
    return None


def _sending_copy(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> Next | None:
    wanted = [one for one in contracts if one.requirement == Requirement.MANUAL and wants_copy(one)]
    if not wanted or not scope.may("copy.upload"):
        return None
    sentence = _("Próximo passo: imprimir, assinar e mandar de volta “%(title)s”.") % {"title": wanted[0].title}
    return Next(sentence, _("Assinar no papel"), scope.url("copy", sale.number, wanted[0].pk), "printer")


def _copy_again(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> Next | None:
    refused = [
        one
        for one in contracts
        if one.requirement in SIGNED_ON_PAPER and wants_copy(one) and list(one.copies.all()) and sale.goes_on
    ]
    if not refused or not scope.may("copy.upload"):
        return None
    sentence = _("%(company)s não aceitou a via assinada de “%(title)s”. Envie outra.") % {
        "company": scope.company.trade_name,
        "title": refused[0].title,
    }
    return Next(sentence, _("Enviar outra via"), scope.url("copy", sale.number, refused[0].pk), "arrow-up-tray")


def _missing_somebody(
    scope: Scope, sale: Shown, contracts: Sequence[Contract], blockers: Sequence[Blocker]
) -> Next | None:
    """Somebody who has to sign can no more: only the vendor puts another in her place, and is asked to."""
    waiting = {one.contract_id for one in blockers if one.what == "sign"}
    for contract in (one for one in contracts if one.pk in waiting):
        for gone in missed(contract, list(contract.signers.all()))[:1]:
            words = _(
                "Falta a assinatura de %(name)s, que %(why)s. Peça a %(company)s que outra pessoa assine “%(title)s”."
            )
            person, company = gone.panel_user, scope.company.trade_name
            said = {"name": person.name, "why": why_unable(person), "company": company, "title": contract.title}
            url = f"{scope.url('questions', sale.number)}?contrato={contract.pk}" if scope.may("question.ask") else ""
            return Next(words % said, _("Pedir outra pessoa"), url, "chat-bubble-left-right", primary=False)
    return None


def _waiting(scope: Scope, blockers: Sequence[Blocker]) -> Next | None:
    if not blockers:
        return None
    names = [one.name for one in blockers if one.what == "sign" and one.name]
    if names:
        words = ngettext("Falta a assinatura de %(names)s.", "Faltam as assinaturas de %(names)s.", len(set(names)))
        return Next(words % {"names": _listed(dict.fromkeys(names))})
    if any(one.what == "check_external" for one in blockers):
        return Next(
            _("%(company)s está conferindo um PDF assinado fora do painel. Depois disso a proposta pode ser aprovada.")
            % {"company": scope.company.trade_name}
        )
    if any(one.what == "check_copy" for one in blockers):
        return Next(
            _("%(company)s está conferindo a via assinada. Depois disso a proposta pode ser aprovada.")
            % {"company": scope.company.trade_name}
        )
    return Next(_("Falta a via assinada. Quem pode assinar envia por aqui."))


def _approving(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> Next:
    if scope.may("proposal.approve"):
        label = _("Aprovar proposta de %(total)s") % {"total": sale.version.price_words}
        return Next(_before_approving(scope, contracts), label, scope.url("approve", sale.number), "check")
    # Whoever said the address is not hers reads nothing that is handed on to her.
    names = [one.name for one in scope.approvers(sale.proposal).within_reach()]
    if names:
        sentence = _("Quem pode aprovar: %(names)s.") % {"names": _listed(names)}
        url = scope.url("forward", sale.number)
        return Next(sentence, _("Encaminhar a quem decide"), url, "arrow-right", primary=False)
    sentence = _("Ninguém aí pode aprovar ainda. Diga a %(company)s quem decide.") % {
        "company": scope.company.trade_name
    }
    url = scope.url("ask_access", sale.number)
    return Next(sentence, _("Pedir acesso para quem decide"), url, "user-plus", primary=False)


def _before_approving(scope: Scope, contracts: Sequence[Contract]) -> str:
    """Nobody is to fear that the touch itself approves, nor that signing or sending was all there is to do."""
    copies = [copy for one in contracts if (copy := standing_copy(one)) is not None]
    if any(copy.state == CopyState.TO_CHECK for copy in copies):
        words = _("A via assinada foi enviada, e %(company)s vai conferi-la. Falta a sua aprovação.")
        return words % {"company": scope.company.trade_name}
    if any(one.requirement != Requirement.NONE for one in contracts):
        return _("Tudo assinado. Na próxima página você confere e aprova.")
    return _("Na próxima página você confere e aprova.")


def _closed(scope: Scope, sale: Shown, approval: Approval | None) -> Next:
    company = scope.company.trade_name
    if not sale.is_newest:
        words = _("Esta é a versão %(old)s. A que vale é a %(new)s.")
        here = scope.url("proposal", sale.number)
        return Next(words % {"old": sale.version.version, "new": sale.newest.version}, _("Ver a versão atual"), here)
    if sale.proposal.state == State.SUPERSEDED:
        words = _("Outra alternativa foi aprovada no lugar desta proposta.")
        here = "" if scope.is_preview else scope.url("alternatives", sale.number)
        return Next(words, _("Ver alternativas"), here, "squares-2x2", primary=False)
    if sale.state == State.APPROVED and approval is not None:
        words = _("Aprovada por %(who)s. Agora %(company)s prepara o pedido.")
        return Next(
            words % {"who": approval.panel_user.name, "company": company},
            _("Ver comprovante"),
            scope.url("receipt", sale.number) if scope.sees_prices else "",
            "document-check",
            primary=False,
        )
    if sale.state == State.ORDER:
        order = sale.proposal.order
        words = _("Esta proposta virou o pedido %(number)s.") % {"number": order.number}
        return Next(words, _("Ver o pedido"), scope.url("order", order.number), "archive-box", primary=False)
    if sale.state == State.RESCINDED:
        return _rescinded(scope, sale)
    if sale.state == State.EXPIRED:
        last = sale.proposal.expires_at - timedelta(minutes=1) if sale.proposal.expires_at else None
        ended = deadline_words(last, scope.company.tz) if last else ""
        words = _("A validade terminou em %(when)s. Se ainda quiser, peça a %(company)s que prorrogue.")
        return Next(
            words % {"when": ended, "company": company},
            _("Pedir prorrogação"),
            scope.url("more_time", sale.number) if scope.may("time.ask") else "",
            "calendar-days",
            primary=False,
        )
    sentences = {
        "declined": _("Proposta recusada. Mudou de ideia? Escreva a %(company)s, que pode enviar outra versão."),
        "cancelled": _("%(company)s cancelou esta proposta."),
        "withdrawn": _("%(company)s retirou esta proposta. Quando houver outra versão, avisamos por e-mail."),
        "superseded": _("%(company)s está preparando outra versão. Avisamos por e-mail quando chegar."),
    }
    return Next(sentences.get(sale.state, "") % {"company": company})

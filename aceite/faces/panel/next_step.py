"""The one next step of a visitor on the way to an approved sale: a sentence, and the button that leads on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.companies.moments import deadline_words
from aceite.core.contracts.closing import Blocker
from aceite.core.contracts.models import Contract, Requirement
from aceite.core.contracts.plan_words import listed
from aceite.core.contracts.states import CopyState
from aceite.core.contracts.unable import missed, why_unable
from aceite.core.proposals.states import State
from aceite.core.sales.models import Approval
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

_FELL = gettext_lazy("Este aditivo não vale mais: a compra que ele mudava foi desfeita.")


@dataclass(frozen=True)
class Next:
    """The one next step: a sentence, and the button that leads on (none when somebody else has to act)."""

    sentence: str
    label: str = ""
    url: str = ""
    icon: str = ""
    primary: bool = True


def next_step(
    scope: Scope, sale: Shown, contracts: Sequence[Contract], approval: Approval | None, blockers: Sequence[Blocker]
) -> Next:
    """What she does next, or whom she waits for; `contracts` and `approval` as `way` has them."""
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
    waiting = {one.contract_id for one in blockers if one.what == "replace"}
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
        return Next(words % {"names": listed(dict.fromkeys(names))})
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
        sentence = _("Quem pode aprovar: %(names)s.") % {"names": listed(names)}
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


def choice_under_way(scope: Scope, sale: Shown) -> Next:
    """While the choice that was confirmed becomes a version."""
    sentence = _("Uma escolha foi confirmada: a nova versão fica pronta em segundos.")
    if not scope.may("proposal.choose"):
        return Next(sentence)
    return Next(sentence, _("Acompanhar"), scope.url("options", sale.number), "arrow-path", primary=False)


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


def _rescinded(scope: Scope, sale: Shown) -> Next:
    if sale.proposal.amends_id is not None and scope.rescission(sale.proposal) is None:
        return Next(str(_FELL))
    words = _("Esta compra foi desfeita. Nada mais é cobrado.")
    if not scope.sees_prices:
        return Next(words)
    return Next(words, _("Ver o comprovante"), scope.url("rescission", sale.number), "document-check", primary=False)

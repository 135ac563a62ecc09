"""Internal approval: the queue of a colleague who may say yes, one request with what it gives away, the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aceite.core.clearances.asking import ask_clearance
from aceite.core.clearances.deciding import give_clearance, may_decide, refuse_clearance
from aceite.core.clearances.models import Clearance
from aceite.core.clearances.needing import deciders, offer_of, rules_of
from aceite.core.clearances.words import caught_words
from aceite.core.people.models import Absence, Member
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done
from aceite.faces.office.clearance_lines import Compared, compared
from aceite.faces.office.forms.clearances import AnswerForm
from aceite.faces.office.places import go, place, sale_of


class Now(TypedDict):
    """Who does it, and when."""

    by: Member
    at: datetime


@dataclass(frozen=True)
class Asked:
    """One request as the queue shows it."""

    clearance: Clearance
    reasons: list[str]
    url: str

    @property
    def sale(self) -> Proposal:
        """What it is about."""
        return self.clearance.proposal


def reasons_of(request: OfficeRequest, clearance: Clearance) -> list[str]:
    """What was caught, in words this member may read."""
    return [caught_words(one, with_cost=request.scope.may("cost.set")) for one in clearance.findings]


def to_decide(request: OfficeRequest) -> list[Clearance]:
    """The open requests this member's answer counts for, the oldest first; in three queries, however many there are."""
    scope = request.scope
    if not scope.may("clearance.decide"):
        return []
    asked = list(scope.clearances.open().exclude(asked_by=scope.member).with_sheet())
    rules = {rule.pk: rule for rule in scope.clearance_rules} if asked else {}
    lent = list(scope.places_taken) if asked else []

    def counts(one: Clearance) -> bool:
        own = one.proposal.seller_id == scope.member.pk
        rights = [scope.member, *([] if own else [m for m in lent if m.pk != one.asked_by_id])]
        return any(all(c.rule in rules and rules[c.rule].lets_decide(r) for c in one.findings) for r in rights)

    return [one for one in asked if counts(one)]


def may_answer(request: OfficeRequest, clearance: Clearance) -> bool:
    """Whether this member's answer counts."""
    return request.scope.may("clearance.decide") and may_decide(clearance, request.scope.member, at=timezone.now())


@require_safe
@office("sale.see")
def clearances(request: OfficeRequest) -> HttpResponse:
    """What waits for this member's yes, and what she waits for herself."""
    own = request.scope.clearances.open().filter(asked_by=request.scope.member).with_sheet()
    context = {
        "waiting": [_asked(request, one) for one in to_decide(request)],
        "own": [_asked(request, one) for one in own],
        "may_rule": request.scope.may("clearance.rule"),
    }
    return render(request, "office/clearances/list.html", context)


@require_safe
@office("sale.see")
def clearance(request: OfficeRequest, pk: int) -> HttpResponse:
    """One request: why, what the draft gives away line by line, and the two answers."""
    return _page(request, _seen(request, pk), AnswerForm())


@require_POST
@office("clearance.decide")
def give(request: OfficeRequest, pk: int) -> HttpResponse:
    """Yes."""
    words = _("Aprovada: o vendedor foi avisado e já pode enviar.")
    return _answer(request, pk, lambda asked, answer: give_clearance(asked, answer=answer, **_now(request)), words)


@require_POST
@office("clearance.decide")
def refuse(request: OfficeRequest, pk: int) -> HttpResponse:
    """No, with the reason."""
    words = _("Negada: o vendedor recebeu o motivo.")
    return _answer(request, pk, lambda asked, answer: refuse_clearance(asked, answer=answer, **_now(request)), words)


@require_POST
@office("clearance.ask")
def ask(request: OfficeRequest, number: str) -> HttpResponse:
    """Ask for the draft of this sale, as it was on the page."""
    sale = sale_of(request, number)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isdecimal() else -1
    form = AnswerForm({"answer": request.POST.get("note", "")})
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["answer"]))
        return go(request, "send_sale", sale.number)
    note = form.cleaned_data["answer"]
    words = _("Pedido feito: quem aprova foi avisado. Você recebe a resposta por e-mail e aqui.")
    if done(request, lambda: ask_clearance(sale, note=note, revision=revision, **_now(request)), words):
        return go(request, "sale", sale.number)
    return go(request, "send_sale", sale.number)


def _seen(request: OfficeRequest, pk: int) -> Clearance:
    """The request about a sale she sees, or which waits for her answer; 404 for any other."""
    asked = found(request.scope.clearances.with_sheet(), pk)
    if not request.scope.open_sales.filter(pk=asked.proposal_id).exists() and not may_answer(request, asked):
        raise Http404
    return asked


def _now(request: OfficeRequest) -> Now:
    return {"by": request.scope.member, "at": timezone.now()}


def _answer(request: OfficeRequest, pk: int, verb: Callable[[Clearance, str], object], words: str) -> HttpResponse:
    asked = _seen(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid() and accepted(form, lambda: verb(asked, form.cleaned_data["answer"])):
        messages.success(request, words)
        # The next one that waits, so that a queue is worked through without going back to it.
        following = next(iter(to_decide(request)), None)
        return go(request, "clearance", following.pk) if following else redirect(place(request, "clearances"))
    return _page(request, asked, form, status=422)


def _page(request: OfficeRequest, asked: Clearance, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    version, sees_cost = asked.version, request.scope.may("cost.set")
    stands = asked.stands
    deciding = stands and may_answer(request, asked)
    lines: Compared = compared(version, offer_of(version), with_cost=sees_cost)
    context = {
        "asked": asked, "sale": asked.proposal, "form": form, "stands": stands, "deciding": deciding,
        "reasons": reasons_of(request, asked), "compared": lines, "sees_cost": sees_cost,
        "deciders": _waited_for(request, asked) if stands and not deciding else [],
    }  # fmt: skip
    return render(request, "office/clearances/clearance.html", context, status=status)


def _waited_for(request: OfficeRequest, asked: Clearance) -> list[tuple[Member, Absence | None]]:
    found = deciders(rules_of(asked), request.scope.members.joined())
    return [(member, request.scope.away.get(member.pk)) for member in found]


def _asked(request: OfficeRequest, one: Clearance) -> Asked:
    return Asked(one, reasons_of(request, one), place(request, "clearance", one.pk))

"""What people ask of their data, and what the company answers (LGPD art. 18). The work itself is the worker's."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.erasing import CannotErase
from aceite.core.privacy.models import Request, RequestKind, RequestState
from aceite.core.privacy.plans import plan_for
from aceite.core.privacy.subjects import Subject
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit

LONGEST_REASON = 400


class AskedAlready(Refusal):
    """The same was asked and is under way."""


class AnsweredAlready(Refusal):
    """Somebody else answered."""


def herself(person: PanelUser) -> Subject:
    """Whose data a person of the panel asks about: a customer who is a person is more than her access."""
    customer = person.customer
    own = customer.kind == CustomerKind.PERSON and customer.taxid == person.cpf
    return Subject(customer if own else person)


def order_export(subject: Subject, *, by: Actor, at: datetime) -> Request:
    """Has a copy of everything about this person made, at once. Raises NotAllowed; twice is the one copy."""
    _refuse_strangers(subject, by)
    with transaction.atomic():
        waiting = Request.objects.about(subject.kind, subject.pk).exports().under_way()
        if (asked := waiting.filter(company_id=subject.company_id).first()) is not None:
            return asked
        asked = _asked(subject, RequestKind.EXPORT, RequestState.ORDERED, by, at)
        record("export.ordered", by=by, at=at, data=_data(asked))
    return asked


def ask_erasure(person: PanelUser, *, at: datetime) -> Request:
    """The person asks the company to erase her data. Raises AskedAlready."""
    subject = herself(person)
    _refuse_strangers(subject, person)
    with transaction.atomic():
        asked = _asked(subject, RequestKind.ERASURE, RequestState.ASKED, person, at)
        record("erasure.asked", by=person, at=at, data=_data(asked))
    return asked


def order_erasure(subject: Subject, *, by: Actor, at: datetime) -> Request:
    """The company has this person erased, asked by her or not. Raises NotAllowed, CannotErase, AskedAlready."""
    _refuse_visitors(subject.company_id, by)
    if forbidden := plan_for(subject, at=at).forbidden:
        raise CannotErase(" ".join(forbidden))
    with transaction.atomic():
        waiting = Request.objects.about(subject.kind, subject.pk).erasures().waiting().select_for_update()
        request = waiting.filter(company_id=subject.company_id).first()
        if request is None:
            request = _asked(subject, RequestKind.ERASURE, RequestState.ORDERED, by, at)
        else:
            _answer(request, RequestState.ORDERED, by, at)
        record("erasure.ordered", by=by, at=at, data=_data(request))
    return request


def refuse_erasure(request: Request, *, reason: str, by: Actor, at: datetime) -> Request:
    """The company says no, and why. Raises NotAllowed, Unfit, AnsweredAlready."""
    _refuse_visitors(request.company_id, by)
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise Unfit("reason", _("Diga à pessoa por que os dados ficam, em até 400 letras."))
    with transaction.atomic():
        locked = Request.objects.select_for_update().get(pk=request.pk)
        if locked.state == RequestState.REFUSED:
            return locked
        if locked.state != RequestState.ASKED:
            raise AnsweredAlready(_("Este pedido já foi respondido por outra pessoa da equipe."))
        locked.reason = reason.strip()
        _answer(locked, RequestState.REFUSED, by, at)
        record("erasure.refused", by=by, at=at, data=_data(locked), personal={"reason": locked.reason})
    return locked


def _refuse_strangers(subject: Subject, by: Actor) -> None:
    if isinstance(by, PanelUser):
        if not by.may("privacy.ask") or by.pk not in {person.pk for person in subject.panel_users()}:
            raise NotAllowed
        return
    _refuse_visitors(subject.company_id, by)


def _refuse_visitors(company_id: int, by: Actor) -> None:
    if by.company_id != company_id or isinstance(by, PanelUser | Customer) or not by.may("privacy.manage"):
        raise NotAllowed(_("Só um gerente ou proprietário responde por dados pessoais."))


def _asked(subject: Subject, kind: RequestKind, state: RequestState, by: Actor, at: datetime) -> Request:
    request = Request(
        company_id=subject.company_id,
        kind=kind,
        person_kind=subject.kind,
        person_id=subject.pk,
        state=state,
        asked_by_kind=by.kind,
        asked_by_id=by.actor_id,
        asked_at=at,
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        raise AskedAlready(_("Este pedido já foi feito e está em andamento.")) from None
    return request


def _answer(request: Request, state: RequestState, by: Actor, at: datetime) -> None:
    request.state, request.answered_at = state, at
    request.answered_by = by if isinstance(by, Member) else None
    request.save(update_fields=["state", "answered_at", "answered_by", "reason"])


def _data(request: Request) -> dict[str, object]:
    return {"request": request.pk, "person": str(request.person_kind), "id": request.person_id}


def fail_erasure(request: Request, sentence: str, *, by: Actor, at: datetime) -> None:
    """What was ordered became impossible meanwhile: said to whoever ordered it. Raises NotAllowed."""
    _refuse_visitors(request.company_id, by)
    with transaction.atomic():
        request.reason = sentence[:LONGEST_REASON]
        _answer(request, RequestState.REFUSED, by, at)
        record("erasure.refused", by=by, at=at, data=_data(request), personal={"reason": request.reason})

"""People's data: what was asked, for how long what is kept, a copy, and erasing somebody after its plan was read."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.companies.moments import day_words
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import Tampered
from aceite.core.people.models import Member
from aceite.core.privacy.models import ANSWER_WITHIN, PersonKind, Request, RequestKind, retention_of
from aceite.core.privacy.periods import change_periods
from aceite.core.privacy.plans import plan_for
from aceite.core.privacy.requesting import order_erasure, order_export, refuse_erasure
from aceite.core.privacy.subjects import Subject, subject_of
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.privacy import ErasureForm, PeriodsForm, RefusalForm
from aceite.faces.ui.files import attached, unfit
from aceite.faces.ui.privacy import copy_at_hand, copy_under_way, plan_shown

KINDS: Final = {"usuarios": PersonKind.PANEL_USER, "clientes": PersonKind.CUSTOMER, "equipe": PersonKind.MEMBER}
WORDS: Final = {kind: word for word, kind in KINDS.items()}
SHOWN: Final = 100


@require_http_methods(["GET", "HEAD", "POST"])
@office("privacy.manage", change="company.edit")
def privacy(request: OfficeRequest) -> HttpResponse:
    """What was asked, and the periods, which the owner sets."""
    scope = request.scope
    may_change = scope.may("company.edit")
    form = PeriodsForm(typed(request), initial=PeriodsForm.of(retention_of(scope.company)), readable=not may_change)
    if form.is_valid():
        at = timezone.now()
        if accepted(form, lambda: change_periods(scope.company, form.given(), by=scope.member, at=at)):
            messages.success(request, _("Prazos de guarda salvos."))
            return redirect("office:privacy", scope.company.slug)
    rows = [_row(request, asked) for asked in scope.data_requests[:SHOWN]]
    return form_page(request, "office/privacy/privacy.html", form, rows=rows, may_change=may_change)


@require_http_methods(["GET", "HEAD", "POST"])
@office("privacy.manage")
def person(request: OfficeRequest, kind: str, pk: int) -> HttpResponse:
    """One person: her copy, and the plan of erasing her above its button."""
    subject, at = _subject(request, kind, pk), timezone.now()
    form = ErasureForm(typed(request))
    if form.is_valid() and accepted(form, lambda: order_erasure(subject, by=request.scope.member, at=at)):
        messages.success(request, _("A exclusão começou e termina em instantes."))
        return redirect("office:privacy_person", request.scope.company.slug, kind, pk)
    asked = list(request.scope.data_requests.about(subject.kind, subject.pk))
    copies = [each for each in asked if each.kind == RequestKind.EXPORT]
    context = {
        "subject": subject,
        "kind": kind,
        "plan": plan_shown(plan_for(subject, at=at)),
        "back_url": _back_url(request, subject),
        "copy": copy_at_hand(copies, at),
        "copy_under_way": copy_under_way(copies),
        "erasure": next((each for each in asked if each.kind == RequestKind.ERASURE), None),
        "refusal": RefusalForm(),
    }
    return form_page(request, "office/privacy/person.html", form, **context)


@require_POST
@office("privacy.manage")
def copy(request: OfficeRequest, kind: str, pk: int) -> HttpResponse:
    """Has a copy of her data made."""
    subject = _subject(request, kind, pk)
    words = _("A cópia está sendo preparada. Atualize a página em instantes.")
    done(request, lambda: order_export(subject, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:privacy_person", request.scope.company.slug, kind, pk)


@require_POST
@office("privacy.manage")
def refusal(request: OfficeRequest, pk: int) -> HttpResponse:
    """Says no to a request, with a reason the person reads."""
    asked = found(request.scope.data_requests.erasures(), pk)
    reason = str(request.POST.get("reason", ""))
    words = _("Recusa enviada à pessoa, com o motivo.")
    done(request, lambda: refuse_erasure(asked, reason=reason, by=request.scope.member, at=timezone.now()), words)
    kind = WORDS[PersonKind(asked.person_kind)]
    return redirect("office:privacy_person", request.scope.company.slug, kind, asked.person_id)


@require_safe
@office("privacy.manage")
def copy_file(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """The copy, while it is at hand."""
    at_hand = request.scope.data_requests.at_hand(timezone.now()).select_related("file")
    asked = found(at_hand, pk)
    if asked.file is None:
        raise Http404
    try:
        answer = attached(asked.file, f"dados-{asked.person_kind}-{asked.person_id}.zip")
    except Tampered as broken:
        return unfit(request, "office/sales/tampered.html", broken, status=500)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _subject(request: OfficeRequest, kind: str, pk: int) -> Subject:
    subject = subject_of(_found(request, kind, pk))
    if subject is None:
        raise Http404
    return subject


def _found(request: OfficeRequest, kind: str, pk: int) -> PanelUser | Customer | Member:
    match KINDS.get(kind):
        case PersonKind.PANEL_USER:
            return found(request.scope.panel_users, pk)
        case PersonKind.CUSTOMER:
            return found(request.scope.customers, pk)
        case PersonKind.MEMBER:
            return found(request.scope.members, pk)
        case _:
            raise Http404


def _back_url(request: OfficeRequest, subject: Subject) -> str:
    slug = request.scope.company.slug
    if subject.kind == PersonKind.MEMBER:
        return reverse("office:team", args=[slug])
    return reverse("office:customer", args=[slug, getattr(subject.row, "customer_id", subject.pk)])


def _row(request: OfficeRequest, asked: Request) -> dict[str, object]:
    kind = WORDS[PersonKind(asked.person_kind)]
    until = day_words(asked.kept_until.date()) if asked.kept_until else ""
    return {
        "request": asked, "kind": kind, "name": _found(request, kind, asked.person_id).name, "until": until,
        "answer_by": day_words((asked.asked_at + ANSWER_WITHIN).astimezone(request.scope.company.tz).date()),
        "by_herself": asked.asked_by_kind == "panel_user",
        "at_hand": bool(asked.file_id and asked.file_until and asked.file_until > timezone.now()),
    }  # fmt: skip

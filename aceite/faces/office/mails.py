"""Mails that did not leave and work that was given up: what happened, and *tentar de novo*."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aceite.core.jobs.dead_letters import try_again
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import done
from aceite.faces.office.listing import page_of
from aceite.outbound.mail.retrying import send_again


@require_safe
@office("mail.retry")
def mails(request: OfficeRequest) -> HttpResponse:
    """What failed, newest first."""
    context = {
        "page": page_of(request, request.scope.deliveries.failed().order_by("-created_at", "-pk")),
        "letters": list(request.scope.dead_letters.waiting().order_by("-died_at")[:100]),
    }
    return render(request, "office/mails/list.html", context)


@require_POST
@office("mail.retry")
def delivery_again(request: OfficeRequest, pk: int) -> HttpResponse:
    """Sends a mail that failed once more."""
    delivery = found(request.scope.deliveries, pk)
    words = _("O e-mail para %(address)s está na fila de novo.") % {"address": delivery.address}
    done(request, lambda: send_again(delivery, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:mails", request.scope.company.slug)


@require_POST
@office("mail.retry")
def work_again(request: OfficeRequest, pk: int) -> HttpResponse:
    """Does work that was given up once more."""
    letter = found(request.scope.dead_letters, pk)
    words = _("Na fila de novo. O resultado aparece em instantes.")
    done(request, lambda: try_again(letter, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:mails", request.scope.company.slug)

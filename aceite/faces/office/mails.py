"""Mails that did not leave and work that was given up: what happened, and *tentar de novo*."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from aceite.core.jobs.models import DeadLetter
from aceite.core.trail.kinds import KINDS
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import done
from aceite.faces.office.listing import page_of
from aceite.outbound.mail.models import Delivery
from aceite.outbound.mail.retrying import send_again, try_again

# What a job does, in words; it is known by the last part of its name.
_WORK: Final = {
    "write_letters": gettext_lazy("Escrever e-mails"),
    "send_delivery": gettext_lazy("Enviar e-mail"),
    "file_the_approval": gettext_lazy("Guardar o comprovante da aprovação"),
    "print_the_order": gettext_lazy("Preparar o pedido em PDF"),
    "tell_the_deadline": gettext_lazy("Avisar do prazo da proposta"),
    "write_notices": gettext_lazy("Avisar a equipe de um acontecimento"),
    "remind_the_customer": gettext_lazy("Lembrar um cliente"),
    "file_contract": gettext_lazy("Guardar o contrato assinado"),
    "read_copy_file": gettext_lazy("Ler as páginas da via assinada"),
    "finish_copy": gettext_lazy("Ler as páginas da via assinada"),
}
_LETTERS_SHOWN: Final = 100


@require_safe
@office("mail.retry")
def mails(request: OfficeRequest) -> HttpResponse:
    """What failed, newest first."""
    page = page_of(request, request.scope.deliveries.failed())
    letters = request.scope.dead_letters.waiting()[:_LETTERS_SHOWN]
    spoken_of = [delivery.sale_id for delivery in page if delivery.sale_id]
    sales = dict(request.scope.sales.filter(pk__in=spoken_of).values_list("pk", "number"))
    context = {
        "page": page,
        "rows": [
            {"delivery": delivery, "about": _about(delivery), "sale": sales.get(delivery.sale_id or 0, "")}
            for delivery in page
        ],
        "letters": [{"letter": letter, "work": _work(letter)} for letter in letters],
    }
    return render(request, "office/mails/list.html", context)


@require_POST
@office("mail.retry")
def delivery_again(request: OfficeRequest, pk: int) -> HttpResponse:
    """Sends a mail that failed once more."""
    delivery = found(request.scope.deliveries, pk)
    words = _("O e-mail para %(address)s está na fila de novo.") % {"address": delivery.address}
    done(request, lambda: send_again(delivery, by=request.scope.member, at=timezone.now()), words)
    if request.POST.get("voltar") == "venda" and delivery.sale_id:
        return redirect("office:sale", request.scope.company.slug, found(request.scope.sales, delivery.sale_id).number)
    return redirect("office:mails", request.scope.company.slug)


@require_POST
@office("mail.retry")
def work_again(request: OfficeRequest, pk: int) -> HttpResponse:
    """Does work that was given up once more."""
    letter = found(request.scope.dead_letters, pk)
    words = _("Na fila de novo. O resultado aparece em instantes.")
    done(request, lambda: try_again(letter, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:mails", request.scope.company.slug)


def _about(delivery: Delivery) -> str:
    return str(KINDS.get(delivery.event_kind, _("E-mail")))


def _work(letter: DeadLetter) -> str:
    return str(_WORK.get(letter.kind.rsplit(".", 1)[-1], _("Tarefa interna")))

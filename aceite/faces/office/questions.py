"""The vendor's answer to a question of the customer, in the same place."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aceite.core.sales.replying import reply
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import attempt
from aceite.faces.office.forms.acts import AnswerForm
from aceite.faces.office.places import go, sale_of
from aceite.faces.office.sale import sale_page


@require_POST
@office("question.answer")
def answer_question(request: OfficeRequest, number: str, question: int) -> HttpResponse:
    """Answer one question; a refusal leaves the typed answer on the sale's page."""
    sale = sale_of(request, number)
    asked = sale.questions.filter(pk=question).first()
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: reply(asked, text, by=request.scope.member, at=timezone.now()), field="text"):
            messages.success(request, _("Resposta enviada ao cliente."))
            return go(request, "sale", sale.number)
    return sale_page(request, sale, answer=form, question=question)

"""Questions about a proposal and its lines, answered in the same place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.models import Line
from aceite.core.proposals.questions import ask
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.answers import QuestionForm
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.panel.refusing import told
from aceite.faces.panel.seeing import note_view


@require_http_methods(["GET", "HEAD", "POST"])
@panel("question.ask")
def ask_page(request: PanelRequest, number: str) -> HttpResponse:
    """Ask about the whole, or (`?item=`) about one line."""
    sale = shown(request.scope, number, at=timezone.now())
    item = request.GET.get("item", "")
    form = QuestionForm(request.POST) if request.method == "POST" else QuestionForm(initial={"line": item})
    line = _line(sale, str(form["line"].value() or ""))
    if request.method == "POST" and form.is_valid():
        try:
            ask(sale.proposal, form.cleaned_data["text"], line=line, by=request.scope.person, at=timezone.now())
        except Refusal as refusal:
            form.add_error("text", told(refusal))
        else:
            return _asked(request, sale)
    context = {"sale": sale, "form": form, "line": line}
    return render(request, "panel/question.html", context, status=422 if form.errors else 200)


def _asked(request: PanelRequest, sale: Shown) -> HttpResponse:
    note_view(request, sale, at=timezone.now())
    seller = sale.proposal.seller.name
    messages.success(
        request, _("Pergunta enviada. %(seller)s responde aqui mesmo, e avisamos por e-mail.") % {"seller": seller}
    )
    return redirect(request.scope.url("proposal", sale.number) + "#perguntas")


def _line(sale: Shown, typed: str) -> Line | None:
    return sale.version.lines.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None

"""Questions about a proposal and its lines, answered in the same place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.models import Contract
from aceite.core.proposals.models import Line
from aceite.core.proposals.questions import Clause, ask
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.answers import QuestionForm
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.panel.refusing import beside
from aceite.faces.panel.seeing import note_view


@require_http_methods(["GET", "HEAD", "POST"])
@panel("question.ask")
def ask_page(request: PanelRequest, number: str) -> HttpResponse:
    """Ask about the whole, about one line (`?item=`) or about a contract (`?contrato=`)."""
    sale = shown(request.scope, number, at=timezone.now())
    about = {"line": request.GET.get("item", ""), "contract": request.GET.get("contrato", "")}
    form = QuestionForm(request.POST) if request.method == "POST" else QuestionForm(initial=about)
    line = _line(sale, str(form["line"].value() or ""))
    contract = _contract(sale, str(form["contract"].value() or ""))
    if request.method == "POST" and form.is_valid():
        typed, clause = form.cleaned_data, None
        if contract is not None:
            clause = Clause(f"contract/{contract.pk}", typed["passage"])
        try:
            ask(sale.proposal, typed["text"], line=line, clause=clause, by=request.scope.person, at=timezone.now())
        except Refusal as refusal:
            beside(form, refusal, field="text")
        else:
            return asked(request, sale, _place(line, contract))
    context = {"sale": sale, "form": form, "line": line, "contract": contract}
    return render(request, "panel/question.html", context, status=422 if form.errors else 200)


def _place(line: Line | None, contract: Contract | None) -> str:
    """Where on the proposal's page a question is read."""
    if line is not None:
        return f"item-{line.pk}"
    return "contratos" if contract is not None else "perguntas"


def asked(request: PanelRequest, sale: Shown, place: str = "perguntas") -> HttpResponse:
    """Back to the proposal, where the question stands now."""
    note_view(request, sale, at=timezone.now())
    seller = sale.proposal.seller.name
    messages.success(
        request, _("Pergunta enviada. %(seller)s responde aqui mesmo, e avisamos por e-mail.") % {"seller": seller}
    )
    return redirect(request.scope.url("proposal", sale.number) + f"#{place}")


def _contract(sale: Shown, typed: str) -> Contract | None:
    found = typed.isdecimal() and len(typed) < 19
    return sale.version.contracts.defer("body").filter(pk=int(typed)).first() if found else None


def _line(sale: Shown, typed: str) -> Line | None:
    return sale.version.lines.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None

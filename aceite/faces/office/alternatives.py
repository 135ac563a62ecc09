"""Several offers for one need: made from a sale, put together and taken apart while they are drafts."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.proposals.models import Proposal
from aceite.core.sales.alternatives import join_alternatives, leave_alternatives, make_alternative
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.acting import Act, act_on, act_page
from aceite.faces.office.answers import typed
from aceite.faces.office.forms.acts import JoinForm, KeyForm, PlainForm
from aceite.faces.office.places import place


@dataclass(frozen=True)
class Beside:
    """Another alternative as the office lists it."""

    sale: Proposal
    state: str
    url: str


def beside(request: OfficeRequest, sale: Proposal) -> list[Beside]:
    """The other alternatives that this member sees; of a sale without any nothing is asked."""
    if sale.group_id is None:
        return []
    at = timezone.now()
    others = (
        request.scope.sales.filter(group=sale.group_id).exclude(pk=sale.pk).with_sheet().order_by("year", "sequence")
    )
    return [
        Beside(one, one.state_at(at).value, place(request, "sale", one.number))
        for one in others.order_by("year", "sequence")
    ]


@act_on("alternative.make")
def make(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """A new draft beside this sale, for the customer to choose between them."""
    act = Act(
        title=_("Criar alternativa"),
        lead=_(
            "Um rascunho com número próprio e tudo desta proposta. O cliente compara as alternativas lado a lado; "
            "quando aprova uma, as outras ficam substituídas."
        ),
        button=_("Criar alternativa"),
        busy=_("Criando…"),
        done=_("Alternativa criada como rascunho. Mude o que a diferencia e envie."),
    )

    def verb(form: KeyForm) -> object:
        by = request.scope.member
        made = make_alternative(sale, seller=by, key=form.cleaned_data["key"], by=by, at=timezone.now())
        return place(request, "edit_sale", made.number)

    return act_page(request, sale, act, KeyForm.fresh(typed(request)), verb)


@act_on("alternative.join")
def join(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Put a draft beside another sale of the same customer."""
    act = Act(
        title=_("Juntar a outra proposta"),
        lead=_("As duas passam a ser alternativas: o cliente compara e aprova uma delas; a outra fica substituída."),
        button=_("Juntar como alternativa"),
        busy=_("Juntando…"),
        done=_("As propostas agora são alternativas."),
    )
    at = timezone.now()
    others = request.scope.sales.of_customer(sale.customer).open_at(at).exclude(pk=sale.pk).newest_first()
    form = JoinForm(typed(request), sales=others)

    def verb(form: JoinForm) -> object:
        return join_alternatives(sale, beside=form.cleaned_data["beside"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, form, verb)


@act_on("alternative.leave")
def leave(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Let a draft go on by itself."""
    act = Act(
        title=_("Tirar das alternativas"),
        lead=_("Esta proposta segue sozinha: aprovar uma das outras não a substitui mais."),
        button=_("Tirar das alternativas"),
        busy=_("Tirando…"),
        done=_("Esta proposta não é mais uma das alternativas."),
    )

    def verb(form: PlainForm) -> object:
        return leave_alternatives(sale, by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, PlainForm(typed(request)), verb)

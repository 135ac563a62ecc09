"""Handing the link of a sale on by WhatsApp or another app: chosen on one page, carried on by plain links."""

from functools import partial
from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.invitations import copied_token
from aceite.core.customers.models import PanelUser, PanelUserQuerySet
from aceite.core.proposals.models import Proposal
from aceite.core.sales.handing import hand_link
from aceite.core.sales.linking import sale_token
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.acting import act_on
from aceite.faces.office.answers import attempt, form_page, typed
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.places import place
from aceite.faces.ui.fields import PhoneField
from aceite.faces.ui.widgets import TypedInput
from aceite.outbound.mail.addresses import panel_invitation, panel_link
from aceite.outbound.mail.handing import whatsapp_link, words_for

# What this session prepared last: the sale, the person, and the telephone that was typed.
_PREPARED: Final = "prepared_link"


class HandForm(OfficeForm):
    """Whom the link goes to, and the telephone it goes to."""

    person = forms.ModelChoiceField(
        label=_("Quem recebe"), queryset=PanelUser.objects.none(), empty_label=_("Escolha…")
    )
    phone = PhoneField(
        label=_("Telefone com DDD"),
        required=False,
        help_text=_("Em branco, você escolhe o contato no WhatsApp."),
        widget=TypedInput("phone", inputmode="tel", autocomplete="off"),
    )

    def __init__(self, *args: object, people: PanelUserQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


@act_on("proposal.remind")
def hand_sale(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Choose the person; then, on an address that can be loaded again, the message, the link and what opens them."""
    people = request.scope.panel_users.of_customer(sale.customer).active()
    if not sale.shared_with_all:
        people = people.filter(shares__proposal=sale)
    prepared = _prepared(request, sale, people)
    if prepared is not None:
        return prepared
    form = HandForm(typed(request), people=people, initial={"phone": sale.customer.phone})
    back_url = place(request, "sale", sale.number)
    if form.is_valid():
        person = form.cleaned_data["person"]
        hand = partial(hand_link, sale, person, by=request.scope.member, at=timezone.now())
        if attempt(form, hand) is not None:
            request.session[_PREPARED] = {"sale": sale.pk, "person": person.pk, "phone": form.cleaned_data["phone"]}
            return redirect(f"{request.path}?pronta={person.pk}")
    return form_page(request, "office/sales/hand.html", form, sale=sale, back_url=back_url)


def _prepared(request: OfficeRequest, sale: Proposal, people: PanelUserQuerySet) -> HttpResponse | None:
    """The message that was prepared in this session, without preparing it again; the link itself is kept nowhere."""
    noted = request.session.get(_PREPARED, {})
    if request.method == "POST" or (noted.get("sale"), str(noted.get("person"))) != (
        sale.pk,
        request.GET.get("pronta"),
    ):
        return None
    person = people.filter(pk=noted["person"], disowned_at=None).first()
    if person is None:
        return None
    link = _link(request, sale, person)
    words, back_url = words_for(sale, person, link), place(request, "sale", sale.number)
    context = {"sale": sale, "person": person, "link": link, "words": words, "back_url": back_url}
    context["whatsapp"] = whatsapp_link(noted["phone"], words)
    return render(request, "office/sales/handed.html", context)


def _link(request: OfficeRequest, sale: Proposal, person: PanelUser) -> str:
    """For whoever has not come in yet her invitation that proves nothing, leading on to the proposal."""
    company = request.scope.company
    there = panel_link(company, sale.number, sale_token(sale, person))
    if person.joined_at is not None or not person.invitation_nonce:
        return there
    return panel_invitation(company, copied_token(person), onward=there)

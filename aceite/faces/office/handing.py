"""Handing the link of a sale on by WhatsApp or another app: chosen on one page, carried on by plain links."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUser, PanelUserQuerySet
from aceite.core.proposals.models import Proposal
from aceite.core.sales.handing import hand_link
from aceite.core.sales.linking import sale_token
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.acting import act_on
from aceite.faces.office.answers import attempt, form_page, typed
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.places import place
from aceite.outbound.mail.addresses import panel_invitation, panel_link
from aceite.outbound.mail.handing import whatsapp_link, words_for


class HandForm(OfficeForm):
    """Whom the link goes to, and the telephone it goes to."""

    person = forms.ModelChoiceField(
        label=_("Quem recebe"), queryset=PanelUser.objects.none(), empty_label=_("Escolha…")
    )
    phone = forms.RegexField(
        r"^[+0-9() .\-]*$",
        label=_("Telefone com DDD"),
        required=False,
        max_length=24,
        help_text=_("Em branco, você escolhe o contato no WhatsApp."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"invalid": _("Use só números, como (11) 98765-4321.")},
    )

    def __init__(self, *args: object, people: PanelUserQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


@act_on("proposal.remind")
def hand_sale(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Choose the person; then the message, the link and what opens them."""
    people = request.scope.panel_users.of_customer(sale.customer).active()
    if not sale.shared_with_all:
        people = people.filter(shares__proposal=sale)
    form = HandForm(typed(request), people=people, initial={"phone": sale.customer.phone})
    back_url = place(request, "sale", sale.number)
    if form.is_valid():
        person = form.cleaned_data["person"]
        link = attempt(form, lambda: _handed(request, sale, person))
        if link:
            words = words_for(sale, person, link)
            context = {"sale": sale, "person": person, "link": link, "words": words, "back_url": back_url}
            context["whatsapp"] = whatsapp_link(form.cleaned_data["phone"], words)
            return render(request, "office/sales/handed.html", context)
    return form_page(request, "office/sales/hand.html", form, sale=sale, back_url=back_url)


def _handed(request: OfficeRequest, sale: Proposal, person: PanelUser) -> str:
    """The link: for whoever has not come in yet her invitation that proves nothing, leading on to the proposal."""
    company = request.scope.company
    there = panel_link(company, sale.number, sale_token(sale, person))
    token = hand_link(sale, person, by=request.scope.member, at=timezone.now())
    return panel_invitation(company, token, onward=there) if token else there

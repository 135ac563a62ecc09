"""What the acts on a sale ask for: a reason, a day, a person."""

from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import Customer, CustomerQuerySet, PanelUser, PanelUserQuerySet
from aceite.core.people.models import Member, MemberQuerySet
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField


class PlainForm(OfficeForm):
    """Nothing but the button."""


class KeyForm(OfficeForm):
    """The same form sent twice makes one thing."""

    key = forms.CharField(widget=forms.HiddenInput(), max_length=40)

    @classmethod
    def fresh(cls, typed: Any) -> "KeyForm":
        """The form with a key of its own."""
        return cls(typed, initial={"key": token_urlsafe(12)})


class JoinForm(OfficeForm):
    """Beside which sale a draft is put."""

    beside = forms.ModelChoiceField(
        label=_("Proposta"), queryset=Proposal.objects.none(), empty_label=_("Escolha…"),
        help_text=_("As propostas em aberto deste cliente."),
    )  # fmt: skip

    def __init__(self, *args: Any, sales: ProposalQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Proposal]", self.fields["beside"])
        field.queryset = sales
        field.label_from_instance = _number_and_title  # type: ignore[method-assign, assignment]


def _number_and_title(sale: Proposal) -> str:
    return f"{sale.number} · {sale.title}"


class ReasonForm(OfficeForm):
    """Why; it stays in the sale's history. Where it is `mailed` to the customer too, it says so beside it."""

    reason = CleanTextField(label=_("Motivo"), max_length=400, multiline=True, drawable=False)

    def __init__(self, *args: Any, mailed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mailed:
            self.fields["reason"].help_text = _("O cliente lê este texto, no e-mail que o avisa.")


class ConfirmationForm(OfficeForm):
    """What the vendor checked of a PDF signed outside; it stands with the signature."""

    confirmation = CleanTextField(
        label=_("O que você conferiu"),
        help_text=_("Por exemplo: falei com a pessoa por telefone; conferi o arquivo em validar.iti.gov.br."),
        max_length=400,
        multiline=True,
    )


class ExtendForm(OfficeForm):
    """Until when the proposal holds from now on; where the customer asked, room for what to say to a no."""

    valid_until = DateBRField(label=_("Nova validade"), help_text=_("Vale até o fim deste dia."))

    def __init__(self, *args: Any, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            self.fields["text"] = _words_to_asker()


class KeepForm(OfficeForm):
    """What to say to whoever asked for more time and is not given it."""

    do = forms.CharField(widget=forms.HiddenInput(), initial="keep")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = _words_to_asker()


def _words_to_asker() -> forms.Field:
    return CleanTextField(
        label=_("Se não for prorrogar, o que dizer a quem pediu"), max_length=1000, multiline=True, required=False,
        drawable=False,
    )  # fmt: skip


class AnswerForm(OfficeForm):
    """The answer to a question."""

    text = CleanTextField(label=_("Resposta"), max_length=4000, multiline=True, drawable=False)


class OrderForm(OfficeForm):
    """An order; a reason is asked for when the signed copy was refused."""

    without_copy_reason = CleanTextField(label=_("Motivo"), max_length=400, multiline=True, drawable=False)

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["without_copy_reason"]


class SellerForm(OfficeForm):
    """Who answers for the sale from now on."""

    seller = forms.ModelChoiceField(label=_("Vendedor"), queryset=Member.objects.none(), empty_label=_("Escolha…"))

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].queryset = members  # type: ignore[attr-defined]


class CopyForm(OfficeForm):
    """For whom a sale is copied."""

    customer = forms.ModelChoiceField(label=_("Cliente"), queryset=Customer.objects.none(), empty_label=_("Escolha…"))

    def __init__(self, *args: Any, customers: CustomerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = customers  # type: ignore[attr-defined]


class ShareForm(OfficeForm):
    """Who of the customer sees the proposal."""

    everybody = forms.ChoiceField(
        label=_("Quem vê a proposta"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Todos os usuários do painel deste cliente")), ("no", _("Só as pessoas escolhidas"))],
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Pessoas"), queryset=PanelUser.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, people: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class ReplaceSignerForm(OfficeForm):
    """Who signs in somebody's place."""

    person = forms.ModelChoiceField(
        label=_("Quem assina no lugar"), queryset=PanelUser.objects.none(), empty_label=_("Escolha…")
    )

    def __init__(self, *args: Any, people: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReplaceCountersignerForm(OfficeForm):
    """Who signs for the company in somebody's place."""

    member = forms.ModelChoiceField(
        label=_("Quem assina pela empresa"), queryset=Member.objects.none(), empty_label=_("Escolha…")
    )

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]

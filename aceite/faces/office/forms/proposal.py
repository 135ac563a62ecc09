"""The proposal being written: its head, its lines and its instalments."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.blueprints.models import Blueprint, BlueprintQuerySet
from aceite.core.catalog.models import ItemKind, Recurrence
from aceite.core.catalog.rhythms import MAX_PERIODS
from aceite.core.conditions.models import PaymentMethod
from aceite.core.conditions.usual import Condition
from aceite.core.proposals.choices import FreightKind, LineChoice
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.signs import contrary_sign
from aceite.faces.ui.fields import CleanTextField, DateBRField, DecimalBRField, MoneyField
from aceite.faces.ui.forms import Form
from aceite.faces.ui.widgets import TypedInput

DISCOUNTS = [("", "—"), ("percent", "%"), ("amount", "R$")]


_UNTITLED = _("Dê um título à proposta, por exemplo “Reforma da cozinha”.")


class NewProposalForm(OfficeForm):
    """What a proposal cannot be without; everything else is written in the editor, or comes from a blueprint."""

    blueprint = forms.ModelChoiceField(
        label=_("Começar de"), queryset=Blueprint.objects.none(), required=False,
        empty_label=_("Uma proposta em branco"),
    )  # fmt: skip
    title = CleanTextField(
        label=_("Título"), max_length=160, required=False,
        help_text=_("Como o cliente vai reconhecer a proposta. Em branco, fica o título do modelo."),
    )  # fmt: skip
    # The same form sent twice makes one proposal.
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40, required=False)

    def __init__(self, *args: Any, blueprints: BlueprintQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blueprint"].queryset = blueprints  # type: ignore[attr-defined]
        if not blueprints.exists():
            del self.fields["blueprint"]
            title = self.fields["title"]
            title.required, title.help_text = True, _("Como o cliente vai reconhecer a proposta.")
            title.error_messages["required"] = _UNTITLED
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any] | None:
        """A title is needed where no blueprint has one."""
        cleaned = super().clean()
        if not self.cleaned_data.get("title") and not self.cleaned_data.get("blueprint") and "title" not in self.errors:
            self.add_error("title", _UNTITLED)
        return cleaned


class _Discounting(Form):
    """What has a discount: how much says nothing without what it is a part or an amount of."""

    def clean(self) -> dict[str, Any] | None:
        """A discount nobody would get is told, not kept; so is one whose own sign says another kind than the chosen."""
        cleaned = super().clean()
        if not self.cleaned_data.get("discount_value"):
            return cleaned
        kind = self.cleaned_data.get("discount_kind")
        if kind == "":
            self.add_error("discount_value", _("Diga se o desconto é em % ou em R$."))
        elif wrong := contrary_sign(kind or "", self["discount_value"].value()):
            self.add_error("discount_value", wrong)
        return cleaned


class HeadForm(_Discounting):
    """Everything of a version but its lines, its plan and its files."""

    title = CleanTextField(label=_("Título"), max_length=160)
    introduction = CleanTextField(label=_("Introdução"), max_length=20_000, multiline=True, required=False)
    valid_until = DateBRField(label=_("Válida até"), help_text=_("Vale até o fim deste dia."))
    discount_kind = forms.ChoiceField(label=_("Tipo do desconto no total"), choices=DISCOUNTS, required=False)
    discount_value = DecimalBRField(label=_("Desconto no total"), places=4, min_value=Decimal(0), required=False)
    freight_kind = forms.ChoiceField(label=_("Frete"), choices=FreightKind.choices)
    freight = MoneyField(label=_("Valor do frete"), required=False)
    delivery_term = CleanTextField(label=_("Prazo de entrega"), max_length=120, required=False)
    delivery_place = CleanTextField(label=_("Local de entrega"), max_length=200, required=False)
    warranty = CleanTextField(label=_("Garantia"), max_length=200, required=False)
    taxes_text = CleanTextField(label=_("Impostos"), max_length=2000, multiline=True, required=False)
    terms = CleanTextField(label=_("Condições gerais"), max_length=20_000, multiline=True, required=False)
    payment_text = CleanTextField(label=_("Condição de pagamento"), max_length=200, required=False)
    adjustment_name = CleanTextField(
        label=_("Motivo do ajuste"), max_length=60, required=False, help_text=_("Por exemplo: pagamento no Pix.")
    )
    adjustment_rate = DecimalBRField(
        label=_("Ajuste no total"), required=False, min_value=Decimal(-99), max_value=Decimal(100),
        widget=TypedInput("number", suffix="%", inputmode="text"),
        help_text=_("−5 dá desconto de 5 %; 3,2 acrescenta 3,2 %."),
    )  # fmt: skip
    recurring_first_due = DateBRField(
        label=_("Primeiro vencimento do recorrente"), required=False, help_text=_("Vazio: um mês depois do pedido.")
    )
    recurring_day = forms.IntegerField(
        label=_("Dia do mês"), required=False, min_value=1, max_value=31,
        help_text=_("De cada vencimento seguinte. Vazio: o mesmo do primeiro."),
    )  # fmt: skip
    recurring_method = forms.ChoiceField(label=_("Forma do recorrente"), choices=PaymentMethod.choices)
    # Written by the condition that made the instalments: a choice works the down payment out anew by it.
    down_percent = DecimalBRField(
        label=_("Entrada"), required=False, min_value=Decimal(0), max_value=Decimal("99.9999"),
        widget=forms.HiddenInput(),
    )  # fmt: skip
    internal_notes = CleanTextField(
        label=_("Anotações internas"), max_length=8000, multiline=True, required=False, drawable=False,
        help_text=_("Só a equipe vê."),
    )  # fmt: skip
    consumer_relation = forms.BooleanField(
        label=_("É relação de consumo"), required=False,
        help_text=_("O painel mostra os dados da empresa e um resumo antes do aceite (CDC e Decreto 7.962/2013)."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("taxes_text", "internal_notes"):
            self.fields[name].widget.attrs["rows"] = 2


class LineForm(_Discounting):
    """One line, from the catalogue or free."""

    item = forms.IntegerField(required=False, widget=forms.HiddenInput())
    key = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput())
    code = CleanTextField(label=_("Código"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("Tipo"), choices=ItemKind.choices, initial=ItemKind.PRODUCT)
    name = CleanTextField(label=_("Item"), max_length=200)
    description = CleanTextField(label=_("Descrição"), max_length=4000, multiline=True, required=False)
    note = CleanTextField(label=_("Observação"), max_length=2000, multiline=True, required=False)
    unit = CleanTextField(label=_("Unidade"), max_length=10, initial="un")
    quantity = DecimalBRField(label=_("Quantidade"), places=4, min_value=Decimal("0.0001"), initial=Decimal(1))
    unit_price = MoneyField(label=_("Preço unitário"), places=10)
    discount_kind = forms.ChoiceField(label=_("Tipo de desconto"), choices=DISCOUNTS, required=False)
    discount_value = DecimalBRField(label=_("Desconto"), places=4, min_value=Decimal(0), required=False)
    choice = forms.ChoiceField(label=_("Na proposta"), choices=LineChoice.choices, required=False)
    quantity_most = DecimalBRField(
        label=_("O cliente escolhe até"), places=4, min_value=Decimal(0), required=False,
        help_text=_("Em branco, a quantidade é fixa."),
    )  # fmt: skip
    quantity_least = DecimalBRField(label=_("No mínimo"), places=4, min_value=Decimal(0), required=False)
    quantity_step = DecimalBRField(
        label=_("De quanto em quanto"), places=4, min_value=Decimal(0), required=False,
        help_text=_("Em branco, de 1 em 1."),
    )  # fmt: skip
    recurs = forms.ChoiceField(label=_("Pago"), choices=Recurrence.choices, required=False)
    periods = forms.IntegerField(
        label=_("Quantas vezes"), required=False, min_value=1, max_value=MAX_PERIODS,
        help_text=_("Do que é recorrente. Vazio: até cancelar."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("description", "note"):
            self.fields[name].widget.attrs["rows"] = 2


class SectionForm(Form):
    """A heading among the lines; those below it stand in its section. One without words ends the section above it."""

    heading = CleanTextField(label=_("Nome da seção"), max_length=120, required=False)


class InstalmentForm(Form):
    """One payment of the plan; `down` marks the down payment."""

    down = forms.BooleanField(required=False, widget=forms.HiddenInput())
    due_on = DateBRField(label=_("Vencimento"))
    amount = MoneyField(label=_("Valor"))
    method = forms.ChoiceField(label=_("Forma"), choices=PaymentMethod.choices)


class PlanForm(Form):
    """From what the instalments are made: a named condition and its first day; or, typed for once, a down payment, how
    many parts, from when, how far apart."""

    condition = forms.ChoiceField(label=_("Condição"), required=False)
    base = DateBRField(label=_("A partir de"), required=False)
    down_payment = MoneyField(label=_("Entrada"), required=False)
    parts = forms.IntegerField(label=_("Parcelas"), min_value=1, max_value=120, required=False)
    first_due = DateBRField(label=_("Primeiro vencimento"), required=False)
    every = forms.ChoiceField(
        label=_("Intervalo"), required=False,
        choices=[("month", _("Todo mês")), ("7", _("7 dias")), ("14", _("14 dias")), ("15", _("15 dias")),
                 ("28", _("28 dias")), ("30", _("30 dias"))],
    )  # fmt: skip
    plan_method = forms.ChoiceField(label=_("Forma"), choices=PaymentMethod.choices, required=False)

    def __init__(self, *args: Any, conditions: Mapping[str, Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, condition.name) for key, condition in conditions.items()]
        self.fields["condition"].choices = [("", _("Escolha…")), *names]  # type: ignore[attr-defined]

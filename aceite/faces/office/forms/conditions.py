"""The form of one named condition of payment."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.conditions.models import DOWN_KINDS, PACES, PaymentMethod
from aceite.core.conditions.terms import MAX_DAYS, MAX_PARTS, Terms
from aceite.core.conditions.usual import Condition
from aceite.faces.office.forms.signs import contrary_sign
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, DecimalBRField
from aceite.faces.ui.widgets import TypedInput


class ConditionForm(StandingForm):
    """What a condition is called, how many parts it makes, and when they fall due."""

    name = CleanTextField(label=_("Nome"), max_length=60, help_text=_("Como o vendedor a escolhe na proposta."))
    text = CleanTextField(
        label=_("Texto na proposta"), max_length=200, required=False, help_text=_("Em branco, vale o nome.")
    )
    down_value = DecimalBRField(label=_("Entrada"), places=4, min_value=Decimal(0), required=False)
    down_kind = forms.ChoiceField(label=_("Tipo da entrada"), choices=[("", "—"), *DOWN_KINDS[1:]], required=False)
    down_method = forms.ChoiceField(label=_("Forma da entrada"), choices=PaymentMethod.choices, initial="pix")
    parts = forms.IntegerField(label=_("Parcelas"), min_value=1, max_value=MAX_PARTS, initial=1)
    method = forms.ChoiceField(label=_("Forma das parcelas"), choices=PaymentMethod.choices, initial="boleto")
    first_after = forms.IntegerField(
        label=_("Primeira parcela (dias depois)"), min_value=0, max_value=MAX_DAYS, initial=30
    )
    pace = forms.ChoiceField(label=_("Ritmo"), choices=PACES)
    every = forms.IntegerField(label=_("Intervalo (dias)"), min_value=1, max_value=MAX_DAYS, initial=30)
    month_day = forms.IntegerField(label=_("Dia do mês"), min_value=1, max_value=31, initial=10)
    only_business_days = forms.BooleanField(
        label=_("Passar para o próximo dia útil"), required=False, initial=True,
        help_text=_("Quando o vencimento cai em sábado, domingo ou feriado."),
    )  # fmt: skip
    rate = DecimalBRField(
        label=_("Ajuste no total"), required=False, min_value=Decimal(-99), max_value=Decimal(100),
        widget=TypedInput("number", suffix="%", inputmode="text"),
        help_text=_("−5 dá desconto de 5 %; 3,2 acrescenta 3,2 %."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        """A down payment whose own sign says another kind than the chosen is told, not kept."""
        cleaned = super().clean()
        kind = self.cleaned_data.get("down_kind", "")
        if wrong := contrary_sign(kind, self["down_value"].value()):
            self.add_error("down_value", wrong)
        return cleaned

    @classmethod
    def of(cls, condition: Condition) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        terms = {field.name: getattr(condition.terms, field.name) for field in fields(Terms)}
        shown = {"down_value": terms["down_value"] or None, "rate": terms["rate"] or None}
        return {"name": condition.name, "text": condition.text} | terms | shown

    def given(self) -> Condition:
        """What the verb takes."""
        values = dict(self.cleaned_data)
        name, text = values.pop("name"), values.pop("text")
        for amount in ("down_value", "rate"):
            values[amount] = values[amount] or Decimal(0)
        return Condition(name, Terms(**values), text)

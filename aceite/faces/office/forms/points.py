"""The answers to the points of a counter-offer: one form, three fields per point that has no answer yet."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.counter_offers import Aspect, Outcome
from aceite.core.sales.conceding import Ruling
from aceite.core.sales.point_words import Told
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DecimalBRField, MoneyField

_CHOICES = (
    (Outcome.ACCEPTED.value, _("Aceitar")),
    (Outcome.OTHER.value, _("Propor outra coisa")),
    (Outcome.REFUSED.value, _("Recusar")),
)


class RulingsForm(OfficeForm):
    """What the vendor says to each point; those left alone wait on."""

    def __init__(self, data: Any = None, *, points: Sequence[Told]) -> None:
        super().__init__(data)
        self.points = [one for one in points if not one.point.outcome]
        for one in self.points:
            pk = one.point.pk
            self.fields[f"outcome-{pk}"] = forms.ChoiceField(
                label=_("Resposta"), choices=_CHOICES, widget=forms.RadioSelect, required=False
            )
            self.fields[f"other-{pk}"] = _instead(one.point.aspect)
            self.fields[f"reply-{pk}"] = CleanTextField(
                label=_("O que dizer ao cliente"), max_length=2000, required=False, drawable=False
            )

    @property
    def rows(self) -> list[tuple[Told, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each point with its fields."""
        return [
            (one, *(self[f"{name}-{one.point.pk}"] for name in ("outcome", "other", "reply")))  # type: ignore[misc]
            for one in self.points
        ]

    def rulings(self) -> dict[int, Ruling]:
        """What the verb takes: the points that were given an answer."""
        found: dict[int, Ruling] = {}
        for one in self.points:
            pk = one.point.pk
            outcome, other, reply = (self.cleaned_data.get(f"{name}-{pk}") for name in ("outcome", "other", "reply"))
            if outcome:
                amount, words = (None, other or "") if isinstance(other, str) else (other, "")
                found[pk] = Ruling(outcome, amount, words, reply or "")
        return found


def _instead(aspect: str) -> forms.Field:
    label = _("O que a empresa propõe")
    if aspect == Aspect.QUANTITY:
        return DecimalBRField(label=label, required=False)
    if aspect == Aspect.PRICE:
        return MoneyField(label=label, places=10, required=False)
    if aspect == Aspect.TOTAL:
        return MoneyField(label=label, required=False)
    return CleanTextField(label=label, max_length=2000, required=False)

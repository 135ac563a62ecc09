"""What a customer asks to be otherwise, of one part of the offer; everything is optional, the verb judges."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.counter_offers import PRICED, Aspect, Point
from aceite.core.sales.countering import MOST_PASSAGES, Asked
from aceite.faces.ui.fields import CleanTextField, DecimalBRField, MoneyField
from aceite.faces.ui.forms import Form

_FIELDS: Final[dict[Aspect, Callable[[], forms.Field]]] = {
    Aspect.QUANTITY: lambda: DecimalBRField(label=_("Quantidade que você quer"), required=False),
    Aspect.PRICE: lambda: MoneyField(
        label=_("Preço unitário que você quer pagar"), places=10, required=False,
        help_text=_("Já com o desconto do item, se houver."),
    ),
    Aspect.TERM: lambda: CleanTextField(
        label=_("Prazo ou data"), max_length=120, required=False, help_text=_("Por exemplo: até 10/02, ou 15 dias.")
    ),
    Aspect.TEXT: lambda: CleanTextField(
        label=_("Outra mudança"), multiline=True, max_length=2000, required=False,
        help_text=_("Escreva como gostaria que ficasse. Por exemplo: sem a pintura."),
    ),
    Aspect.TOTAL: lambda: MoneyField(label=_("Total que você quer pagar"), required=False),
    Aspect.PAYMENT: lambda: CleanTextField(
        label=_("Como você quer pagar"), max_length=200, required=False,
        help_text=_("Por exemplo: entrada e 4 parcelas no boleto."),
    ),
    Aspect.DELIVERY: lambda: CleanTextField(
        label=_("Prazo de entrega que você precisa"), max_length=120, required=False,
        help_text=_("Por exemplo: até 20 de março."),
    ),
}  # fmt: skip


class PointsForm(Form):
    """One field per aspect of a subject; prices only for whoever may see them."""

    def __init__(
        self,
        data: Any = None,
        *,
        aspects: Sequence[Aspect],
        noted: Iterable[Point],
        prices: bool,
        now: Mapping[Aspect, str],
    ) -> None:
        shown = [aspect for aspect in aspects if prices or aspect not in PRICED]
        values = {point.aspect: point.words if point.amount is None else point.amount for point in noted}
        super().__init__(data, initial=values)
        for aspect in shown:
            field = self.fields[aspect.value] = _FIELDS[aspect]()
            field.label_suffix = ""
            _say_now(field, now[aspect])

    def asked(self) -> list[Asked]:
        """What the verb takes; what could not be read is asked for by nobody."""
        return [_asked(name, self.cleaned_data.get(name)) for name in self.fields]


class PassagesForm(Form):
    """Passages of a contract with the words wanted instead: those noted, and room for one more."""

    def __init__(self, data: Any = None, *, noted: Iterable[Point]) -> None:
        points = list(noted)
        values: dict[str, str] = {}
        for at, point in enumerate(points):
            values |= {f"passage-{at}": point.passage, f"words-{at}": point.words}
        super().__init__(data, initial=values)
        self.rooms = min(max(len(points) + 1, _posted(data)), MOST_PASSAGES)
        for at in range(self.rooms):
            self.fields[f"passage-{at}"] = CleanTextField(
                label=_("Cláusula ou trecho"), multiline=True, max_length=2000, required=False, drawable=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Copie o trecho, ou diga qual cláusula: “cláusula 5, multa”."),
            )  # fmt: skip
            self.fields[f"words-{at}"] = CleanTextField(
                label=_("Como você quer que fique"), multiline=True, max_length=2000, required=False
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields, two by two."""
        return [(self[f"passage-{at}"], self[f"words-{at}"]) for at in range(self.rooms)]

    def clean(self) -> dict[str, Any]:
        """A passage alone asks for nothing yet."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for at in range(self.rooms):
            if typed.get(f"passage-{at}") and not typed.get(f"words-{at}") and f"words-{at}" not in self.errors:
                self.add_error(f"words-{at}", _("Diga como quer que este trecho fique, ou apague o trecho."))
        return typed

    def asked(self) -> list[Asked]:
        """What the verb takes."""
        typed = self.cleaned_data
        return [
            Asked(Aspect.PASSAGE, words=typed.get(f"words-{at}", ""), passage=typed.get(f"passage-{at}", ""))
            for at in range(self.rooms)
        ]


class CounterForm(Form):
    """The note that goes with the points, and the version they are about."""

    # The points went without it, from another tab.
    sent_before: bool = False

    note = CleanTextField(label=_("Recado para a empresa"), multiline=True, max_length=2000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=99_999)


def _say_now(field: forms.Field, now: str) -> None:
    """Before the field's hint: what the offer says today, which the page behind cannot be asked for meanwhile."""
    if now:
        said = gettext("Hoje: %(now)s.") % {"now": now.rstrip(".")}
        field.help_text = f"{said} {field.help_text}".strip()


def _asked(name: str, value: Any) -> Asked:
    return Asked(name, words=value or "") if isinstance(value, str) else Asked(name, amount=value)


def _posted(data: Any) -> int:
    """How many passages came back."""
    rooms = 0
    while data is not None and rooms < MOST_PASSAGES and f"passage-{rooms}" in data:
        rooms += 1
    return rooms

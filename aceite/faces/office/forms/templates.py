"""The form of a contract template: its text, and the rows of the fields it asks for where it is used."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _now

from aceite.core.contracts.asked import CHOICE, KINDS, Asked, asked_of, typed_answer
from aceite.core.contracts.asking import MOST_FIELDS, AskedRow, clean_asked
from aceite.core.contracts.models import Clause, ContractTemplate
from aceite.core.contracts.texts import Text
from aceite.core.trail.refusals import Unfit
from aceite.faces.office.forms.contracts import TextForm
from aceite.faces.office.forms.standing import StandingForm

# How many empty rows stand below those that say something.
SPARE: Final = 2


class TemplateForm(StandingForm, TextForm):
    """A text with merge fields; the rows of its own fields stand beside, as `asked-N-label` and so on."""

    def __init__(
        self, *args: Any, template: ContractTemplate | None = None, suggested: Iterable[AskedRow] = (), **kwargs: Any
    ) -> None:
        self.kept = asked_of(template.asked) if template else ()
        self.suggested = list(suggested)
        super().__init__(*args, **kwargs)

    def offer(self, clauses: "Iterable[Clause]", asked: Iterable[Asked] = ()) -> None:
        """Offers the library's clauses and the template's own fields to be put into the text."""
        super().offer(clauses, [*self.kept, *asked])

    def beside(self) -> list[AskedRow]:
        """The fields that stand."""
        return [_row(field) for field in self.kept]

    def typed_beside(self) -> list[AskedRow]:
        """The fields that were sent, as they would stand."""
        try:
            return [_row(field) for field in clean_asked(self._typed())]
        except Unfit:
            return [row for row in self._typed() if row.label.strip()]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What a field may take: its name and its words."""
        return [(name, _now(words)) for name, words in KINDS.items()]

    @property
    def rows(self) -> list[AskedRow]:
        """The fields as they stand in the page, with some rows to spare."""
        said = self._typed() if self.is_bound else [*(_row(field) for field in self.kept), *self.suggested]
        said = [row for row in said if row.label.strip()]
        return [*said, *[AskedRow("")] * min(SPARE, MOST_FIELDS - len(said))]

    def clean(self) -> dict[str, Any]:
        """Judge the rows together with the fields, so that every error is told at once."""
        values = super().clean() or self.cleaned_data
        try:
            values["asked"] = clean_asked(self._typed())
        except Unfit as refusal:
            self.add_error(None, str(refusal.sentence))
        return values

    def text(self) -> Text:
        """What the verb takes."""
        return replace(super().text(), asked=self.cleaned_data["asked"])

    def _typed(self) -> list[AskedRow]:
        return [self._typed_row(f"asked-{n}-") for n in range(MOST_FIELDS + SPARE) if f"asked-{n}-label" in self.data]

    def _typed_row(self, prefix: str) -> AskedRow:
        def said(name: str) -> str:
            return str(self.data.get(prefix + name, ""))

        required = f"{prefix}required" in self.data
        # A browser ends its lines in its own way.
        choices = "\n".join(said("choices").splitlines())
        return AskedRow(said("label"), said("name"), said("kind"), required, said("default"), said("help"), choices)


def _row(field: Asked) -> AskedRow:
    choices = "\n".join(field.choices) if field.kind == CHOICE else ""
    default = typed_answer(field, field.default)
    return AskedRow(field.label, field.name, field.kind, field.required, default, field.help, choices)

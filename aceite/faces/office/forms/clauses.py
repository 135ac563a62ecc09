"""The form of a clause: its words, its tags, and the conditions under which it enters."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.clause_saving import ClauseText
from aceite.core.contracts.clauses import Clause
from aceite.core.contracts.rule_words import MOST_TESTS, clean_rule, typed
from aceite.core.contracts.rules import ALL, ANY, KINDS, rule_of
from aceite.core.trail.refusals import Unfit
from aceite.faces.office.forms.contracts import merge_fields
from aceite.faces.office.forms.richtext import RichTextField
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField

# How many empty rows stand below those that say something.
SPARE: Final = 2


class ClauseForm(StandingForm):
    """Title, text, tags; the rows of conditions stand beside the fields, as `kind-N` and `value-N`."""

    title = CleanTextField(label=_("Título"), max_length=160)
    tags = CleanTextField(
        label=_("Etiquetas"), max_length=400, required=False,
        help_text=_("Separadas por vírgula, para achar a cláusula: garantia, prazo."),
    )  # fmt: skip
    body = RichTextField(label=_("Texto"))
    join = forms.ChoiceField(
        label=_("Valem"), widget=forms.RadioSelect, initial=ALL,
        choices=[(ALL, _("todas as condições")), (ANY, _("qualquer uma das condições"))],
    )  # fmt: skip

    def __init__(self, *args: Any, clause: Clause | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.fields = merge_fields()
        self.kept = rule_of(clause.rule if clause else {})

    @classmethod
    def of(cls, clause: Clause) -> dict[str, object]:
        """What the form shows before anything is typed."""
        join = rule_of(clause.rule).join
        return {"title": clause.title, "body": clause.body, "tags": ", ".join(clause.tags), "join": join}

    def beside(self) -> list[tuple[str, str]]:
        """The conditions that stand."""
        return [(test.kind, typed(test)) for test in self.kept.tests]

    def typed_beside(self) -> list[tuple[str, str]]:
        """The conditions that were sent, as they would stand."""
        try:
            return [(test.kind, typed(test)) for test in clean_rule(ALL, self._typed()).tests]
        except Unfit:
            return [row for row in self._typed() if row[0]]

    @property
    def kinds(self) -> list[tuple[str, str, str]]:
        """Each condition to be chosen: its name, its words, what is typed with it."""
        return [(name, _now(kind.words), kind.takes) for name, kind in KINDS.items()]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The conditions as they stand in the page, with some rows to spare."""
        said = self._typed() if self.is_bound else self.beside()
        said = [row for row in said if row[0]]
        return [*said, *[("", "")] * min(SPARE, MOST_TESTS - len(said))]

    def clean(self) -> dict[str, Any]:
        """Judge the rows together with the fields, so that every error is told at once."""
        values = super().clean() or self.cleaned_data
        try:
            values["rule"] = clean_rule(values.get("join") or ALL, self._typed())
        except Unfit as refusal:
            self.add_error(None, str(refusal.sentence))
        return values

    def given(self) -> ClauseText:
        """What the verb takes."""
        values = self.cleaned_data
        return ClauseText(values["title"], values["body"], values["tags"].split(","), values["rule"])

    def _typed(self) -> list[tuple[str, str]]:
        places = range(MOST_TESTS)
        return [(self.data.get(f"kind-{n}", ""), self.data.get(f"value-{n}", "")) for n in places]

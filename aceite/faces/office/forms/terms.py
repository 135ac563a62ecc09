"""What is asked of the term of a contract: from when, until when, how it goes on, who is told before the end."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.term_words import END_CHOICES, RENEWAL_CHOICES, START_CHOICES
from aceite.core.contracts.terms import MOST_DAYS, MOST_MONTHS, USUAL_ALERT, Term, as_data, term_of
from aceite.core.people.models import Member
from aceite.faces.ui.fields import DateBRField

PREFIX = "term_"


def _days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=0, max_value=MOST_DAYS)


def _months(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_MONTHS)


class TermFields(forms.Form):
    """Joined to the form of a contract or of a template."""

    term_starts = forms.ChoiceField(label=_("Começa"), choices=START_CHOICES, required=False)
    term_start_on = DateBRField(label=_("Dia do começo"), required=False)
    term_start_days = _days(_("Dias depois da aprovação"))
    term_ends = forms.ChoiceField(label=_("Termina"), choices=END_CHOICES, required=False)
    term_end_on = DateBRField(label=_("Último dia"), required=False)
    term_months = _months(_("Meses"))
    term_renewal = forms.ChoiceField(label=_("Renovação"), choices=RENEWAL_CHOICES, required=False)
    term_renewal_months = _months(_("Renova por meses"))
    term_notice_days = _days(_("Aviso para não renovar, em dias"))
    term_alert_days = _days(_("Avisar a equipe dias antes"), _("Do fim, ou do prazo para avisar que não renova."))
    term_alert_to = forms.TypedChoiceField(label=_("Quem é avisado"), required=False, coerce=int, empty_value=None)

    def without_term(self) -> None:
        """Leaves the term for later: the form asks only for the rest."""
        for name in TermFields.base_fields:
            del self.fields[name]

    def offer_members(self, members: Iterable[Member]) -> None:
        """Offers the people who can be told."""
        named = [(member.pk, member.name) for member in members]
        self.fields["term_alert_to"].choices = [("", _("Quem vende")), *named]  # type: ignore[attr-defined]


def typed_term(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of a term that is kept."""
    term = term_of(data)
    shown = {f"{PREFIX}{name}": getattr(term, name) or None for name in Term.__dataclass_fields__}
    alert = term.alert_days if term.starts else USUAL_ALERT
    return shown | {f"{PREFIX}alert_days": alert, f"{PREFIX}starts": term.starts}


def term_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the verbs take it."""
    found = {name: values.get(f"{PREFIX}{name}") for name in Term.__dataclass_fields__}
    usual = Term()
    kept = {name: (getattr(usual, name) if value in (None, "") else value) for name, value in found.items()}
    # Nothing typed is no alert days ahead, not the usual number of them.
    kept["alert_days"] = found["alert_days"] or 0
    return as_data(Term(**kept))

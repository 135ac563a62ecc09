"""The form of an absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.people.models import Member, MemberQuerySet
from aceite.core.people.standing_in import Away
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import DateBRField


class AbsenceForm(OfficeForm):
    """From when to when, both days included, and who stands in."""

    first_day = DateBRField(label=_("Do dia"))
    last_day = DateBRField(label=_("Até o dia"), help_text=_("O último dia fora, inclusive."))
    stand_in: "forms.ModelChoiceField[Member]" = forms.ModelChoiceField(
        label=_("Quem fica no lugar"), queryset=Member.objects.none(), empty_label="—"
    )

    def __init__(self, *args: Any, colleagues: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["stand_in"].label_from_instance = _called  # type: ignore[attr-defined]

    def given(self) -> Away:
        """What the verb takes."""
        said = self.cleaned_data
        return Away(said["first_day"], said["last_day"], said["stand_in"])


def _called(member: Member) -> str:
    """Her name; who only reads is called so, because she cannot answer what waits for somebody else."""
    if member.may("clearance.decide"):
        return member.name
    return _("%(name)s (só lê: não responde pedidos de aprovação)") % {"name": member.name}

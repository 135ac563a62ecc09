"""The forms of the team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.people.permissions import Role
from aceite.faces.office.forms.base import EmailField, OfficeForm
from aceite.faces.ui.fields import CleanTextField


class RoleForm(OfficeForm):
    """What a member may do; only an owner names owners."""

    role = forms.ChoiceField(label=_("Papel"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.SELLER)

    def only(self, *, owners: bool) -> None:
        """Leave out the role this member may not give."""
        if not owners:
            given = [choice for choice in Role.choices if choice[0] != Role.OWNER]
            self.fields["role"].choices = given  # type: ignore[attr-defined]


class MemberForm(RoleForm):
    """Who is invited."""

    name = CleanTextField(label=_("Nome"), max_length=120)
    email = EmailField()
    field_order = ("name", "email", "role")

"""A colleague of the visitor's, chosen from a list."""

from typing import Any

from django import forms
from django.utils.functional import Promise

from aceite.core.customers.models import PanelUser, PanelUserQuerySet


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Generic in its stubs alone.
    """One of those the form is given, by her name: addresses are not for everybody to read."""

    widget = forms.RadioSelect

    def __init__(self, *, missing: "str | Promise", **kwargs: Any) -> None:
        words = {"required": missing}
        super().__init__(PanelUser.objects.none(), error_messages=words, empty_label=None, **kwargs)

    def label_from_instance(self, obj: PanelUser) -> str:
        """Her name."""
        return obj.name


def choose_among(form: forms.Form, people: PanelUserQuerySet) -> None:
    """Gives the form's field `person` its list."""
    field = form.fields["person"]
    assert isinstance(field, ColleagueField)
    field.queryset = people

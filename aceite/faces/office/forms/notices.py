"""The form of what reaches a member, and how."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from aceite.core.notices.choosing import Choice
from aceite.core.notices.kinds import ABOUT, About, By, Kind
from aceite.faces.office.forms.base import OfficeForm


class ChoicesForm(OfficeForm):
    """For each kind: whether it shows in the app, and when it comes by mail."""

    def __init__(self, *args: Any, chosen: Mapping[Kind, Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, choice in chosen.items():
            self.fields[f"app_{kind}"] = forms.BooleanField(required=False, initial=choice.in_app)
            self.fields[f"mail_{kind}"] = forms.ChoiceField(choices=By.choices, initial=choice.by_mail)

    def rows(self) -> Iterator[tuple[About, Any, Any]]:
        """A kind in words, with its two fields."""
        for kind in Kind:
            yield ABOUT[kind], self[f"app_{kind}"], self[f"mail_{kind}"]

    def given(self) -> dict[Kind, Choice]:
        """What the verb takes."""
        said = self.cleaned_data
        return {kind: Choice(said[f"app_{kind}"], By(said[f"mail_{kind}"])) for kind in Kind}

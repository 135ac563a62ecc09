"""The field for a mailed code: filled in by the phone, pasted from the mail as it stands there, or typed."""

import re
import unicodedata
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aceite.core.people.models import SHORT

# Room for a whole line of the mail, pasted.
LONGEST: Final = 200
_APART: Final = r"[\s.\-–·]*"
_NUMBER: Final = re.compile(rf"(?<!\d)\d(?:{_APART}\d){{{SHORT - 1},{SHORT + 2}}}(?!\d)")


class CodeField(forms.CharField):
    """The cleaned value is the bare digits. What cannot be a code is said at once and costs no try."""

    def __init__(self, *, autofocus: bool = False, **kwargs: Any) -> None:
        keyboard: dict[str, Any] = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        widget = forms.TextInput(attrs=keyboard | ({"autofocus": True} if autofocus else {}))
        super().__init__(max_length=LONGEST, widget=widget, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: the browser would cut a pasted line before its digits."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def clean(self, value: Any) -> str:
        """Finds the digits in what was pasted; raises ValidationError when there are too few for a code."""
        typed = super().clean(value)
        if not typed:
            return ""
        plain = unicodedata.normalize("NFKC", typed)
        found = _NUMBER.findall(plain)
        digits = re.sub(r"\D", "", found[-1] if found else plain)
        if len(digits) < SHORT:
            raise ValidationError(
                _("O código tem só números, pelo menos %(count)s. Confira no e-mail."), params={"count": SHORT}
            )
        return digits

"""The form of what stands already: two people, or two tabs, who save it one after the other undo nothing of each other.

The page carries a mark of each value it was opened with. A field that only somebody else changed since keeps what she
gave it; one that both changed is told beside it, with what stands now, and is saved when it is sent again. Between the
look and the change lies no lock: this is for people, who are minutes apart, not for two acts in one instant.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from aceite.faces.office.forms.base import OfficeForm

_STOOD: Final = "stood"
# The rows that stand beside the fields, as one.
_BESIDE: Final = "beside"
_SHOWN_AT_MOST: Final = 80


class StandingForm(OfficeForm):
    """A form whose `initial` is what stands. Rows that are no fields of it are told by `beside` and `typed_beside`."""

    @property
    def carried(self) -> dict[str, str]:
        """What the page hands back unseen: the marks of what it shows as standing."""
        marks = [f"{name}:{mark}" for name, mark in self._marks()]
        return {self.add_prefix(_STOOD): " ".join(marks)} if marks else {}

    def beside(self) -> Sequence[object] | None:
        """The rows as they stand; None where there are none."""
        return None

    def typed_beside(self) -> Sequence[object] | None:
        """The rows as they were sent, told as `beside` tells them."""
        return None

    def full_clean(self) -> None:
        """Take over what only others changed, then judge, then tell what both did."""
        disputed = list(self._overtaken()) if self.is_bound and self.initial else []
        super().full_clean()
        for name in disputed:
            if name == _BESIDE:
                self.add_error(None, _ROWS_CHANGED)
            elif name not in self.errors:
                self.add_error(name, forms.ValidationError(_FIELD_CHANGED, params={"now": _words(self[name])}))

    def _marks(self) -> Iterable[tuple[str, str]]:
        if not self.initial:
            return
        for name in self.fields:
            if _is_compared(self, name):
                yield name, _mark(_standing(self[name]))
        if self.beside() is not None:
            yield _BESIDE, _mark(repr(self.beside()))

    def _overtaken(self) -> Iterable[str]:
        """What both changed, by name; the fields that only others changed are given what stands."""
        told = str(self.data.get(self.add_prefix(_STOOD), ""))
        stood = dict(mark.split(":", 1) for mark in told.split() if ":" in mark)
        for name, now in self._marks():
            typed = _mark(repr(self.typed_beside()) if name == _BESIDE else _typed(self[name]))
            if stood.get(name, now) == now or typed == now:
                continue
            if typed == stood[name] and name != _BESIDE:
                self._give(self[name])
            else:
                yield name

    def _give(self, bound: BoundField) -> None:
        data, standing = self.data.copy(), _standing(bound)  # type: ignore[attr-defined]
        if isinstance(standing, list):
            data.setlist(bound.html_name, standing)
        elif isinstance(bound.field.widget, forms.CheckboxInput) and not standing:
            data.pop(bound.html_name, None)
        else:
            data[bound.html_name] = standing
        self.data = data


_FIELD_CHANGED: Final = _(
    "Outra pessoa mudou este campo enquanto você editava. Agora está “%(now)s”. Deixe o que vale e salve de novo."
)
_ROWS_CHANGED: Final = _(
    "Outra pessoa mudou as linhas desta página enquanto você editava. Para ver as dela, abra a página em outra aba; "
    "para ficar com as suas, salve de novo."
)


def _is_compared(form: forms.Form, name: str) -> bool:
    bound = form[name]
    kept_back = bound.is_hidden or bound.field.disabled or isinstance(bound.field.widget, forms.FileInput)
    return name in form.initial and not kept_back


def _standing(bound: BoundField) -> str | list[str]:
    """What stands, as a browser would send it."""
    widget = bound.field.widget
    value = bound.field.prepare_value(bound.initial)
    if isinstance(widget, forms.CheckboxInput):
        return "on" if widget.check_test(value) else ""
    shown = widget.format_value(value)
    if isinstance(shown, list) and not getattr(widget, "allow_multiple_selected", False):
        return "".join(shown)
    return shown if isinstance(shown, list) else str(shown or "")


def _typed(bound: BoundField) -> str | list[str]:
    sent = bound.data
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "on" if sent else ""
    return [str(value) for value in sent] if isinstance(sent, list | tuple) else str(sent or "")


def _mark(value: str | list[str]) -> str:
    """Short, and the same for what a browser changes by itself: its line ends, blanks around, an order of boxes."""
    text = "\n".join(sorted(value)) if isinstance(value, list) else value
    return blake2b("\n".join(text.split()).encode(), digest_size=6).hexdigest()


def _words(bound: BoundField) -> str:
    """What stands, for people."""
    standing = _standing(bound)
    labels = {str(value): str(label) for value, label in getattr(bound.field, "choices", ())}
    values = standing if isinstance(standing, list) else [standing]
    said = ", ".join(labels.get(value, strip_tags(value)) for value in values).strip()
    return Truncator(said or "—").chars(_SHOWN_AT_MOST)

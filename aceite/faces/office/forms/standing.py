"""The form of what stands already: two people, or two tabs, who save it one after the other undo nothing of each other.

The page carries a mark of each value it was opened with. A field that only somebody else changed since keeps what she
gave it; one that both changed is told beside it, with what stands now, and is saved when it is sent again. Between the
look and the change lies no lock: this is for people, who are minutes apart, not for two acts in one instant.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.richtext import RichTextField
from aceite.kit import richtext

_STOOD: Final = "stood"
# The rows that stand beside the fields, as one.
_BESIDE: Final = "beside"
_SHOWN_AT_MOST: Final = 80


class StandingForm(OfficeForm):
    """A form whose `initial` is what stands. Rows that are no fields of it are told by `beside` and `typed_beside`."""

    # What both changed and another error kept from being told: the marks the page was opened with.
    _untold: Mapping[str, str] = MappingProxyType({})

    @property
    def carried(self) -> dict[str, str]:
        """What the page hands back unseen: the marks of what it shows as standing."""
        untold = self._untold if self.errors else {}
        marks = [f"{name}:{untold.get(name, mark)}" for name, mark in self._marks()]
        return {self.add_prefix(_STOOD): " ".join(marks)} if marks else {}

    def beside(self) -> Sequence[object] | None:
        """The rows as they stand; None where there are none."""
        return None

    def typed_beside(self) -> Sequence[object] | None:
        """The rows as they were sent, told as `beside` would tell them once they are saved."""
        return None

    def full_clean(self) -> None:
        """Take over what only others changed, then judge, then tell what both did."""
        disputed = dict(self._overtaken()) if self.is_bound and self.initial else {}
        super().full_clean()
        self._untold = {name: mark for name, mark in disputed.items() if name in self.errors}
        for name in disputed.keys() - self._untold.keys():
            self.add_error(*((None, _ROWS_CHANGED) if name == _BESIDE else (name, _changed(self[name]))))

    def _marks(self) -> Iterable[tuple[str, str]]:
        if not self.initial:
            return
        for name in self.fields:
            if _is_compared(self, name):
                yield name, _mark(_standing(self[name]))
        if self.beside() is not None:
            yield _BESIDE, _mark(repr(self.beside()))

    def _overtaken(self) -> Iterable[tuple[str, str]]:
        """What both changed, with its mark when the page was opened; what only others changed is given what stands."""
        told = str(self.data.get(self.add_prefix(_STOOD), ""))
        stood = dict(mark.split(":", 1) for mark in told.split() if ":" in mark)
        for name, now in self._marks():
            said = [repr(self.typed_beside())] if name == _BESIDE else [_typed(self[name]), _cleaned(self[name])]
            typed = {_mark(one) for one in said}
            if stood.get(name, now) == now or now in typed:
                continue
            if stood[name] in typed and name != _BESIDE:
                self._give(self[name])
            else:
                yield name, stood[name]

    def _give(self, bound: BoundField) -> None:
        data, standing = self.data.copy(), _standing(bound)  # type: ignore[attr-defined]
        if isinstance(standing, list):
            data.setlist(bound.html_name, standing)
        elif isinstance(bound.field.widget, forms.CheckboxInput) and not standing:
            data.pop(bound.html_name, None)
        else:
            data[bound.html_name] = standing
        self.data = data


# Who changed it is not said: it may have been herself, in another tab.
_FIELD_CHANGED: Final = _(
    "Este campo mudou depois que você abriu a página. Agora está “%(now)s”. Deixe o que vale e salve de novo."
)
_TEXT_CHANGED: Final = _(
    "Este campo mudou depois que você abriu a página. Para ver como está agora, abra a página em outra aba; "
    "para ficar com o que está aqui, salve de novo."
)
_ROWS_CHANGED: Final = _(
    "As linhas desta página mudaram depois que você a abriu. Para ver como estão agora, abra a página em outra aba; "
    "para ficar com as suas, salve de novo."
)


def _is_compared(form: forms.Form, name: str) -> bool:
    bound = form[name]
    kept_back = bound.is_hidden or bound.field.disabled or isinstance(bound.field.widget, forms.FileInput)
    return name in form.initial and not kept_back


def _standing(bound: BoundField) -> str | list[str]:
    """What stands, as a browser would send it."""
    return _as_sent(bound, bound.initial)


def _as_sent(bound: BoundField, value: Any) -> str | list[str]:
    widget, value = bound.field.widget, bound.field.prepare_value(value)
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


def _cleaned(bound: BoundField) -> str | list[str]:
    """What was typed, as it would stand once it is saved; as it is where it cannot be read."""
    typed = _typed(bound)
    try:
        return _as_sent(bound, bound.field.to_python(typed)) if isinstance(typed, str) else typed
    except forms.ValidationError:
        return typed


def _mark(value: str | list[str]) -> str:
    """Short, and the same for what a browser changes by itself: its line ends, blanks around, an order of boxes."""
    text = "\n".join(sorted(value)) if isinstance(value, list) else value
    return blake2b("\n".join(text.split()).encode(), digest_size=6).hexdigest()


def _changed(bound: BoundField) -> forms.ValidationError:
    """What stands, told where it is short and its words differ from hers."""
    now, hers = _words(bound, _standing(bound)), _words(bound, _typed(bound))
    if len(now) > _SHOWN_AT_MOST or now == hers:
        return forms.ValidationError(_TEXT_CHANGED)
    return forms.ValidationError(_FIELD_CHANGED, params={"now": now or "—"})


def _words(bound: BoundField, value: str | list[str]) -> str:
    """A value for people."""
    labels = _labels(getattr(bound.field, "choices", ()))
    values = value if isinstance(value, list) else [value]
    read = richtext.plain if isinstance(bound.field, RichTextField) else str
    return ", ".join(labels.get(one) or read(one) for one in values).strip()


def _labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """What each choice is called, also those that stand in groups."""
    alone = [pair for key, said in choices for pair in (said if isinstance(said, list | tuple) else [(key, said)])]
    return {str(value): str(label) for value, label in alone}

"""The components of every page, as template tags; docs/interface.md shows how each is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from heroicons.templatetags import heroicons

from aceite.faces.ui.fields import as_error
from aceite.faces.ui.parts import PLACE, Entry, Step, Tab, Turns
from aceite.faces.ui.statuses import shown
from aceite.kit.codes import new_nonce
from aceite.kit.sentences import Complaint

register = template.Library()

EVERYWHERE = (
    *("theme", "dialog", "confirm", "toast", "busy", "autosubmit", "copy", "timezone", "shortcuts", "focus"),
    "fresh",
)
SIZES = {"micro": 16, "mini": 20, "solid": 24, "outline": 24}
EXTRA_BESIDE = {"file_list": "upload", "mark": "mark", "money": "money-input"}


@register.simple_tag
def ui_icon(name: str, size: int = 0, kind: str = "mini", label: str = "") -> str:
    """Draw a heroicon as inline SVG; without a `label` it is hidden from screen readers."""
    return _icon(str(name), "micro" if size == 16 else kind, size, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, kind: str, size: int, label: str) -> str:
    draw = getattr(heroicons, f"heroicon_{kind}")
    attrs = {"role": "img", "aria_label": label, "aria_hidden": "false"} if label else {"aria_hidden": "true"}
    svg: str = draw(name, size=size or SIZES[kind], **{"class": "icon"}, **attrs)
    return svg


@register.simple_tag(takes_context=True)
def ui_form_key(context: Context) -> str:
    """Give a form that makes something a key, by which it makes it once however often it is sent."""
    key = context["request"].POST.get("key", "")[:40] or new_nonce()
    return format_html('<input type="hidden" name="key" value="{}">', key)


@register.simple_tag
def ui_script(name: str) -> str:
    """Load one behaviour; a module runs once however often it is named."""
    return format_html('<script type="module" src="{}"></script>', static(f"ui/js/{name}.js"))


@register.simple_tag
def ui_scripts() -> SafeString:
    """Load the behaviours every page has."""
    return _scripts()


@lru_cache(maxsize=1)
def _scripts() -> SafeString:
    return format_html_join("\n    ", "{}", ((ui_script(name),) for name in EVERYWHERE))


@register.simple_tag
def ui_complaint(complaint: Complaint) -> str:
    """Say what a tool complains of, in the reader's language."""
    return " ".join(as_error(complaint).messages)


@register.inclusion_tag("ui/parts/button.html")
def ui_button(label: str, kind: str = "secondary", icon: str = "", href: str = "", **more: Any) -> dict[str, Any]:
    """Draw a submit button, or a link of the same look when `href` is given."""
    return {"label": label, "kind": kind, "icon": icon, "href": href, "type": "submit", **more}


@register.inclusion_tag("ui/parts/field.html")
def ui_field(field: BoundField, **more: Any) -> dict[str, Any]:
    """Draw a field whole: label, hint, control, and its errors beside it."""
    widget = field.field.widget
    kind = getattr(widget, "ui_kind", "") or {"checkbox": "check"}.get(field.widget_type, "")
    if not kind and field.use_fieldset:
        kind = "choices"
    control = kind if kind in {"check", "choices", "file_list", "mark"} else "control"
    return {
        "field": field,
        "kind": kind or field.widget_type,
        "control": f"ui/parts/{control}.html",
        "script": EXTRA_BESIDE.get(kind, ""),
        "optional": not field.field.required and control != "check",
        "prefix": getattr(widget, "prefix", ""),
        "suffix": getattr(widget, "suffix", ""),
        **more,
    }


@register.inclusion_tag("ui/parts/fields.html")
def ui_fields(form: BaseForm) -> dict[str, Any]:
    """Draw every field of a form in its order."""
    return {"form": form}


@register.inclusion_tag("ui/parts/errors.html")
def ui_errors(*sources: "BaseForm | BaseFormSet[Any] | list[BaseForm]") -> dict[str, Any]:
    """Say at the top what is wrong, with a link to each field; silent when nothing is.

    What a form carries stands here too, unseen.
    """
    forms = [form for source in sources for form in ([source] if isinstance(source, BaseForm) else source)]
    general = [error for source in sources for error in _general(source)]
    general += dict.fromkeys(error for form in forms for error in _unseen(form))
    # The words beside a box may be a whole sentence: its full stop gives way to the colon.
    seen = [field for form in forms for field in form.visible_fields()]
    fields = [(field, _label(field), error) for field in seen for error in field.errors]
    carried = [pair for form in forms for pair in getattr(form, "carried", {}).items()]
    return {"general": general, "fields": fields, "carried": carried}


def _general(source: "BaseForm | BaseFormSet[Any] | list[BaseForm]") -> list[str]:
    if isinstance(source, list):
        return [_named(form, str(error), ": ") for form in source for error in form.non_field_errors()]
    if isinstance(source, BaseFormSet):
        own = [str(error) for error in source.non_form_errors()]
        return own + [str(error) for form in source for error in form.non_field_errors()]
    return [str(error) for error in source.non_field_errors()]


def _unseen(form: BaseForm) -> Iterator[str]:
    """What is wrong with what the page itself carries: nobody typed it, and its name says nothing to people."""
    hidden = {field.name for field in form.hidden_fields()}
    for error in (one for name, found in form.errors.as_data().items() if name in hidden for one in found):
        stale = _("Falta uma parte desta página. Abra-a de novo e tente outra vez.")
        yield stale if error.code == "required" else str(error.messages[0])


def _label(field: BoundField) -> str:
    label = str(field.label).rstrip(".")
    inside = label if label.isupper() else label[:1].lower() + label[1:]
    return _named(field.form, inside, ", ") if getattr(field.form, "called", "") else label


def _named(form: BaseForm, words: str, joint: str) -> str:
    called = getattr(form, "called", "")
    return f"{called}{joint}{words}" if called else words


@register.inclusion_tag("ui/parts/status.html")
def ui_status(state: object, label: str = "", tone: str = "") -> dict[str, Any]:
    """Show a state as a word with a dot."""
    found = shown(state)
    return {"label": label or found.label, "tone": tone or found.tone}


@register.inclusion_tag("ui/parts/notice.html")
def ui_notice(tone: str, text: str, title: str = "") -> dict[str, Any]:
    """Show a quiet box with something worth knowing; tones as in parts.Tone."""
    icons = {"success": "check-circle", "warning": "exclamation-triangle", "danger": "exclamation-circle"}
    return {"tone": tone, "text": text, "title": title, "icon": icons.get(tone, "information-circle")}


@register.inclusion_tag("ui/parts/empty.html")
def ui_empty(title: str, **more: Any) -> dict[str, Any]:
    """Say that nothing is here yet and what to do first (`text`, `href`, `action`, `icon`)."""
    return {"title": title, "icon": "inbox", **more}


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def ui_pages(context: Context, page: "Page[Any]", name: str = "pagina") -> dict[str, Any]:
    """Walk through pages, keeping the rest of the address."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(around), "name": name, "request": context["request"]}


@register.inclusion_tag("ui/parts/turns.html", takes_context=True)
def ui_turns(context: Context, turns: Turns) -> dict[str, Any]:
    """Turn the pages of a list that may be very long, keeping the rest of the address."""
    return {"turns": turns, "name": PLACE, "request": context["request"]}


@register.inclusion_tag("ui/parts/sort.html", takes_context=True)
def ui_sort(context: Context, key: str, label: str, name: str = "ordem") -> dict[str, Any]:
    """Make a table's head sort by `key`, keeping the rest of the address."""
    current = context["request"].GET.get(name, "")
    href = _query(context, {name: f"-{key}" if current == key else key, "pagina": None, PLACE: None})
    return {"label": label, "direction": _direction(current, key), "href": href}


@register.simple_tag(takes_context=True)
def ui_query(context: Context, name: str, value: object) -> str:
    """Give the address's query with one value changed."""
    return _query(context, {name: value})


def _query(context: Context, changes: Mapping[str, object]) -> str:
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    address: str = query.urlencode()
    return f"?{address}"


def _direction(current: str, key: str) -> str:
    return {key: "ascending", f"-{key}": "descending"}.get(current, "")


@register.simple_tag(takes_context=True)
def ui_aria_sort(context: Context, key: str, name: str = "ordem") -> str:
    """Say in the `<th>` which way the table is sorted."""
    direction = _direction(context["request"].GET.get(name, ""), key)
    return format_html('aria-sort="{}"', direction) if direction else ""


@register.inclusion_tag("ui/parts/timeline.html")
def ui_timeline(entries: Iterable[Entry]) -> dict[str, Any]:
    """Tell what happened, in the order given."""
    return {"entries": list(entries)}


@register.inclusion_tag("ui/parts/steps.html")
def ui_steps(steps: Sequence[Step]) -> dict[str, Any]:
    """Show the way: what is done (by whom, when), what is next, what comes later."""
    return {"steps": steps}


@register.inclusion_tag("ui/parts/facts.html")
def ui_facts(facts: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """List labels and values; what is empty is left out."""
    return {"facts": [(label, value) for label, value in facts if value not in (None, "")]}


@register.inclusion_tag("ui/parts/tabs.html")
def ui_tabs(tabs: Sequence[Tab], label: str = "") -> dict[str, Any]:
    """Show several views of the same thing as links."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/parts/progress.html")
def ui_progress(value: int, of: int, label: str) -> dict[str, Any]:
    """Show how far something is, with words."""
    return {"value": value, "of": of, "label": label}


@register.inclusion_tag("ui/parts/copy.html")
def ui_copy(text: str, label: str) -> dict[str, Any]:
    """Offer to copy a text; without JavaScript the text itself stands there to be selected."""
    return {"text": text, "label": label}


@register.simple_tag
def ui_avatar(name: str) -> str:
    """Show a person's initials in a quiet circle."""
    words = str(name).split()
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', initials)


@register.inclusion_tag("ui/parts/back.html")
def ui_back(url: str, label: str) -> dict[str, Any]:
    """Show the way back."""
    return {"url": url, "label": label}

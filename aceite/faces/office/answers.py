"""How a page asks a verb and shows its answer: a refusal stands on the form, and what was typed is kept."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from aceite.core.contracts.merging import braced
from aceite.core.documents.patience import Patience
from aceite.core.people.limits import TooMany
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.forms import Form

Done = TypeVar("Done")


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def key_in(request: HttpRequest) -> str:
    """The key that the form was given by `ui_form_key`; "" without one."""
    return request.POST.get("key", "")[:40]


def attempt(form: OfficeForm, act: Callable[[], Done], *, field: str = "") -> Done | None:
    """Calls the verb; its refusal becomes an error of the form and the answer None.

    The error stands beside the field the refusal names, else beside `field`, else above the form.
    """
    try:
        return act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        named = getattr(refusal, "field", "") or field
        form.refusal = refusal
        form.add_error(named if named in form.fields else None, str(refusal.sentence))
        return None


def accepted(form: OfficeForm, act: Callable[[], object], *, field: str = "") -> bool:
    """Like `attempt`, for verbs whose answer is not needed: whether it happened."""
    return attempt(form, lambda: (act(), True), field=field) is not None


def take_files(form: OfficeForm, field: str, take: Callable[..., object]) -> int:
    """Hands each file of a list to a verb with its `name` and the `seconds` left for all; returns how many it took.

    Those it takes stay whatever happens to the others; its refusals stand beside the field.
    """
    patience = Patience()
    return sum(
        accepted(form, partial(take, page.file.read(), name=page.file.name or "", seconds=patience.left), field=field)
        for page in form.cleaned_data[field]
    )


def done(request: HttpRequest, act: Callable[[], object], words: str) -> bool:
    """Calls a verb that has no form: success and refusal are both told on the next page."""
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return False
    messages.success(request, words)
    return True


def tell_unknown(request: HttpRequest, names: Sequence[str]) -> None:
    """Says on the next page which fields of a text that was saved do not exist."""
    if names:
        words = _("Estes campos não existem, e nada é enviado com eles: %(names)s. Corrija-os no texto.")
        messages.warning(request, words % {"names": ", ".join(braced(name) for name in names)})


def form_page(request: HttpRequest, template: str, form: OfficeForm, /, **more: Any) -> HttpResponse:
    """The page with its form; 422 when something in it was refused, 429 when it was tried too often."""
    return forms_page(request, template, form, (), **more)


def forms_page(
    request: HttpRequest, template: str, form: OfficeForm, others: Sequence[Form], /, **more: Any
) -> HttpResponse:
    """The same where others stand beside the form: 422 also when something in one of them was refused."""
    refused = 429 if isinstance(form.refusal, TooMany) else 422
    wrong = any(one.errors for one in (form, *others))
    return render(request, template, {"form": form, **more}, status=refused if wrong else 200)

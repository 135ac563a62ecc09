"""The style guide at /ui/, served in the demo, in development and in tests only."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aceite.faces.ui import guide
from aceite.faces.ui.brand import brand_view
from aceite.faces.ui.colour import DEFAULT_ACCENT


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in the office's shell; `?erros` shows the form refused."""
    form = guide.Everything(guide.WRONG) if "erros" in request.GET else guide.Everything(initial=guide.INITIAL)
    context = {
        "shell": guide.office_shell(request.path),
        "form": form,
        "steps": guide.STEPS,
        "entries": guide.ENTRIES,
        "tabs": guide.TABS,
        "facts": guide.FACTS,
        "states": guide.STATES,
        "link": guide.LINK,
        "when": guide.WHEN,
    }
    return render(request, "ui/guide/components.html", context)


@require_safe
def sales(request: HttpRequest) -> HttpResponse:
    """A dense list in the office's shell; `?vazio` shows it without rows."""
    rows = () if "vazio" in request.GET else guide.SALES * 20
    page = Paginator(rows, 12).get_page(request.GET.get("pagina"))
    return render(request, "ui/guide/list.html", {"shell": guide.office_shell(request.path), "page": page})


@require_safe
def proposal(request: HttpRequest) -> HttpResponse:
    """One decision in the panel's shell."""
    context = {
        "shell": guide.panel_shell(request.path),
        "title": guide.LONG,
        "items": guide.ITEMS,
        "instalments": guide.INSTALMENTS,
        "steps": guide.STEPS,
        "until": guide.WHEN,
        "seller": guide.FACTS,
    }
    return render(request, "ui/guide/proposal.html", context)


@require_safe
def entering(request: HttpRequest) -> HttpResponse:
    """The narrow shell of one decision."""
    return render(request, "ui/guide/entering.html", {"shell": guide.panel_shell(request.path)})


def _brand_colour(request: HttpRequest) -> str:
    return f"#{request.GET.get('cor') or DEFAULT_ACCENT.removeprefix('#')}"


brand = brand_view(_brand_colour)

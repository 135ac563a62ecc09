"""All settings in one place, each with a sentence on what it changes, and a search among them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.directory import SETTINGS, Section, open_to
from aceite.faces.office.listing import sought
from aceite.faces.office.places import place
from aceite.kit.text import needles, searchable


@require_safe
@office("sale.see")
def index(request: OfficeRequest) -> HttpResponse:
    """What this member may set, section by section; with `?q=` only what holds the words."""
    text = sought(request)
    sections = [(section.title, _shown(request, section, text)) for section in SETTINGS]
    context = {"sections": [pair for pair in sections if pair[1]], "text": text}
    return render(request, "office/settings.html", context)


def _shown(request: OfficeRequest, section: Section, text: str) -> list[dict[str, object]]:
    wanted = needles(text)
    # A section that is named so is shown whole.
    named = all(needle in searchable(str(section.title)) for needle in wanted)
    entries = [entry for entry in open_to(request.scope, section.entries) if named or entry.answers(wanted)]
    return [{"entry": entry, "url": place(request, entry.name)} for entry in entries]

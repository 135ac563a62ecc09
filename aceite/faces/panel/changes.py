"""What changed since the version somebody saw: a card, a page of its own, and *li as mudanças*."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.change_telling import in_brief, told
from aceite.core.sales.changes_reading import (
    last_seen,
    last_sent,
    must_be_read,
    only_chosen,
    read_changes,
)
from aceite.core.sales.comparing import Comparison, compare
from aceite.core.sales.models import ChangesRead
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, Scope, panel
from aceite.faces.panel.frozen import Kept
from aceite.faces.panel.next_step import Next
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.panel.refusing import told as said
from aceite.faces.panel.way import Way

# In each process alone, and for an hour: the names in it must not outlive those of the sale.
DRAWN: Final = Kept(seconds=3600)


@dataclass(frozen=True)
class Changed:
    """The card: since which version, the last one sent before this, the few sentences, whether she read it all."""

    since: ProposalVersion
    last: ProposalVersion
    summary: SafeString
    chosen: bool
    read: bool


def changed_of(scope: Scope, sale: Shown) -> Changed | None:
    """The card of a version that waits for an answer, for whoever saw an earlier one; of a first version nothing is
    asked."""
    if scope.is_preview or not sale.is_open or (since := last_seen(sale.version, scope.person)) is None:
        return None
    last = last_sent(sale.version) or since
    summary = _drawn(_CARD, since, sale, prices=scope.sees_prices)
    return Changed(since, last, summary, only_chosen(since, sale.version), _read_by(scope, sale) is not None)


def begins_with_changes(scope: Scope, sale: Shown, walked: Way) -> Way:
    """The way, beginning with what changed where the company asks for it and the next step is hers."""
    if not (sale.is_open and walked.next.primary and walked.next.url) or not asked(scope, sale):
        return walked
    words = _("Esta versão mudou desde a que você viu. Comece pelo que mudou.")
    first = Next(words, _("Ver o que mudou"), scope.url("changes", sale.number), "document-magnifying-glass")
    return replace(walked, next=first)


def asked(scope: Scope, sale: Shown) -> bool:
    """Whether this visitor has to say that she read the changes before she signs or approves."""
    if scope.is_preview or not sale.is_open:
        return False
    return must_be_read(sale.version, scope.person, scope.company)


def sent_to_changes(request: PanelRequest, sale: Shown) -> HttpResponse | None:
    """Where an act begins for whoever still has to read the changes; nothing was lost, for nothing was typed yet."""
    if not asked(request.scope, sale):
        return None
    messages.info(request, _("Antes, veja o que mudou desde a versão que você viu."))
    return redirect(request.scope.url("changes", sale.number))


@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def changes(request: PanelRequest, number: str) -> HttpResponse:
    """All that changed since the version she saw last, or since the one asked for; a click says that she read it."""
    sale = shown(request.scope, number, at=timezone.now())
    if request.method == "POST":
        return _read(request, sale)
    scope = request.scope
    earlier = [one for one in scope.versions.filter(proposal=sale.proposal) if one.version < sale.version.version]
    seen = last_seen(sale.version, scope.person)
    since = _since(request, earlier, seen)
    read = _read_by(scope, sale)
    context = {
        "sale": sale,
        "since": since,
        "seen": seen,
        "others": earlier if len(earlier) > 1 else [],
        "chosen": only_chosen(since, sale.version),
        "body": _drawn(_BODY, since, sale, prices=scope.sees_prices),
        "read": read,
        "may_tell": seen is not None and read is None and sale.is_open,
        "asked": asked(scope, sale),
    }
    return render(request, "panel/changes.html", context)


def _since(request: PanelRequest, earlier: list[ProposalVersion], seen: ProposalVersion | None) -> ProposalVersion:
    typed = request.GET.get("desde", "")
    wanted = typed or str(seen.version if seen else "")
    found = next((one for one in earlier if not wanted or str(one.version) == wanted), None)
    if found is None:
        raise Http404
    return found


def _read(request: PanelRequest, sale: Shown) -> HttpResponse:
    typed = request.POST.get("version", "")
    try:
        read_changes(
            sale.proposal,
            version=int(typed[:5]) if typed.isdecimal() else 0,
            by=request.scope.person,
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Leitura registrada. Agora é seguir com a proposta."))
    return redirect(request.scope.url("proposal", sale.number))


def _read_by(scope: Scope, sale: Shown) -> ChangesRead | None:
    return sale.version.changes_read.filter(panel_user=scope.person).first()


def _in_brief(comparison: Comparison, prices: bool) -> dict[str, Any]:
    brief = in_brief(comparison, prices=prices)
    return {"first": brief.first, "changed": brief.changed, "withheld": brief.withheld}


def _in_full(comparison: Comparison, prices: bool) -> dict[str, Any]:
    return {"told": told(comparison, prices=prices)}


# A template, and what it is given.
_Part = tuple[str, Callable[[Comparison, bool], dict[str, Any]]]
_CARD: Final[_Part] = ("panel/parts/changes_card.html", _in_brief)
_BODY: Final[_Part] = ("panel/parts/changes_body.html", _in_full)


def _drawn(part: _Part, since: ProposalVersion, sale: Shown, *, prices: bool) -> SafeString:
    """Both versions are frozen, so that what is drawn of them is drawn once."""

    template, say = part

    def draw() -> SafeString:
        return render_to_string(template, say(compare(since, sale.version, at=sale.at), prices))

    marks = f"{since.bundle_sha256}/{sale.version.bundle_sha256}"
    return DRAWN.get(f"{template}/{marks}/{prices}/{translation.get_language()}", draw)

"""Saving a view of the list of sales, sharing it, opening the list with it, and letting it go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.people.models import Member
from aceite.core.sales.saved_views import DefaultView, SavedView, ViewAudience
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit, fit_text

LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 1000
# More would be a list of their own.
MOST: Final = 50


@dataclass(frozen=True)
class ViewData:
    """How a view is called, what the list's address asks for (without `?` and the place in the list), who sees it."""

    name: str
    query: str
    audience: str = ViewAudience.OWN


def save_view(view: SavedView | None, data: ViewData, *, by: Member, at: datetime) -> SavedView:
    """Saves a new view (None), or another content under the old one. Raises NotAllowed, Unfit."""
    _refuse(view, by)
    name = _fit(data, by, view)
    saved = view or SavedView(company_id=by.company_id, member=by)
    saved.name, saved.query, saved.audience, saved.saved_at = name, data.query, data.audience, at
    try:
        with transaction.atomic():
            saved.save()
            record("view.saved", by=by, at=at, data={"view": saved.pk, "audience": saved.audience})
    except IntegrityError:
        # Another window was quicker with the same name.
        raise Unfit("name", _("Já existe uma visão com este nome.")) from None
    return saved


def remove_view(view: SavedView, *, by: Member, at: datetime) -> None:
    """Takes it away from everybody who saw it. Twice is harmless. Raises NotAllowed."""
    _refuse(view, by)
    with transaction.atomic():
        if SavedView.objects.filter(pk=view.pk).delete()[0]:
            record("view.removed", by=by, at=at, data={"view": view.pk})


def open_with(view: SavedView | None, *, by: Member) -> None:
    """From now on the list opens with this view for her; with all sales when it is None. Raises NotAllowed.

    Her own habit and nobody else's matter: the trail does not speak of it.
    """
    if not by.may("view.save") or (view is not None and not SavedView.objects.seen_by(by).filter(pk=view.pk).exists()):
        raise NotAllowed
    if view is None:
        DefaultView.objects.filter(company_id=by.company_id, member=by).delete()
    else:
        DefaultView.objects.update_or_create(company_id=by.company_id, member=by, defaults={"view": view})


def may_change(view: SavedView, by: Member) -> bool:
    """Whether this member may change or remove it: her own, and as a manager what is shared."""
    if view.company_id != by.company_id or not by.may("view.save"):
        return False
    return view.member_id == by.pk or (view.audience != ViewAudience.OWN and by.may("view.share"))


def _refuse(view: SavedView | None, by: Member) -> None:
    if not by.may("view.save") or (view is not None and not may_change(view, by)):
        raise NotAllowed


def _fit(data: ViewData, by: Member, view: SavedView | None) -> str:
    name = fit_text("name", data.name, longest=LONGEST_NAME, empty=_("Dê um nome à visão."))
    if len(data.query) > LONGEST_QUERY or data.audience not in ViewAudience.values:
        raise Unfit("", _("Esta visão pede coisas demais. Tire algum filtro."))
    kept = view.audience if view else ViewAudience.OWN
    if data.audience != kept and not by.may("view.share"):
        raise Unfit("audience", _("Só gerentes compartilham visões com a equipe."))
    owner = view.member_id if view else by.pk
    own = SavedView.objects.filter(company_id=by.company_id, member_id=owner)
    others = own.exclude(pk=view.pk) if view else own
    if others.filter(name=name).exists():
        raise Unfit("name", _("Já existe uma visão com este nome."))
    if view is None and others.count() >= MOST:
        raise Unfit("", _("São %(most)s visões no máximo. Remova uma antes.") % {"most": MOST})
    return name

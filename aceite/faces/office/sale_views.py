"""Saved views of the list of sales: saving what the address asks for, sharing it, opening the list with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.sales.saved_views import SavedView
from aceite.core.sales.view_saving import ViewData, may_change, open_with, remove_view, save_view
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, typed
from aceite.faces.office.forms.sale_views import ViewForm
from aceite.faces.office.places import place
from aceite.faces.office.sale_filters import kept_query


@dataclass(frozen=True)
class ViewLink:
    """A view as the list offers it."""

    name: str
    url: str
    current: bool
    shared: bool


@dataclass(frozen=True)
class Views:
    """The views one may open here, the one that is open, and whether the address asks for something else by now."""

    links: list[ViewLink]
    current: SavedView | None
    opens: bool
    differs: bool
    may_change: bool
    saved_url: str
    query: str


def views_of(request: OfficeRequest) -> Views:
    """For the list's page."""
    scope = request.scope
    rows = list(scope.views.seen_by(scope.member).in_house_order())
    asked, query = request.GET.get("visao", ""), kept_query(request.GET)
    current = next((view for view in rows if str(view.pk) == asked), None)
    opens = current is not None and scope.default_views.filter(view=current).exists()
    return Views(
        links=[
            ViewLink(view.name, view_url(request, view), view is current, view.member_id != scope.member.pk)
            for view in rows
        ],
        current=current,
        opens=opens,
        differs=current is not None and current.query != query,
        may_change=current is not None and may_change(current, scope.member),
        saved_url=view_url(request, current) if current else "",
        query=query,
    )


def opening(request: OfficeRequest) -> str:
    """Where the list goes when its address asks for nothing, or for nothing but a view; "" where it stays."""
    asked = request.GET.get("visao", "")
    if not request.GET:
        default = request.scope.default_views.select_related("view").first()
        seen = default and request.scope.views.seen_by(request.scope.member).filter(pk=default.view_id).exists()
        return view_url(request, default.view) if default and seen else ""
    if set(request.GET) == {"visao"} and asked.isdecimal() and len(asked) < 18:
        view = request.scope.views.seen_by(request.scope.member).filter(pk=asked).first()
        return view_url(request, view) if view and view.query else ""
    return ""


def view_url(request: OfficeRequest, view: SavedView) -> str:
    """The list as the view shows it; its address holds all of it."""
    more = f"&{view.query}" if view.query else ""
    return f"{place(request, 'sales')}?visao={view.pk}{more}"


@require_http_methods(["GET", "HEAD", "POST"])
@office("view.save")
def new_view(request: OfficeRequest) -> HttpResponse:
    """Save what the list shows now under a name of one's own."""
    scope = request.scope
    form = ViewForm(typed(request), may_share=scope.may("view.share"))
    if form.is_valid():
        data = ViewData(form.cleaned_data["name"], kept_query(request.GET), form.cleaned_data["audience"])
        view = attempt(form, lambda: save_view(None, data, by=scope.member, at=timezone.now()))
        if view:
            return _saved(request, view, form)
    back = place(request, "sales")
    return form_page(request, "office/sales/view.html", form, back_url=back, title=_("Salvar visão"), view=None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("view.save")
def edit_view(request: OfficeRequest, pk: int) -> HttpResponse:
    """Another name or audience, or what the list shows now in place of what was saved."""
    scope, view = request.scope, _view(request, pk)
    query = kept_query(request.GET)
    differs = bool(request.GET) and query != view.query
    opens = scope.default_views.filter(view=view).exists()
    form = ViewForm(
        typed(request), may_share=scope.may("view.share"), differs=differs,
        initial={"name": view.name, "audience": view.audience, "opens": opens, "renew": True},
    )  # fmt: skip
    if form.is_valid():
        kept = query if differs and form.cleaned_data["renew"] else view.query
        data = ViewData(form.cleaned_data["name"], kept, form.cleaned_data.get("audience") or view.audience)
        if attempt(form, lambda: save_view(view, data, by=scope.member, at=timezone.now())):
            return _saved(request, view, form)
    back = view_url(request, view)
    return form_page(request, "office/sales/view.html", form, back_url=back, title=_("Editar visão"), view=view)


@require_POST
@office("view.save")
def remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a view away."""
    view = _view(request, pk)
    done(request, lambda: remove_view(view, by=request.scope.member, at=timezone.now()), _("Visão removida."))
    return HttpResponseRedirect(f"{place(request, 'sales')}?visao=0")


@require_POST
@office("view.save")
def open_first(request: OfficeRequest, pk: int) -> HttpResponse:
    """Open the list with this view from now on, or with it no more."""
    view = found(request.scope.views.seen_by(request.scope.member), pk)
    already = request.scope.default_views.filter(view=view).exists()
    words = _("A lista abre com todas as vendas.") if already else _("A lista abre com esta visão.")
    done(request, lambda: open_with(None if already else view, by=request.scope.member), words)
    return HttpResponseRedirect(view_url(request, view))


def _view(request: OfficeRequest, pk: int) -> SavedView:
    view = found(request.scope.views.seen_by(request.scope.member), pk)
    if not may_change(view, request.scope.member):
        raise Http404
    return view


def _saved(request: OfficeRequest, view: SavedView, form: ViewForm) -> HttpResponse:
    first = request.scope.default_views.filter(view=view).exists()
    if form.cleaned_data["opens"] != first:
        open_with(view if form.cleaned_data["opens"] else None, by=request.scope.member)
    messages.success(request, _("Visão salva."))
    return HttpResponseRedirect(view_url(request, view))

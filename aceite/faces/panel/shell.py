"""Everything around the panel's pages: whose house it is, where one can go, who is looking."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.customers.models import PanelUser
from aceite.faces.panel.access import Scope
from aceite.faces.panel.helping import page_help
from aceite.faces.ui.brand import brand_version
from aceite.faces.ui.shell import App, NavItem, Shell, nav
from aceite.kit.hashing import tagged_sha256


def shell(request: HttpRequest) -> dict[str, Shell | NavItem]:
    """Context processor: the way to the help from any page of the panel, and the shell of a request that came through
    its door; nothing for any other."""
    scope, about = getattr(request, "scope", None), page_help(request)
    around: dict[str, Shell | NavItem] = {"page_help": about} if about else {}
    return around | ({"shell": panel_shell(request, scope)} if isinstance(scope, Scope) else {})


def panel_shell(request: HttpRequest, scope: Scope) -> Shell:
    """The panel's shell for this visitor; it asks the database nothing."""
    company = scope.company
    if not isinstance(scope.visitor, PanelUser):
        return _bare(company, scope.home_url)
    found = nav(request.path, _places(scope))
    return Shell(
        company=company.trade_name,
        home_url=scope.home_url,
        brand_url=brand_url(company),
        logo_url=logo_url(company),
        nav=tuple(replace(item, current=_is_here(item, request.path, scope.home_url)) for item in found),
        user_name=scope.visitor.name,
        user_detail=str(scope.customer),
        user_links=_own(scope),
        sign_out_url=scope.url("leave"),
        drafts_of=str(scope.visitor.pk),
        app=_app(company),
    )


def outside_shell(company: Company) -> Shell:
    """The shell of pages before entering."""
    return replace(_bare(company, reverse("panel:home", args=[company.slug])), app=_app(company))


def brand_url(company: Company) -> str:
    """The address of the company's stylesheet, new with each new colour."""
    return f"{reverse('panel:brand', args=[company.slug])}?v={brand_version(company.colour)}"


def logo_url(company: Company) -> str:
    """The address of the company's logo, new with each new picture; empty when there is none."""
    if not company.logo_sha256:
        return ""
    return f"{reverse('panel:logo', args=[company.slug])}?v={company.logo_sha256[:8]}"


def initial(company: Company) -> str:
    """The letter that stands for a company without logo; empty when its name has none."""
    return next((letter for letter in company.trade_name.upper() if letter.isalnum()), "")


def icon_mark(company: Company) -> str:
    """A short mark of what the icon shows."""
    return tagged_sha256("aceite.icon.v1", f"{company.colour}/{company.logo_sha256}/{initial(company)}".encode())[:8]


def icon_url(company: Company, size: int) -> str:
    """The address of the company's icon, new with each new look."""
    return f"{reverse('panel:icon', args=[company.slug, size])}?v={icon_mark(company)}"


def _app(company: Company) -> App:
    language = get_language()
    return App(
        manifest_url=f"{reverse('panel:manifest', args=[company.slug])}?l={language}",
        icon_url=icon_url(company, 180),
        worker_url=f"{reverse('panel:worker', args=[company.slug])}?l={language}",
    )


def _bare(company: Company, home_url: str) -> Shell:
    return Shell(
        company=company.trade_name, home_url=home_url, brand_url=brand_url(company), logo_url=logo_url(company)
    )


def _places(scope: Scope) -> list[tuple[str, str, str]]:
    return [
        (_("Início"), "", scope.url("home")),
        (_("Propostas"), "", scope.url("proposals")),
        *([(_("Contratos"), "", scope.url("contracts"))] if scope.company.uses_contracts else []),
        (_("Pedidos"), "", scope.url("orders")),
        (_("Chamados"), "", scope.url("tickets")),
        *([(_("Colegas"), "", scope.url("colleagues"))] if scope.may("colleague.manage") else []),
    ]


def _is_here(item: NavItem, path: str, home: str) -> bool:
    # The home's address begins every other; one is at home only on its own page.
    return item.current and (item.url == path or item.url != home)


def _own(scope: Scope) -> tuple[NavItem, ...]:
    return (
        NavItem(label=_("Minha conta"), url=scope.url("account"), icon="user"),
        NavItem(label=_("Meus recibos"), url=scope.url("receipts"), icon="document-check"),
        NavItem(label=_("Trocar de empresa ou cliente"), url=scope.url("choose"), icon="arrows-right-left"),
        NavItem(label=_("Este não sou eu"), url=scope.url("disown_session"), icon="user-minus"),
    )

"""Everything around the office's pages: where one can go, whose house it is, who is looking."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.faces.office.access import Scope
from aceite.faces.office.directory import PAGES, Entry, every_setting, open_to
from aceite.faces.office.help import help_url
from aceite.faces.ui.brand import brand_version
from aceite.faces.ui.shell import NavItem, Shell, nav


def shell(request: HttpRequest) -> dict[str, Shell | str]:
    """Context processor: shell and `slug` of a request that came through the office's door; nothing for any other."""
    scope = getattr(request, "scope", None)
    if not isinstance(scope, Scope):
        return {}
    return {"shell": office_shell(request, scope), "slug": scope.company.slug}


def office_shell(request: HttpRequest, scope: Scope) -> Shell:
    """The office's shell for this member; it asks the database nothing until a page shows how many notices are new."""
    company, member = scope.company, scope.member
    settings = reverse("office:settings", args=[company.slug])
    return Shell(
        company=company.trade_name,
        home_url=reverse("office:home", args=[company.slug]),
        nav=nav(request.path, _places(scope), [(_url(scope, entry), settings) for entry in every_setting()]),
        above=_above(request.path, scope),
        brand_url=brand_url(company),
        logo_url=logo_url(company),
        help_url=help_url(request, company.slug),
        bell_url=reverse("office:notices", args=[company.slug]),
        bell_count=lambda: scope.notices.unread().count_some(),
        search_url=reverse("office:search", args=[company.slug]),
        suggest_url=reverse("office:suggestions", args=[company.slug]),
        user_name=scope.user.name,
        user_detail=member.get_role_display(),
        user_links=_own(company),
        sign_out_url=reverse("office:leave"),
        drafts_of=f"equipe-{member.pk}",
    )


def outer_shell(company: Company) -> Shell:
    """The shell for somebody who has not entered yet: whose house it is, and nothing else."""
    home = reverse("office:home", args=[company.slug])
    return Shell(company=company.trade_name, home_url=home, brand_url=brand_url(company), logo_url=logo_url(company))


def brand_url(company: Company) -> str:
    """The address of the company's stylesheet, new with each new colour."""
    return f"{reverse('office:brand', args=[company.slug])}?v={brand_version(company.colour)}"


def logo_url(company: Company) -> str:
    """The address of the company's logo, new with each new picture; empty when there is none."""
    if not company.logo_sha256:
        return ""
    return f"{reverse('office:logo', args=[company.slug])}?v={company.logo_sha256[:8]}"


def _places(scope: Scope) -> list[tuple[str, str, str]]:
    shown = [entry for entry in open_to(scope, PAGES) if entry.nav]
    return [(str(entry.label), entry.icon, _url(scope, entry)) for entry in shown]


def _above(path: str, scope: Scope) -> NavItem | None:
    if not any(path == _url(scope, entry) and not entry.leads_back for entry in every_setting()):
        return None
    return NavItem(label=_("Configurações"), url=reverse("office:settings", args=[scope.company.slug]))


def _url(scope: Scope, entry: Entry) -> str:
    return reverse(f"office:{entry.name}", args=[scope.company.slug])


def _own(company: Company) -> tuple[NavItem, ...]:
    return (
        NavItem(label=_("Minha conta"), url=reverse("office:account", args=[company.slug]), icon="user"),
        NavItem(label=_("Trocar de empresa"), url=reverse("office:companies"), icon="arrows-right-left"),
    )

"""Groups of customers, which price lists are for."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.customers.grouping import remove_group, save_group
from aceite.core.customers.models import CustomerGroup
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.prices import GroupForm
from aceite.faces.office.places import go


@require_http_methods(["GET", "HEAD", "POST"])
@office("customer.see", change="price.set")
def groups(request: OfficeRequest) -> HttpResponse:
    """The groups; POST makes one more."""
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("price.set")
def group(request: OfficeRequest, pk: int) -> HttpResponse:
    """Another name for a group."""
    return _page(request, found(request.scope.customer_groups, pk))


@require_POST
@office("price.set")
def removal(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes a group away."""
    one = found(request.scope.customer_groups, pk)
    words = _("Grupo removido. Os clientes dele continuam cadastrados.")
    done(request, lambda: remove_group(one, by=request.scope.member, at=timezone.now()), words)
    return go(request, "customer_groups")


def _page(request: OfficeRequest, named: CustomerGroup | None) -> HttpResponse:
    scope = request.scope
    form = GroupForm(typed(request), initial={"name": named.name} if named else {})
    if form.is_valid():
        name, at = form.cleaned_data["name"], timezone.now()
        if accepted(form, lambda: save_group(named, name, company=scope.company, by=scope.member, at=at), field="name"):
            messages.success(request, _("Grupo salvo. Escolha-o no cadastro de cada cliente."))
            return go(request, "customer_groups")
    known = scope.customer_groups.with_counts()
    return form_page(
        request, "office/customers/groups.html", form, groups=known, named=named, may_set=scope.may("price.set")
    )

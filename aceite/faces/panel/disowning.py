"""*Este não sou eu*: on an invitation, at the code, and inside. Asked for once more, then told to the vendor.

What comes afterwards is the entrance: it tells nobody whose invitation, address or session it was.
"""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.disowning import disown_entering, disown_invitation, disown_session
from aceite.core.customers.invitations import open_invitation
from aceite.core.people.invitations import InvitationState
from aceite.core.people.limits import TooMany
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, company_by_slug, panel
from aceite.faces.panel.entering import ENTERING
from aceite.faces.panel.leaving import leave_device, note_left
from aceite.faces.panel.onward import with_onward
from aceite.faces.panel.shell import outside_shell
from aceite.faces.ui.origin import origin_of


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, company: str, token: str) -> HttpResponse:
    """The link came to the wrong person: its button makes it open nothing, looking at the page does not."""
    here = company_by_slug(company)
    with scoped(here.pk):
        try:
            opened = open_invitation(token, company_id=here.pk, at=timezone.now())
            if opened.state not in {InvitationState.OPEN, InvitationState.EXPIRED}:
                raise Http404
            if request.method != "POST":
                context = {"company": here, "shell": outside_shell(here), "mailed": opened.proves_mailbox}
                return render(request, "panel/disown_invitation.html", context)
            disown_invitation(opened, at=timezone.now())
        except Refusal as refusal:
            raise Http404 from refusal
    return _out(request, here, _("Obrigado por avisar. O convite não vale mais, e a empresa vai corrigir o endereço."))


@require_POST
def entering(request: HttpRequest, company: str) -> HttpResponse:
    """Not the owner of the address that a code was asked for here: it is forgotten on this device."""
    here = company_by_slug(company)
    email = request.session.pop(ENTERING, "")
    if email:
        # Caught inside: on PostgreSQL the counted try must outlive the refusal, and the answer is the same.
        with everywhere(Door.SIGN_IN), suppress(TooMany):
            disown_entering(email, company_id=here.pk, origin=origin_of(request), at=timezone.now())
    note_left(request)
    messages.success(request, _("O endereço foi esquecido neste aparelho. Entre com o seu e-mail."))
    return redirect(with_onward(reverse("panel:enter", args=[here.slug]), request, here))


@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def session(request: PanelRequest) -> HttpResponse:
    """Somebody else's panel stands open here: its button ends the session."""
    scope = request.scope
    if request.method != "POST":
        return render(request, "panel/disown_session.html", {"person": scope.person})
    disown_session(scope.person, at=timezone.now())
    return _out(request, scope.company, _("Obrigado por avisar. A sessão foi encerrada neste aparelho."))


def _out(request: HttpRequest, here: Company, words: str) -> HttpResponse:
    answer = leave_device(request, redirect("panel:enter", here.slug))
    messages.success(request, words)
    return answer

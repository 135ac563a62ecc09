"""A binding act needs a session that proved its mailbox in the last 12 hours.

An older one proves it anew by a code, on the same page and with everything typed kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.people.codes import CodeRefusal, ask_for_code, check_code, is_open, newest_code
from aceite.core.people.limits import TooMany
from aceite.core.people.models import CodePurpose, OneTimeCode
from aceite.faces.panel.access import PanelRequest
from aceite.faces.panel.forms.signing import ProvingForm
from aceite.faces.panel.masking import masked_email
from aceite.faces.ui.sessions import mark_proved, proved_recently


@dataclass(frozen=True)
class Proof:
    """What the page says about proving: nothing, an offer to mail a code, or the field for it."""

    needed: bool
    code_sent: bool = False
    address: str = ""


def proof(
    request: PanelRequest, bundle_sha256: str, *, at: datetime, enough: Callable[..., bool] = proved_recently
) -> Proof:
    """Where this session stands; reloading the page keeps the field of a code that was asked for.

    `enough` asks the session: a binding act takes mailbox or passkey, a new passkey the mailbox alone.
    """
    if enough(request, at=at):
        return Proof(needed=False)
    return Proof(True, _open_code(request, bundle_sha256, at) is not None, masked_email(request.scope.person.email))


def prove(
    request: PanelRequest,
    form: ProvingForm,
    bundle_sha256: str,
    *,
    at: datetime,
    enough: Callable[..., bool] = proved_recently,
) -> bool:
    """Whether the session is proved now; mails a code when asked to, and puts what is wrong into the form."""
    if enough(request, at=at):
        return True
    person = request.scope.person
    try:
        if "send_code" in request.POST or not form.cleaned_data["code"]:
            return _send(request, form, bundle_sha256, at)
        check_code(
            newest_code(purpose=CodePurpose.APPROVAL, subject=f"panel_user/{person.pk}"),
            form.cleaned_data["code"],
            purpose=CodePurpose.APPROVAL,
            subject=f"panel_user/{person.pk}",
            bound_to=bundle_sha256,
            at=at,
        )
    except (CodeRefusal, TooMany) as refusal:
        form.add_error("code", str(refusal))
        return False
    mark_proved(request, at=at)
    return True


def _send(request: PanelRequest, form: ProvingForm, bundle_sha256: str, at: datetime) -> bool:
    person = request.scope.person
    if "send_code" not in request.POST and _open_code(request, bundle_sha256, at) is not None:
        form.add_error("code", _("Digite o código que enviamos para o seu e-mail."))
        return False
    ask_for_code(
        purpose=CodePurpose.APPROVAL,
        subject=f"panel_user/{person.pk}",
        company_id=request.scope.company.pk,
        bound_to=bundle_sha256,
        by=person,
        at=at,
    )
    return False


def _open_code(request: PanelRequest, bundle_sha256: str, at: datetime) -> OneTimeCode | None:
    newest = newest_code(purpose=CodePurpose.APPROVAL, subject=f"panel_user/{request.scope.person.pk}")
    return newest if newest and newest.bound_to == bundle_sha256 and is_open(newest, at) else None

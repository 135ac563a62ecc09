"""A binding act needs a session that proved its person in the last 12 hours.

An older one proves it anew by a code, on the same page and with everything typed kept; so does every session where the
company asks for a code at the act.
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
from aceite.faces.ui.sessions import code_typed_for, mark_code, mark_proved, proved_recently


@dataclass(frozen=True)
class Proof:
    """What the page says about proving: nothing, an offer to mail a code, or the field for it."""

    needed: bool
    code_sent: bool = False
    address: str = ""
    # The company asks for it, and no session is too old.
    anew: bool = False


@dataclass(frozen=True)
class Bound:
    """What a proof is for: the bundle that the code is bound to, and what the mail says it opens.

    `enough` asks the session: a binding act takes mailbox or passkey, a new passkey the mailbox alone. `anew`: a code
    is typed for this very bundle, whatever the session has proved.
    """

    sha256: str
    purpose: CodePurpose = CodePurpose.APPROVAL
    enough: Callable[..., bool] = proved_recently
    anew: bool = False


def proof(request: PanelRequest, bound: Bound, *, at: datetime) -> Proof:
    """Where this session stands; reloading the page keeps the field of a code that was asked for."""
    if _is_proved(request, bound, at):
        return Proof(needed=False)
    sent = _open_code(request, bound, at) is not None
    return Proof(True, sent, masked_email(request.scope.person.email), bound.anew)


def prove(request: PanelRequest, form: ProvingForm, bound: Bound, *, at: datetime) -> bool:
    """Whether the session is proved now; mails a code when asked to, and puts what is wrong into the form."""
    if _is_proved(request, bound, at):
        return True
    subject = _subject(request)
    try:
        if "send_code" in request.POST or not form.cleaned_data["code"]:
            return _send(request, form, bound, at)
        check_code(
            newest_code(purpose=bound.purpose, subject=subject),
            form.cleaned_data["code"],
            purpose=bound.purpose,
            subject=subject,
            bound_to=bound.sha256,
            at=at,
        )
    except (CodeRefusal, TooMany) as refusal:
        form.add_error("code", str(refusal))
        return False
    mark_proved(request, at=at)
    if bound.anew:
        mark_code(request, bound.sha256, at=at)
    return True


def _is_proved(request: PanelRequest, bound: Bound, at: datetime) -> bool:
    return bound.enough(request, at=at) and (not bound.anew or code_typed_for(request, bound.sha256, at=at))


def _send(request: PanelRequest, form: ProvingForm, bound: Bound, at: datetime) -> bool:
    if "send_code" not in request.POST and _open_code(request, bound, at) is not None:
        form.add_error("code", _("Digite o código que enviamos para o seu e-mail."))
        return False
    ask_for_code(
        purpose=bound.purpose,
        subject=_subject(request),
        company_id=request.scope.company.pk,
        bound_to=bound.sha256,
        by=request.scope.person,
        at=at,
    )
    return False


def _open_code(request: PanelRequest, bound: Bound, at: datetime) -> OneTimeCode | None:
    newest = newest_code(purpose=bound.purpose, subject=_subject(request))
    return newest if newest and newest.bound_to == bound.sha256 and is_open(newest, at) else None


def _subject(request: PanelRequest) -> str:
    return f"panel_user/{request.scope.person.pk}"

"""Powers of signature as the customer declares them: they count once the vendor has confirmed, and only then."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUser, SigningPower
from aceite.core.customers.people import lock
from aceite.core.customers.power_papers import keep_paper
from aceite.core.customers.power_states import MOVES, PowerState
from aceite.core.customers.powers import PowerData, drop_powers, fit_power
from aceite.core.documents.storing import keep
from aceite.core.people.models import Member
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit, fit_text
from aceite.kit.states import NotNow

LONGEST_REASON: Final = 400


class NotWaiting(Refusal):
    """The declaration was answered, taken back or replaced meanwhile; nothing was changed."""

    sentence = _("Esta declaração já foi respondida, retirada ou trocada por outra. Veja como está agora.")


class PowerOver(Refusal):
    """Its last day went by while it waited: confirmed, it would take the place of one that holds."""

    sentence = _("O último dia deste poder já passou. Recuse a declaração e peça uma que ainda valha.")


def may_declare(by: Actor, person: PanelUser) -> bool:
    """Whether this actor may say by what right that person signs: she herself, or who administers her colleagues."""
    if not isinstance(by, PanelUser) or by.customer_id != person.customer_id or not by.may("power.declare"):
        return False
    return person.may("contract.sign") and (by.pk == person.pk or by.may("colleague.manage"))


def declare_power(person: PanelUser, data: PowerData, *, by: PanelUser, at: datetime) -> SigningPower:
    """Declares by what right this person signs; it takes the place of what waited before.

    A paper comes with it. What the vendor confirmed earlier counts until he confirms this. Raises NotAllowed, Unfit,
    documents.storing.DiskFull.
    """
    if not may_declare(by, person):
        raise NotAllowed
    values = fit_power(person, data)
    if data.ends_on and data.ends_on < at.astimezone(person.company.tz).date():
        raise Unfit("ends_on", _("Este dia já passou. Declare só poderes que ainda valem."))
    if data.proxy is None:
        raise Unfit("proxy", _("Envie o documento em que isso está escrito."))
    paper = keep_paper(data.proxy.data, kind=data.kind, company_id=person.company_id, at=at)
    with transaction.atomic():
        lock(person)
        waiting = SigningPower.objects.declared().filter(panel_user=person)
        paper = keep(paper, data.proxy.data, at=at, beside=waiting.values_list("proxy", flat=True))
        # A new row: what the vendor was reading is answered no more.
        drop_powers(person, PowerState.DECLARED, at=at, but=paper)
        power = SigningPower.objects.create(
            company_id=person.company_id, panel_user=person, state=PowerState.DECLARED, **values, proxy=paper,
            proxy_name=data.proxy.name[-160:], updated_at=at, declared_by=by, declared_at=at,
        )  # fmt: skip
        _record("power.declared", power, by, at, {"basis": power.basis})
    return power


def withdraw_power(person: PanelUser, *, by: PanelUser, at: datetime) -> None:
    """Takes back what waits for the vendor. Raises NotAllowed; twice is harmless."""
    if not may_declare(by, person):
        raise NotAllowed
    with transaction.atomic():
        lock(person)
        power = SigningPower.objects.declared().filter(panel_user=person).first()
        if power is not None:
            _record("power.withdrawn", power, by, at)
            drop_powers(person, PowerState.DECLARED, at=at)


def confirm_power(power: SigningPower, *, by: Member, at: datetime) -> SigningPower:
    """From now on it counts, for contracts sent from here on. Twice is harmless.

    Raises NotAllowed, NotWaiting, PowerOver.
    """
    with transaction.atomic():
        locked = _answered(power, by, "power.confirm")
        if locked.state == PowerState.CONFIRMED:
            return locked
        if locked.is_over(at.astimezone(by.company.tz).date()):
            raise PowerOver
        drop_powers(locked.panel_user, PowerState.CONFIRMED, at=at)
        drop_powers(locked.panel_user, PowerState.REFUSED, at=at)
        _decide(locked, PowerState.CONFIRMED, by, at)
        _record("power.confirmed", locked, by, at)
    return locked


def refuse_power(power: SigningPower, reason: str, *, by: Member, at: datetime) -> SigningPower:
    """It does not count, and the customer reads why. Raises NotAllowed, Unfit, NotWaiting; twice is harmless."""
    why = fit_text("reason", reason, longest=LONGEST_REASON, empty=_("Diga por quê: o cliente lê este motivo."))
    with transaction.atomic():
        locked = _answered(power, by, "power.refuse")
        if locked.state == PowerState.REFUSED:
            return locked
        drop_powers(locked.panel_user, PowerState.REFUSED, at=at)
        locked.reason = why
        _decide(locked, PowerState.REFUSED, by, at)
        _record("power.refused", locked, by, at, {"reason": why})
    return locked


def _answered(power: SigningPower, by: Member, verb: str) -> SigningPower:
    """The row as it stands, locked with its person's; the same answer a second time finds it answered."""
    if by.company_id != power.company_id or not by.may("panel_user.manage"):
        raise NotAllowed
    lock(power.panel_user)
    locked = SigningPower.objects.select_related("panel_user__customer").filter(pk=power.pk).first()
    if locked is None:
        raise NotWaiting
    state = PowerState(locked.state)
    if state == {"power.confirm": PowerState.CONFIRMED, "power.refuse": PowerState.REFUSED}[verb]:
        return locked
    try:
        MOVES.require(verb, state)
    except NotNow:
        raise NotWaiting from None
    return locked


def _decide(power: SigningPower, state: PowerState, by: Member, at: datetime) -> None:
    power.state, power.decided_by, power.decided_at, power.updated_at = state, by, at, at
    power.save(update_fields=["state", "decided_by", "decided_at", "updated_at", "reason"])


def _record(kind: str, power: SigningPower, by: Actor, at: datetime, personal: dict[str, str] | None = None) -> None:
    person = power.panel_user
    data = {"power": power.pk, "panel_user": person.pk, "customer": person.customer_id, "kind": power.kind}
    told = {"jointly": power.jointly, "declared_by": power.declared_by_id}
    paper = {"proxy_sha256": power.proxy.sha256} if power.proxy else {}
    said = {name: value for name, value in (personal or {}).items() if value}
    record(kind, by=by, at=at, data=data | told | paper, personal=said)

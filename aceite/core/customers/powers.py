"""The register of powers: who binds a customer alone, jointly or by proxy, as the vendor read it in its papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.customers.models import PanelUser, PowerKind, SigningPower
from aceite.core.customers.people import lock
from aceite.core.customers.power_states import PowerState
from aceite.core.customers.signing_powers import PowerTold
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.models import Document
from aceite.core.documents.storing import keep, store
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit, fit_text

LARGEST: Final = 15 * 1024 * 1024
LONGEST_BASIS: Final = 160


@dataclass(frozen=True)
class ProxyFile:
    """A power of attorney, or another paper a power is read in, as it was uploaded."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class PowerData:
    """What the form of a power holds; an empty `kind` takes the note away. `ends_on` is the last day."""

    kind: str
    jointly: Sequence[PanelUser] = ()
    basis: str = ""
    ends_on: date | None = None
    proxy: ProxyFile | None = None


def note_power(person: PanelUser, data: PowerData, *, by: Actor, at: datetime) -> SigningPower | None:
    """Notes by what right this person binds the customer; contracts that were sent keep what was noted then.

    Raises NotAllowed, Unfit, documents.storing.DiskFull. Twice is harmless.
    """
    if by.company_id != person.company_id or not by.may("panel_user.manage"):
        raise NotAllowed
    with transaction.atomic():
        # The person's row, as the note may not be there yet: two who note it first wait for each other.
        lock(person)
        known = SigningPower.objects.confirmed().filter(panel_user=person).first()
        if not data.kind:
            _take_away(known, by=by, at=at)
            return None
        cleaned = fit_power(person, data) | _paper(person, data, known, at)
        power = known or SigningPower(company_id=person.company_id, panel_user=person)
        left = {power.proxy_id} - {None}
        for name, value in cleaned.items():
            setattr(power, name, value)
        power.updated_at, power.told = at, PowerTold.NOTHING
        power.save()
        # What a contract was sent with stays: its signers name the file too.
        let_go(left - {power.proxy_id}, at=at)
        said = {"panel_user": person.pk, "kind": power.kind, "jointly": power.jointly}
        proxy = {"proxy_sha256": power.proxy.sha256} if power.proxy else {}
        record("power.noted", by=by, at=at, data=said | proxy, personal={"basis": power.basis} if power.basis else {})
    return power


def forget_power(person: PanelUser, *, at: datetime) -> None:
    """Takes away all that was noted and declared with its files, for a person whose data are erased."""
    for state in PowerState:
        drop_powers(person, state, at=at)


def drop_powers(person: PanelUser, state: PowerState, *, at: datetime, but: Document | None = None) -> None:
    """Takes away what stands so of this person, with its file unless that is `but`. In the caller's transaction."""
    rows = SigningPower.objects.filter(panel_user=person, state=state)
    left = set(rows.values_list("proxy", flat=True)) - {None, but.pk if but else None}
    rows.delete()
    let_go(left, at=at)


def _take_away(known: SigningPower | None, *, by: Actor, at: datetime) -> None:
    if known is not None:
        drop_powers(known.panel_user, PowerState.CONFIRMED, at=at)
        record("power.removed", by=by, at=at, data={"panel_user": known.panel_user_id})


def fit_power(person: PanelUser, data: PowerData) -> dict[str, object]:
    """What the form says, as it is kept; its paper is looked at apart. Raises Unfit."""
    if data.kind not in PowerKind.values:
        raise Unfit("kind", _("Escolha como a pessoa assina."))
    return {
        "kind": data.kind,
        "jointly": _partners(person, data.jointly) if data.kind == PowerKind.JOINT else [],
        "basis": fit_text("basis", data.basis, longest=LONGEST_BASIS, multiline=False),
        "ends_on": data.ends_on,
    }


def _partners(person: PanelUser, jointly: Sequence[PanelUser]) -> list[int]:
    others = [other for other in jointly if other.pk != person.pk and other.customer_id == person.customer_id]
    if not others:
        raise Unfit("jointly", _("Escolha com quem a pessoa assina em conjunto."))
    unfit = next((other for other in others if not other.may("contract.sign")), None)
    if unfit is not None:
        words = _(
            "%(name)s não pode assinar contratos. Dê esse direito no cadastro do cliente ou escolha outra pessoa."
        )
        raise Unfit("jointly", words % {"name": unfit.name})
    return sorted(other.pk for other in others)


def _paper(person: PanelUser, data: PowerData, known: SigningPower | None, at: datetime) -> dict[str, object]:
    """The paper that comes with the note, or that stood beside one of the same kind."""
    if data.proxy is not None and data.kind == PowerKind.PROXY:
        return {"proxy": _stored(person, data.proxy, known, at), "proxy_name": data.proxy.name[-160:]}
    if known is not None and known.kind == data.kind and known.proxy is not None:
        return {"proxy": known.proxy, "proxy_name": known.proxy_name}
    if data.kind == PowerKind.PROXY:
        raise Unfit("proxy", _("Envie a procuração em PDF."))
    return {"proxy": None, "proxy_name": ""}


def _stored(person: PanelUser, file: ProxyFile, known: SigningPower | None, at: datetime) -> Document:
    """Its file, held together with the one whose place it takes."""
    if not file.data.startswith(b"%PDF-") or len(file.data) > LARGEST:
        raise Unfit("proxy", _("Envie a procuração em PDF, com até 15 MB."))
    document = store(file.data, company_id=person.company_id, content_type="application/pdf", at=at)
    return keep(document, file.data, at=at, beside=[known.proxy_id if known else None])

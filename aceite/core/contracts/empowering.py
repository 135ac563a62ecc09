"""The powers of signature that the vendor noted of a customer's people, put onto the signers of a contract."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.plans import place_of, plan_of, who_of
from aceite.core.contracts.signers import BadSigners
from aceite.core.customers.models import Customer, PowerKind, SigningPower
from aceite.core.documents.holding import with_files

POWER_FIELDS: Final = ("power", "jointly", "power_until", "proxy")
ENDED: Final = gettext_lazy(
    "O poder de assinar já venceu: %(names)s. Atualize os poderes de assinatura no cadastro ou escolha outra pessoa."
)


def hold_proxies(people: Iterable[int]) -> None:
    """Keeps the papers of these people's powers from being let go before the transaction ends.

    For the verbs that copy them onto signers, before they `empower`: who takes a power away meanwhile finds the copy.
    """
    with_files(SigningPower.objects.confirmed().filter(panel_user__in=set(people)), "proxy_id")


def empower(signers: Iterable[Signer], customer: Customer) -> None:
    """Sets on each signer, unsaved, what the register says of her now; what is sent keeps it as it was then."""
    counting = SigningPower.objects.confirmed().of_customer(customer.pk).select_related("proxy")
    powers = {one.panel_user_id: one for one in counting}
    for signer in signers:
        power = powers.get(signer.panel_user_id)
        signer.power = power.kind if power else ""
        signer.jointly = sorted(power.jointly) if power else []
        signer.power_until = end_of(power) if power else None
        signer.proxy = power.proxy if power and power.kind == PowerKind.PROXY else None


def refuse_powerless(contract: Contract, signers: Sequence[Signer], *, at: datetime) -> None:
    """Raises BadSigners when these people could not bind the customer even if all who still can at `at` signed."""
    asks = any(signer.power for signer in signers if signer.role == SignerRole.PARTY)
    able = [signer for signer in signers if not has_ended(signer, at)]
    if signers and not replace(plan_of(contract, able), asks_power=asks).fulfillable:
        raise BadSigners(
            _(
                "Pelos poderes de assinatura do cadastro, quem assina como parte não obriga o cliente. Inclua quem "
                "assina sozinho, a outra pessoa do conjunto ou um procurador."
            )
        )


def refuse_ended(contract: Contract, signers: Sequence[Signer], *, at: datetime) -> None:
    """Raises BadSigners when the contract waited for somebody whose power is over at `at`."""
    ended = [signer for signer in signers if has_ended(signer, at)]
    able = {who_of(signer) for signer in signers if signer not in ended}
    if ended and not plan_of(contract, signers).complete(able):
        raise BadSigners(ENDED % {"names": ", ".join(signer.panel_user.name for signer in ended)})


def has_ended(signer: Signer, at: datetime) -> bool:
    """Whether this party can sign no more because her power is over at `at`."""
    return signer.statement_id is None and place_of(signer).ended(at)


def end_of(power: SigningPower) -> datetime | None:
    """The first moment after a power's last day, in the company's zone."""
    if power.ends_on is None:
        return None
    return datetime.combine(power.ends_on + timedelta(days=1), time.min, tzinfo=power.company.tz)

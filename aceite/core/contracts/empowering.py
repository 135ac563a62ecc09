"""The powers of signature that the vendor noted of a customer's people, put onto the signers of a contract."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.plans import plan_of
from aceite.core.contracts.signers import BadSigners
from aceite.core.customers.models import Customer, SigningPower

POWER_FIELDS: Final = ("power", "jointly", "power_until", "proxy")


def empower(signers: Iterable[Signer], customer: Customer) -> None:
    """Sets on each signer, unsaved, what the register says of her now; what is sent keeps it as it was then."""
    powers = {one.panel_user_id: one for one in SigningPower.objects.of_customer(customer.pk).select_related("proxy")}
    for signer in signers:
        power = powers.get(signer.panel_user_id)
        signer.power = power.kind if power else ""
        signer.jointly = sorted(power.jointly) if power else []
        signer.power_until = end_of(power) if power else None
        signer.proxy = power.proxy if power else None


def refuse_powerless(contract: Contract, signers: Sequence[Signer]) -> None:
    """Raises BadSigners when these people could not bind the customer even if all of them signed."""
    if signers and not plan_of(contract, signers).fulfillable:
        raise BadSigners(
            _(
                "Pelos poderes de assinatura do cadastro, quem assina como parte não obriga o cliente. Inclua quem "
                "assina sozinho, a outra pessoa do conjunto ou um procurador."
            )
        )


def end_of(power: SigningPower) -> datetime | None:
    """The first moment after a proxy's last day, in the company's zone."""
    if power.ends_on is None:
        return None
    return datetime.combine(power.ends_on + timedelta(days=1), time.min, tzinfo=power.company.tz)

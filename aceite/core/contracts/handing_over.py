"""A signer who has not acted passes her place to a colleague, where the vendor's plan lets her."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.replacing import put_in_place
from aceite.core.customers.models import PanelUser
from aceite.core.trail.refusals import NotAllowed, Refusal


class ChosenByAnother(Refusal):
    """Whoever cannot sign chose who signs for her: the place is not hers to pass on."""

    sentence = _(
        "Você assina a rogo de outra pessoa, que escolheu você. Se ela quer que outro assine, peça à empresa que "
        "troque o signatário."
    )


class NotHandedOver(Refusal):
    """The plan that was sent does not let its signers choose who signs."""

    sentence = _("Neste contrato, quem escolhe quem assina é a empresa. Peça a ela que troque o signatário.")


def hand_over(signer: Signer, person: PanelUser, *, factors: tuple[str, ...], by: PanelUser, at: datetime) -> Signer:
    """Puts `person` in the place of `by`, who is the signer herself; as bound in M, for a sent contract never changes.

    `factors` are what proved her in her session, in the words of a statement; the event keeps them.

    Raises NotAllowed, ChosenByAnother, NotHandedOver, and what `replacing.replace_signer` raises: she has acted, D
    names her, the other may not sign, does not see the sale or is named already, or a power would be lost. Twice is
    harmless.
    """
    if signer.panel_user_id != by.pk:
        raise NotAllowed
    if signer.request_name:
        raise ChosenByAnother
    if not Contract.objects.filter(pk=signer.contract_id, hand_over=True).exists():
        raise NotHandedOver
    return put_in_place("signer.hand_over", signer, person, factors=factors, by=by, at=at)

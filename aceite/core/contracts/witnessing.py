"""Witnesses on paper: CPC art. 784, III asks two of an executive title that is signed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, SignerRole
from aceite.core.contracts.paper import WITNESSES_ON_PAPER
from aceite.core.contracts.signed_copies import CopyWitness, SignedCopy
from aceite.core.customers.models import CustomerKind
from aceite.core.trail.refusals import Unfit, said
from aceite.kit.sentences import Complaint
from aceite.kit.taxid import is_cpf, normalize
from aceite.kit.text import clean

LONGEST_NAME: Final = 160


class BadWitnesses(Unfit):
    """The witnesses said to be on the copy cannot be; `field` is `name_1`, `cpf_1`, `name_2` or `cpf_2`."""


@dataclass(frozen=True)
class Witness:
    """One witness, as read on the paper."""

    name: str
    cpf: str


def asks_witnesses(contract: Contract) -> bool:
    """Whether a copy of this contract has to bear two witnesses."""
    return contract.executive and contract.asks_paper


def refuse_unfit_witnesses(contract: Contract, witnesses: Sequence[Witness]) -> list[Witness]:
    """The two witnesses of an executive title, cleaned; of another contract none are asked for. Raises BadWitnesses."""
    if not asks_witnesses(contract):
        return []
    named = [_cleaned(witness, place) for place, witness in enumerate(_two(witnesses), start=1)]
    if named[0].cpf == named[1].cpf:
        raise BadWitnesses("cpf_2", _("As duas testemunhas têm o mesmo CPF. São precisas duas pessoas diferentes."))
    parties = _parties(contract)
    for place, witness in enumerate(named, start=1):
        if witness.cpf in parties:
            raise BadWitnesses(
                f"cpf_{place}", _("Este CPF é o de uma das partes. A testemunha precisa ser outra pessoa.")
            )
    return named


def write_witnesses(copy: SignedCopy, witnesses: Sequence[Witness]) -> dict[str, str]:
    """Keeps them with the copy; returns them as the trail keeps personal values."""
    personal: dict[str, str] = {}
    for place, witness in enumerate(witnesses, start=1):
        CopyWitness.objects.create(
            company_id=copy.company_id, copy=copy, position=place, name=witness.name, cpf=witness.cpf
        )
        personal |= {f"witness_{place}_name": witness.name, f"witness_{place}_cpf": witness.cpf}
    return personal


def _two(witnesses: Sequence[Witness]) -> list[Witness]:
    return [*witnesses, *([Witness("", "")] * WITNESSES_ON_PAPER)][:WITNESSES_ON_PAPER]


def _cleaned(witness: Witness, place: int) -> Witness:
    try:
        name = clean(witness.name, max_length=LONGEST_NAME, multiline=False).text
    except Complaint as complaint:
        raise BadWitnesses(f"name_{place}", said(complaint)) from complaint
    if not name:
        raise BadWitnesses(f"name_{place}", _("Escreva o nome da testemunha como está na via assinada."))
    if not is_cpf(witness.cpf):
        raise BadWitnesses(f"cpf_{place}", _("O CPF de %(name)s não existe: confira os números.") % {"name": name})
    return Witness(name, normalize(witness.cpf))


def _parties(contract: Contract) -> set[str]:
    standing = contract.signers.standing()
    parties = {signer.cpf for signer in standing if signer.cpf and signer.role == SignerRole.PARTY}
    customer = contract.version.proposal.customer if contract.version else None
    if customer is not None and customer.kind == CustomerKind.PERSON:
        parties.add(customer.taxid)
    return parties

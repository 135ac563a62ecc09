"""Who is named on a contract, and in what quality. PRODUCT: a witness's CPF may not be a party's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.contracts.editing import lock_contract
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal
from aceite.kit.taxid import is_cpf, normalize


class BadSigners(Refusal):
    """These people cannot sign this contract; the sentence names who and why."""


class WitnessIsParty(BadSigners):
    """A witness has the CPF of somebody who signs as a party, or of the customer."""


@dataclass(frozen=True)
class SignerPlan:
    """One person on a contract. Without a CPF here or on file, she gives hers when signing."""

    panel_user: PanelUser
    role: SignerRole = SignerRole.PARTY
    cpf: str = ""


def witnesses_note() -> str:
    """What the vendor reads about witnesses where he chooses who signs. CPC art. 784 §4 (Lei 14.620/2023)."""
    return _(
        "A lei admite dispensar testemunhas quando um provedor de assinatura confere a integridade; se o sistema é "
        "mantido pelo próprio credor, isso pode ser discutido. Você pode incluir duas testemunhas."
    )


def set_signers(contract: Contract, plans: Sequence[SignerPlan], *, by: Actor, at: datetime) -> list[Signer]:
    """Replaces the signers of a draft's contract by these, in this order. Raises BadSigners, WitnessIsParty."""
    with transaction.atomic():
        fresh = lock_contract(contract, by=by, at=at)
        if fresh.version is None:
            return []
        customer = fresh.version.proposal.customer
        people = _people(plans, customer)
        signers = [
            Signer(
                company_id=fresh.company_id,
                contract=fresh,
                panel_user=people[plan.panel_user.pk],
                role=plan.role,
                cpf=clean_cpf(plan.cpf or people[plan.panel_user.pk].cpf, people[plan.panel_user.pk].name),
                position=position,
            )
            for position, plan in enumerate(plans)
        ]
        refuse_witness_as_party(signers, customer)
        fresh.signers.all().delete()
        return Signer.objects.bulk_create(signers)


def clean_cpf(cpf: str, name: str) -> str:
    """The CPF's digits, or "" when none was given. Raises BadSigners for one that cannot exist."""
    if not cpf.strip():
        return ""
    if not is_cpf(cpf):
        raise BadSigners(_("O CPF de %(name)s não existe: confira os números.") % {"name": name})
    return normalize(cpf)


def refuse_witness_as_party(signers: Iterable[Signer], customer: Customer) -> None:
    """Raises WitnessIsParty when a witness's CPF is a party's: a signer's, or the customer's own."""
    known = [signer for signer in signers if signer.cpf]
    parties = {signer.cpf for signer in known if signer.role == SignerRole.PARTY}
    if customer.kind == CustomerKind.PERSON:
        parties.add(customer.taxid)
    for signer in known:
        if signer.role == SignerRole.WITNESS and signer.cpf in parties:
            raise WitnessIsParty(
                _("O CPF da testemunha %(name)s é o de uma das partes. A testemunha precisa ser outra pessoa.")
                % {"name": signer.panel_user.name}
            )


def refuse_unfit_person(person: PanelUser, customer: Customer) -> None:
    """Raises BadSigners unless this is an active person of this customer with the right to sign."""
    if person.company_id != customer.company_id or person.customer_id != customer.pk:
        raise BadSigners(_("Só usuários do painel deste cliente podem assinar."))
    if person.deactivated_at is not None:
        raise BadSigners(_("%(name)s não tem mais acesso ao painel. Escolha outra pessoa.") % {"name": person.name})
    if not person.can_sign:
        raise BadSigners(
            _("%(name)s não tem o direito de assinar. Dê o direito no cadastro do cliente ou escolha outra pessoa.")
            % {"name": person.name}
        )


def _people(plans: Sequence[SignerPlan], customer: Customer) -> dict[int, PanelUser]:
    # Read anew: a right may have been taken since the form was drawn.
    wanted = [plan.panel_user.pk for plan in plans]
    if len(set(wanted)) != len(wanted):
        raise BadSigners(_("A mesma pessoa está duas vezes entre os signatários. Deixe-a uma só vez."))
    people = PanelUser.objects.in_bulk(wanted)
    for pk in wanted:
        if pk not in people:
            raise BadSigners(_("Só usuários do painel deste cliente podem assinar."))
        refuse_unfit_person(people[pk], customer)
    return people

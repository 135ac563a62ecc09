"""Who is named on a contract, and in what quality. PRODUCT: a witness's CPF may not be a party's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.contracts.at_request import Request, clean_request, refuse_unwitnessed
from aceite.core.contracts.editing import lock_contract
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal
from aceite.kit.taxid import is_cpf, normalize


class BadSigners(Refusal):
    """These people cannot sign this contract; the sentence names who and why."""


class BadQuorum(BadSigners):
    """So many signatures cannot suffice; `step` is where, as the plan counts it."""

    def __init__(self, step: int, parties: int) -> None:
        self.step = step
        if parties > 1:
            words = _("Bastam de 1 a %(count)s assinaturas: confira quantas são precisas.") % {"count": parties}
        else:
            words = _("Aqui só uma pessoa assina como parte: deixe em branco ou escreva 1.")
        super().__init__(words)


class WitnessIsParty(BadSigners):
    """A witness has the CPF of somebody who signs as a party, or of the customer."""


@dataclass(frozen=True)
class SignerPlan:
    """One person on a contract. Without a CPF here or on file, she gives hers when signing.

    `at_request` says at whose request she signs, where that person cannot; with `asks_proxy` a party brings her power
    of attorney to the signing.
    """

    panel_user: PanelUser
    role: SignerRole = SignerRole.PARTY
    cpf: str = ""
    step: int = 1
    at_request: Request = Request()
    asks_proxy: bool = False


def witnesses_note() -> str:
    """What the vendor reads about witnesses where he chooses who signs. CPC art. 784 §4 (Lei 14.620/2023)."""
    return _(
        "A lei admite dispensar testemunhas quando um provedor de assinatura confere a integridade; se o sistema é "
        "mantido pelo próprio credor, isso pode ser discutido. Você pode incluir duas testemunhas."
    )


@dataclass(frozen=True)
class Order:
    """In which order they sign: everybody together, or by the steps their plans name, counted anew from 1.

    Of a step's parties the number in `quorums` suffices; all of them where none is said. With `hand_over` each of them
    may put a colleague who may sign in her own place.
    """

    in_steps: bool = False
    quorums: Mapping[int, int] = field(default_factory=dict)
    hand_over: bool = False


TOGETHER = Order()


def set_signers(
    contract: Contract, plans: Sequence[SignerPlan], order: Order = TOGETHER, *, by: Actor, at: datetime
) -> list[Signer]:
    """Replaces the signers of a draft's contract by these. Raises BadSigners, BadQuorum, WitnessIsParty, BadRequest."""
    with transaction.atomic():
        fresh = lock_contract(contract, by=by, at=at)
        if fresh.version is None:
            return []
        customer = fresh.version.proposal.customer
        people = _people(plans, customer)
        steps = _steps(plans, order)
        signers = [
            Signer(
                company_id=fresh.company_id,
                contract=fresh,
                panel_user=people[plan.panel_user.pk],
                role=plan.role,
                cpf=clean_cpf(plan.cpf or people[plan.panel_user.pk].cpf, people[plan.panel_user.pk].name),
                position=position,
                step=steps[plan.step if order.in_steps else 1],
                asks_proxy=plan.asks_proxy and plan.role == SignerRole.PARTY,
                **_asked(plan.at_request),
            )
            for position, plan in enumerate(plans)
        ]
        refuse_witness_as_party(signers, customer)
        refuse_unwitnessed(signers)
        quorums = {str(steps[step]): needed for step, needed in _quorums(signers, steps, order.quorums).items()}
        if (quorums, order.hand_over) != (fresh.quorums, fresh.hand_over):
            fresh.quorums, fresh.hand_over = quorums, order.hand_over
            fresh.save(update_fields=["quorums", "hand_over"])
        fresh.signers.all().delete()
        return Signer.objects.bulk_create(signers)


def _asked(request: Request) -> dict[str, str]:
    asked = clean_request(request)
    return {"request_name": asked.name, "request_cpf": asked.cpf}


def _steps(plans: Sequence[SignerPlan], order: Order) -> dict[int, int]:
    """The steps as they are counted, without gaps, by the numbers they were given."""
    named = sorted({plan.step for plan in plans}) if order.in_steps else []
    return {step: number for number, step in enumerate(named or [1], start=1)}


def _quorums(signers: Sequence[Signer], steps: Mapping[int, int], quorums: Mapping[int, int]) -> dict[int, int]:
    """Those that say something: less than all of a step's parties. Raises BadQuorum."""
    said = {}
    for step, needed in quorums.items():
        if step not in steps:
            continue
        count = sum(1 for one in signers if one.step == steps[step] and one.role == SignerRole.PARTY)
        if not 1 <= needed <= max(count, 1):
            raise BadQuorum(step, count)
        if needed < count:
            said[step] = needed
    return said


def clean_cpf(cpf: str, name: str) -> str:
    """The CPF's digits, or "" when none was given. Raises BadSigners for one that cannot exist."""
    if not cpf.strip():
        return ""
    if not is_cpf(cpf):
        raise BadSigners(_("O CPF de %(name)s não existe: confira os números.") % {"name": name})
    return normalize(cpf)


def refuse_witness_as_party(signers: Iterable[Signer], customer: Customer) -> None:
    """Raises WitnessIsParty when a witness's CPF is a party's: a signer's, or the customer's own."""
    signers = list(signers)
    known = [signer for signer in signers if signer.cpf]
    parties = {signer.cpf for signer in known if signer.role == SignerRole.PARTY}
    # Who asked another to sign for her is the party, whether or not the CPF of who signs is known yet.
    parties |= {signer.request_cpf for signer in signers if signer.request_cpf}
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

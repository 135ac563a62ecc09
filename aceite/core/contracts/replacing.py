"""Another person in the place of a signer who has not acted: without a new version, unless D names the first one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.at_request import refuse_unwitnessed
from aceite.core.contracts.bound_plan import said_power
from aceite.core.contracts.empowering import ENDED, empower, has_ended, hold_proxies, refuse_powerless
from aceite.core.contracts.forgetting import forget_prepared
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.signers import (
    BadSigners,
    clean_cpf,
    refuse_unfit_person,
    refuse_witness_as_party,
)
from aceite.core.contracts.turns import note_waiting
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import not_current, require, require_move, seen_by
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.pdf.pages import text
from aceite.kit.taxid import format_taxid
from aceite.kit.text import unaccented

_DISOWNED: Final = _(
    "Quem lê o e-mail de %(name)s disse que não é esta pessoa: ela não seria avisada. O e-mail precisa ser corrigido "
    "antes no cadastro do cliente."
)

_POWERLESS: Final = _(
    "Pelos poderes de assinatura que a empresa tem anotados, %(name)s não pode assinar este contrato no seu lugar. "
    "Escolha outra pessoa, ou peça à empresa que atualize os poderes."
)


class HasActed(Refusal):
    """The signer has signed: a signature is never passed on."""

    sentence = _(
        "Esta pessoa já assinou e não pode ser substituída. Para pedir outra assinatura, abra uma nova versão."
    )


class NamedInDocument(Refusal):
    """D names the signer, or cannot be read to know."""

    sentence = _("O contrato traz o nome desta pessoa. Para trocar quem assina, abra uma nova versão da proposta.")


def replace_signer(signer: Signer, person: PanelUser, *, by: Actor, at: datetime) -> Signer:
    """Puts `person` in the signer's place, in the same role; who was there stays in the trail.

    Raises NotAllowed, NotNow, NotCurrent, HasActed, NamedInDocument, BadSigners, BadRequest. Twice is harmless.
    """
    return put_in_place("signer.replace", signer, person, by=by, at=at)


def put_in_place(
    verb: str, signer: Signer, person: PanelUser, *, factors: tuple[str, ...] = (), by: Actor, at: datetime
) -> Signer:
    """What both verbs do, the vendor's and the signer's own (`handing_over`); raises what `replace_signer` raises.

    `factors` are what proved a signer who passes her place on.
    """
    contract = Contract.objects.select_related("version__proposal", "document", "uploaded").get(pk=signer.contract_id)
    if contract.version is None or contract.frozen_at is None:
        raise NotAllowed
    require(verb, contract.version.proposal, by)
    # Reading the text takes a while, and D never changes: so before the lock.
    named = names(contract, signer)
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        standing = list(Signer.objects.standing().filter(contract=contract).select_related("panel_user"))
        there = next((other for other in standing if other.panel_user_id == person.pk), None)
        fresh = Signer.objects.get(pk=signer.pk)
        if fresh.replaced_at is not None:
            if there is not None and there.position == fresh.position:
                return there
            raise BadSigners(_("Esta pessoa já foi substituída. Veja quem assina agora."))
        require_move(verb, proposal, at)
        if current_of(proposal).pk != contract.version_id:
            raise not_current(by)
        _refuse_settled_place(fresh, contract, named=named)
        if there is not None:
            raise BadSigners(_("Esta pessoa já está entre os signatários deste contrato."))
        # Read anew: a right may have been taken since. Another company's person is not even found where its rows are
        # walled off, and is refused as she was brought.
        person = PanelUser.objects.filter(pk=person.pk).first() or person
        refuse_unfit_person(person, proposal.customer)
        successor = _successor(fresh, person)
        _refuse_stranger(successor, proposal)
        others = [other for other in standing if other.pk != fresh.pk]
        refuse_witness_as_party([*others, successor], proposal.customer)
        refuse_unwitnessed([*others, successor])
        _refuse_powerless(contract, fresh, successor, others, by=by, at=at)
        fresh.replaced_at = at
        fresh.save(update_fields=["replaced_at"])
        successor.save(force_insert=True)
        forget_prepared(proposal)
        note_waiting(proposal, at)
        proved = {"factors": list(factors)} if factors else {}
        data = {"version": current_of(proposal).version, **_told(fresh, successor), **proved}
        record("signer.replaced", by=by, at=at, sale=proposal.pk, data=data)
    return successor


def _told(left: Signer, successor: Signer) -> dict[str, Any]:
    """Who left which place, who came into it, and by what right she signs."""
    return {
        "contract": left.contract_id,
        "signer": left.pk,
        "panel_user": left.panel_user_id,
        "new_signer": successor.pk,
        "new_panel_user": successor.panel_user_id,
        "role": left.role,
        "power": said_power(successor),
    }


def names(contract: Contract, signer: Signer) -> bool:
    """Whether the text of D holds the signer's name or CPF. An uploaded scan without text may: nobody can tell."""
    if contract.document is None:
        return False
    if contract.uploaded is not None and not text(read(contract.uploaded)).strip():
        return True
    words = _flat(text(read(contract.document)))
    sought = [signer.panel_user.name]
    if signer.cpf:
        sought += [signer.cpf, format_taxid(signer.cpf)]
    return any(_flat(word) in words for word in sought)


def _successor(signer: Signer, person: PanelUser) -> Signer:
    successor = Signer(
        company_id=signer.company_id,
        contract_id=signer.contract_id,
        panel_user=person,
        role=signer.role,
        cpf=clean_cpf(person.cpf, person.name),
        position=signer.position,
        step=signer.step,
        idle=signer.idle,
        request_name=signer.request_name,
        request_cpf=signer.request_cpf,
        asks_proxy=signer.asks_proxy,
    )
    hold_proxies([person.pk])
    empower([successor], person.customer)
    return successor


def _refuse_powerless(
    contract: Contract, left: Signer, successor: Signer, others: Sequence[Signer], *, by: Actor, at: datetime
) -> None:
    """Raises BadSigners; a customer, who changes no register, is told whom to ask."""
    try:
        _refuse_loss_of_power(left, successor, others, at)
        refuse_powerless(contract, [*others, successor], at=at)
    except BadSigners as refusal:
        if not isinstance(by, PanelUser):
            raise
        raise BadSigners(_POWERLESS % {"name": successor.panel_user.name}) from refusal


def _refuse_settled_place(signer: Signer, contract: Contract, *, named: bool) -> None:
    """Nobody comes into a place that was signed from, that is waited for no longer, or whose holder D names."""
    if signer.statement_id is not None:
        raise HasActed
    contract.refresh_from_db(fields=["customer_signed_at", "completed_at"])
    if contract.signed_by_customer:
        # Enough had signed: her power, were one noted, would be asked for afterwards.
        raise BadSigners(_("O cliente já assinou este contrato: a assinatura desta pessoa não falta mais."))
    if named:
        raise NamedInDocument


def _refuse_stranger(successor: Signer, proposal: Proposal) -> None:
    """Whoever said that she is not this person, or does not see the proposal, comes into no place of it."""
    if successor.panel_user.disowned_at is not None:
        raise BadSigners(_DISOWNED % {"name": successor.panel_user.name})
    if not seen_by(proposal, successor.panel_user):
        raise BadSigners(_("Esta pessoa não vê a proposta. Inclua-a no acesso antes."))


def _refuse_loss_of_power(left: Signer, successor: Signer, others: Sequence[Signer], at: datetime) -> None:
    """A power that M binds stays asked for: the last one who has it does not give way to somebody without."""
    if has_ended(successor, at):
        raise BadSigners(ENDED % {"names": successor.panel_user.name})
    parties = [other for other in [*others, successor] if other.role == SignerRole.PARTY]
    if left.role == SignerRole.PARTY and left.power and not any(other.power for other in parties):
        raise BadSigners(
            _(
                "Só quem sai tem poderes de assinatura neste contrato. Anote no cadastro os poderes de quem entra, "
                "ou escolha outra pessoa."
            )
        )


def _flat(words: str) -> str:
    # A line broken in the middle of a name, or a hyphen the typesetting put there, must not hide it.
    return "".join(letter for letter in unaccented(words) if letter.isalnum())

"""The contracts of one version copied into another: for a new version and for a copied proposal."""

from datetime import datetime

from aceite.core.contracts.asked import asked_of, defaults_of
from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.core.contracts.texts import search_words
from aceite.core.customers.folding import standing_as
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import ProposalVersion


def copy_contracts(source: ProposalVersion, target: ProposalVersion, *, at: datetime) -> list[Contract]:
    """Copies text and requirement; for the same customer also what was answered and the signers who may still sign.

    Part of the verb that makes `target`: it asks no permission and records nothing. Twice is harmless.
    """
    if Contract.objects.filter(version=target).exists():
        return list(Contract.objects.filter(version=target))
    same_customer = source.proposal.customer_id == target.proposal.customer_id
    copies = []
    for contract in source.contracts.all().prefetch_related("signers", "countersigners__member"):
        copy = _copy(contract, target, at, same_customer=same_customer)
        if same_customer:
            Signer.objects.bulk_create(_signers(contract, copy))
        Countersigner.objects.bulk_create(_countersigners(contract, copy))
        copies.append(copy)
    return copies


def _copy(contract: Contract, target: ProposalVersion, at: datetime, *, same_customer: bool) -> Contract:
    # What was answered for one customer (a guarantor's CPF) is nothing for another.
    answers = contract.answers if same_customer else defaults_of(asked_of(contract.asked))
    return Contract.objects.create(
        company_id=target.company_id,
        version=target,
        position=contract.position,
        title=contract.title,
        source=contract.source,
        template_id=contract.template_id,
        template_version_id=contract.template_version_id,
        body=contract.body,
        clauses=contract.clauses,
        asked=contract.asked,
        answers=answers,
        uploaded_id=contract.uploaded_id,
        signed_before=contract.signed_before,
        preview_id=contract.preview_id,
        document_id=contract.preview_id,
        requirement=contract.requirement,
        level=contract.level,
        executive=contract.executive,
        term=contract.term,
        quorums=contract.quorums,
        hand_over=contract.hand_over,
        search=search_words(contract.title, target.proposal.number, target.proposal.customer.name),
        updated_at=at,
    )


def _signers(contract: Contract, copy: Contract) -> list[Signer]:
    """The places of who may still sign, under the access with which she goes on; of two that are one person's by now
    the first, and a party's before a witness's."""
    standing = [signer for signer in contract.signers.all() if signer.replaced_at is None]
    standing.sort(key=lambda signer: signer.role != SignerRole.PARTY)
    now = standing_as(signer.panel_user_id for signer in standing)
    people = PanelUser.objects.in_bulk(set(now.values()))
    places: dict[int, Signer] = {}
    for signer in standing:
        person = people[now[signer.panel_user_id]]
        if person.may("contract.sign"):
            places.setdefault(person.pk, _place(signer, person, copy))
    return list(places.values())


def _place(signer: Signer, person: PanelUser, copy: Contract) -> Signer:
    return Signer(
        company_id=copy.company_id,
        contract=copy,
        panel_user=person,
        role=signer.role,
        cpf=signer.cpf,
        position=signer.position,
        step=signer.step,
        request_name=signer.request_name,
        request_cpf=signer.request_cpf,
        asks_proxy=signer.asks_proxy,
    )


def _countersigners(contract: Contract, copy: Contract) -> list[Countersigner]:
    return [
        Countersigner(
            company_id=copy.company_id, contract=copy, member=each.member, cpf=each.cpf, position=each.position
        )
        for each in contract.countersigners.all()
        if each.replaced_at is None and each.member.may("contract.countersign")
    ]

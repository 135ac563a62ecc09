"""The level a contract asks for: chosen, carried along, bound by M, and asked of whoever signs."""

import json
from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.confirming_otherwise import confirm_otherwise
from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.drafting import add_from_register, add_from_template, save_contract, set_requirement
from aceite.core.contracts.levels import in_short, level_choices, strictest_of
from aceite.core.contracts.models import Contract, Level
from aceite.core.contracts.refusing import BelowLevel
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.signing import sign
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text, text_of
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.bundle import content_of
from aceite.core.signatures.ceremonies import touch_options
from aceite.core.signatures.models import Statement
from aceite.core.signatures.proofs import Means, PasskeyProof
from aceite.core.trail.refusals import Unfit
from tests.authenticator import Device
from tests.core.contracts.sent import BODY, ORIGIN, add_contract, confirm, draft, freeze, name, opened, prepare, refused
from tests.core.people.holding import registered
from tests.walk import contracts_of, draft_for, fresh, sent, with_contract

ADVANCED = Text("Fornecimento", BODY, "digital", Level.ADVANCED)


@pytest.fixture
def advanced(version: ProposalVersion, carla: PanelUser, now: datetime) -> Contract:
    """Sent to Carla, who has to sign it at the advanced level."""
    made = add_contract(version)
    Contract.objects.filter(pk=made.pk).update(level=Level.ADVANCED)
    name(made, carla)
    freeze(version, now)
    sent_one = Contract.objects.get(pk=made.pk)
    opened([sent_one], carla, at=now)
    return sent_one


@pytest.fixture
def phone(carla: PanelUser, now: datetime) -> Device:
    """Carla's, with a passkey."""
    device = Device(counter=0)
    registered(carla, device, now - timedelta(days=30))
    return device


def test_a_copy_takes_the_level_of_its_source(
    version: ProposalVersion, padaria: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    template = save_template(ADVANCED, company=padaria.company, by=ana, at=now)
    avulso = save_registered(ADVANCED, company=padaria.company, by=bruno, at=now)
    from_both = [
        add_from_template(version, template, by=bruno, at=now),
        add_from_register(version, avulso, by=bruno, at=now),
    ]
    copies = copy_contracts(version, draft(padaria, bruno, now, sequence=2), at=now)
    assert {contract.level for contract in (*from_both, *copies)} == {Level.ADVANCED}


def test_it_is_edited_like_the_rest_and_saved_once(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    made = add_contract(version)
    saved = save_contract(made, ADVANCED, revision=0, by=bruno, at=now)
    again = save_contract(made, ADVANCED, revision=0, by=bruno, at=now)
    assert (saved.level, saved.revision, again.revision) == (Level.ADVANCED, 1, 1)
    assert text_of(Contract.objects.get()).level == Level.ADVANCED


@pytest.mark.parametrize("level", ["", "highest"])
def test_what_is_not_offered_is_refused_beside_its_field(
    version: ProposalVersion, bruno: Member, now: datetime, level: str
) -> None:
    with pytest.raises(Unfit) as refused:
        set_requirement(add_contract(version), "digital", level, by=bruno, at=now)
    assert refused.value.field == "level"


def test_paper_has_no_level(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    made = set_requirement(add_contract(version), "digital", Level.ADVANCED, by=bruno, at=now)
    made = set_requirement(made, "manual", Level.ADVANCED, by=bruno, at=now)
    assert (made.level, in_short(made.requirement, made.level)) == (Level.SIMPLE, "")


def test_the_choices_say_what_the_signer_will_have_to_do() -> None:
    told = dict(level_choices())
    assert "código enviado por e-mail" in told["simple"] and "chave de acesso" in told["advanced"]


def test_it_is_bound_by_m_and_by_the_fingerprint(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    contract = with_contract(proposal, bruno, now, carla)
    before = content_of(current_of(fresh(proposal))).fingerprint(at=now)
    # Also where somebody writes the column past the verbs, whose revision would tell it anyway.
    Contract.objects.filter(pk=contract.pk).update(level=Level.ADVANCED)
    assert content_of(current_of(fresh(proposal))).fingerprint(at=now) != before
    manifest = json.loads(current_of(sent(proposal, bruno, now)).manifest)
    assert [one["level"] for one in manifest["contracts"]] == ["advanced"]


def test_a_code_does_not_reach_the_advanced_level(advanced: Contract, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(BelowLevel, match="“Fornecimento” pede assinatura avançada"):
        prepare([advanced], carla, now)
    assert refused() == ["BelowLevel"] and not OneTimeCode.objects.exists() and not Statement.objects.exists()


def test_a_passkey_does(advanced: Contract, carla: PanelUser, phone: Device, now: datetime) -> None:
    begun = prepare([advanced], carla, now, means=Means.PASSKEY)
    answer = phone.answers(touch_options(begun, carla.user))
    [signer] = sign(begun.id, proof=PasskeyProof(answer), by=carla, origin=ORIGIN, at=now)
    assert signer.statement is not None and refused() == []


def test_one_strict_contract_makes_the_ceremony_strict(
    version: ProposalVersion, carla: PanelUser, now: datetime
) -> None:
    for title, level in (("Fornecimento", Level.SIMPLE), ("Sigilo", Level.ADVANCED)):
        made = add_contract(version, title=title)
        Contract.objects.filter(pk=made.pk).update(level=level)
        name(made, carla)
    freeze(version, now)
    contracts = list(Contract.objects.all())
    opened(contracts, carla, at=now)
    assert strictest_of(contracts) == Level.ADVANCED
    with pytest.raises(BelowLevel, match="“Sigilo”"):
        prepare(contracts, carla, now)
    confirm(prepare(contracts[:1], carla, now), carla, now)


def test_it_cannot_be_stepped_down_after_it_was_begun(
    advanced: Contract, carla: PanelUser, phone: Device, now: datetime
) -> None:
    begun = prepare([advanced], carla, now, means=Means.PASSKEY)
    with pytest.raises(BelowLevel):
        confirm_otherwise(
            begun.id, {f"contract/{advanced.pk}": advanced}, means=Means.CODE, factors=("session_code",), by=carla,
            origin=ORIGIN, at=now,
        )  # fmt: skip
    assert refused() == ["BelowLevel"]


def test_it_is_asked_again_under_the_lock(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    begun = prepare([contract], carla, now)
    Contract.objects.filter(pk=contract.pk).update(level=Level.ADVANCED)
    with pytest.raises(BelowLevel):
        confirm(begun, carla, now)
    assert not Statement.objects.confirmed().exists()


def test_a_sent_contract_shows_what_was_chosen(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    contract = with_contract(proposal, bruno, now, carla)
    set_requirement(contract, "either", Level.ADVANCED, by=bruno, at=now)
    sent(proposal, bruno, now)
    [standing] = contracts_of(proposal)
    assert in_short(standing.requirement, standing.level) == "nível avançado"

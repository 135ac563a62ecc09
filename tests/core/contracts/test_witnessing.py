"""An executive title on paper asks for two witnesses: printed lines, and names with CPF when the copy is accepted."""

from datetime import datetime

import pytest

from aceite.core.contracts.checking import problems_before_sending
from aceite.core.contracts.copies import accept_copy, upload_copy
from aceite.core.contracts.drafting import add_from_template
from aceite.core.contracts.models import Contract, CopyWitness, Requirement, SignedCopy
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.states import CopyState
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.contracts.witnessing import BadWitnesses, Witness
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.trail.models import Event
from tests.core.contracts.scans import scans
from tests.core.contracts.sent import ORIGIN, add_contract, name
from tests.kit.outside_judges import pdftotext

LIA, RUI = Witness("Lia Prates", "168.995.350-09"), Witness("Rui Salles", "153.509.460-56")


@pytest.fixture
def copy(printed: Contract, carla: PanelUser, now: datetime) -> SignedCopy:
    """A copy of an executive title that waits to be checked."""
    Contract.objects.filter(pk=printed.pk).update(executive=True)
    return upload_copy(printed, scans(printed, 1), key="k", by=carla, origin=ORIGIN, at=now)


def test_both_are_kept_and_recorded_without_a_value_in_the_chain(
    copy: SignedCopy, bruno: Member, now: datetime
) -> None:
    accept_copy(copy, witnesses=[LIA, RUI], by=bruno, at=now)
    assert list(CopyWitness.objects.values_list("name", "cpf")) == [
        ("Lia Prates", "16899535009"), ("Rui Salles", "15350946056"),
    ]  # fmt: skip
    event = Event.objects.get(kind="copy.accepted")
    assert set(event.commitments) == {"witness_1_name", "witness_1_cpf", "witness_2_name", "witness_2_cpf"}
    assert "Lia" not in str(event.data)


@pytest.mark.parametrize(
    ("witnesses", "field"),
    [
        ([], "name_1"),
        ([LIA], "name_2"),
        ([Witness("", LIA.cpf), RUI], "name_1"),
        ([LIA, Witness("Rui Salles", "111.111.111-11")], "cpf_2"),
        ([LIA, Witness("Rui Salles", LIA.cpf)], "cpf_2"),
        ([Witness("Carla Nogueira", "529.982.247-25"), RUI], "cpf_1"),
    ],
    ids=["none", "one", "nameless", "no such CPF", "the same twice", "a party"],
)
def test_who_cannot_be_a_witness_is_refused_beside_her_field(
    copy: SignedCopy, bruno: Member, now: datetime, witnesses: list[Witness], field: str
) -> None:
    with pytest.raises(BadWitnesses) as told:
        accept_copy(copy, witnesses=witnesses, by=bruno, at=now)
    copy.refresh_from_db()
    assert told.value.field == field and copy.state == CopyState.TO_CHECK and not CopyWitness.objects.exists()


def test_of_another_contract_none_are_asked_for(
    printed: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    sent = upload_copy(printed, scans(printed, 1), key="k", by=carla, origin=ORIGIN, at=now)
    assert accept_copy(sent, by=bruno, at=now).state == CopyState.ACCEPTED


def printed_text(contract: Contract, at: datetime) -> str:
    """What stands on its paper."""
    return pdftotext(print_contract(contract, at=at))


def test_lines_for_the_witnesses_nobody_named_are_printed(
    version: ProposalVersion, carla: PanelUser, helena: PanelUser, now: datetime
) -> None:
    made = add_contract(version, Requirement.MANUAL)
    name(made, carla, witness=helena)
    assert printed_text(made, now).count("CPF") == 2
    made.executive = True
    with_lines = printed_text(made, now)
    assert with_lines.count("Testemunha\n") == 2 and "Nome" in with_lines and with_lines.count("CPF") == 3


def test_a_digital_one_without_two_witnesses_is_sent_with_a_word_of_care(
    version: ProposalVersion, carla: PanelUser, helena: PanelUser, now: datetime
) -> None:
    made = add_contract(version)
    made.executive = True
    made.save()
    name(made, carla, witness=helena)
    [warned] = problems_before_sending(version, at=now)
    assert not warned.blocks and "isso pode ser discutido" in warned.sentence
    Contract.objects.update(executive=False)
    assert not problems_before_sending(version, at=now)


def test_the_word_goes_from_the_template_into_the_contract(
    version: ProposalVersion, bruno: Member, ana: Member, now: datetime
) -> None:
    text = Text("Confissão de dívida", "<p>Devo e pagarei.</p>", "manual", executive=True)
    template = save_template(text, company=version.company, by=ana, at=now)
    assert add_from_template(version, template, by=bruno, at=now).executive

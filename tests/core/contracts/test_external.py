"""Signing outside: the file is kept untouched, judged in the worker, and counts, waits for the vendor or is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.closing import blocking, requirement_met
from aceite.core.contracts.external import BadFile, BeingChecked
from aceite.core.contracts.external_checking import AlreadyDecided, accept_external, refuse_external
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_standing import OutOfPlace
from aceite.core.contracts.models import Contract, Level, Requirement, Signer
from aceite.core.contracts.refusing import AlreadySigned, NotASigner, NotDigital, NotOpened
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.signatures.consent import ConsentMissing
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests import outside_signing as outside
from tests.core.contracts.outside import judged, pen_of, send, signed_by, signs_outside, to_sign
from tests.core.contracts.sent import add_contract, confirm, freeze, name, opened, prepare, sign_all

pytestmark = pytest.mark.usefixtures("trusting")

POLICY = "approve_first"


@pytest.fixture
def deal(version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime) -> Contract:
    """A real contract, sent to Carla and Gil, and read by both."""
    name(add_contract(version), carla, gil)
    freeze(version, now, real=True)
    contract = Contract.objects.select_related("document", "version__proposal").get()
    opened([contract], carla, gil, at=now)
    return contract


def kinds() -> list[str]:
    return list(Event.objects.filter(chain__startswith="sale/").order_by("seq").values_list("kind", flat=True))


def test_an_own_e_cpf_counts_at_once(deal: Contract, carla: PanelUser, now: datetime) -> None:
    data = signed_by(deal, pen_of(carla), now)
    sent = send(deal, carla, data, now)
    assert sent.state == ExternalState.WAITING and read(sent.document) == data
    file = judged(sent, now)
    assert file.state == ExternalState.ACCEPTED and file.checked_by is None
    place = Signer.objects.get(panel_user=carla)
    assert place.statement is not None and place.statement == file.statement
    said = place.statement.content()
    assert said["factors"] == ["session_code", "external_icp_brasil"]
    assert said["external"]["file"] == {"sha256": file.document.sha256, "length": len(data)}
    assert said["external"]["certificate"] == file.certificate["fingerprint"]
    assert said["external"]["decided_by"] == "rules"
    assert kinds()[-3:] == ["external.uploaded", "external.accepted", "contract.signed"]


def test_people_sign_one_after_the_other_and_complete_it(
    deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    first = signs_outside(deal, carla, now)
    second = signs_outside(deal, gil, now + timedelta(minutes=5))
    assert (first.state, second.state) == (ExternalState.ACCEPTED, ExternalState.ACCEPTED)
    assert read(second.document).startswith(read(first.document))
    assert "contract.completed" in kinds() and requirement_met(deal.version, POLICY)  # type: ignore[arg-type]


def test_of_two_who_signed_the_same_file_the_second_signs_the_newest(
    deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    both = [(person, signed_by(deal, pen_of(person), now)) for person in (carla, gil)]
    files = [send(deal, person, data, now) for person, data in both]
    first, second = (judged(file, now) for file in files)
    assert {first.state, second.state} == {ExternalState.ACCEPTED, ExternalState.REFUSED}
    [refused] = ExternalFile.objects.filter(state=ExternalState.REFUSED)
    assert [finding.code for finding in refused.against] == ["external.outdated"]
    again = signs_outside(deal, refused.uploaded_by, now + timedelta(minutes=5))
    assert again.state == ExternalState.ACCEPTED


def test_govbr_waits_for_the_vendors_word(deal: Contract, carla: PanelUser, bruno: Member, now: datetime) -> None:
    file = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    assert file.state == ExternalState.MANUAL
    [blocker, *_others] = blocking(deal.version, POLICY)  # type: ignore[arg-type]
    assert (blocker.side, blocker.what) == ("vendor", "check_external")
    with pytest.raises(Unfit):
        accept_external(file, confirmation=" ", by=bruno, at=now)
    at = now + timedelta(minutes=10)
    taken = accept_external(file, confirmation="Falei com ela por telefone.", by=bruno, at=at)
    assert (taken.state, taken.checked_by) == (ExternalState.ACCEPTED, bruno)
    assert taken.statement is not None and taken.statement.content()["external"]["decided_by"] == "vendor"
    assert Event.objects.get(kind="external.accepted").data["confirmed"] == ["holder.same_name"]
    assert accept_external(file, confirmation="de novo", by=bruno, at=at) == taken
    with pytest.raises(AlreadyDecided):
        refuse_external(file, reason="mudei de ideia", by=bruno, at=at)


def test_the_vendor_refuses_with_a_reason_and_she_sends_another(
    deal: Contract, carla: PanelUser, bruno: Member, iris: Member, now: datetime
) -> None:
    file = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    with pytest.raises(BeingChecked):
        send(deal, carla, to_sign(deal), now + timedelta(minutes=2))
    with pytest.raises(NotAllowed):
        refuse_external(file, reason="não", by=iris, at=now)
    with pytest.raises(Unfit):
        refuse_external(file, reason="", by=bruno, at=now)
    refuse_external(file, reason="Não é a sua conta.", by=bruno, at=now + timedelta(minutes=3))
    assert signs_outside(deal, carla, now + timedelta(minutes=5)).state == ExternalState.ACCEPTED


def test_what_waits_is_refused_once_others_signed_and_its_signer_is_told(
    deal: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    waiting = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    signs_outside(deal, gil, now + timedelta(minutes=5))
    waiting.refresh_from_db()
    assert waiting.state == ExternalState.REFUSED
    assert "external.outdated" in [finding.code for finding in waiting.against]
    assert Event.objects.filter(kind="external.refused", data__external=waiting.pk).count() == 1
    with pytest.raises(AlreadyDecided):
        accept_external(waiting, confirmation="ok", by=bruno, at=now + timedelta(minutes=9))


def test_a_cpf_that_was_not_on_file_needs_her_name_beside_it(deal: Contract, carla: PanelUser, now: datetime) -> None:
    """Whoever sends the file tells the CPF: with it alone anybody's certificate would be hers."""
    Signer.objects.filter(contract=deal).update(cpf="")
    told = "11144477735"
    other = judged(send(deal, carla, signed_by(deal, outside.e_cpf("Davi Rocha", told), now), now, cpf=told), now)
    assert other.state == ExternalState.REFUSED and [one.code for one in other.against] == ["holder.other_person"]
    later = now + timedelta(minutes=5)
    hers = judged(send(deal, carla, signed_by(deal, pen_of(carla), now), later, cpf=carla.cpf), later)
    assert hers.state == ExternalState.ACCEPTED


def test_an_old_form_with_another_file_is_another_upload(deal: Contract, carla: PanelUser, now: datetime) -> None:
    """Going back in the browser shows the form that was sent before, with its key."""
    refused = judged(send(deal, carla, to_sign(deal), now, key="k1"), now)
    assert refused.state == ExternalState.REFUSED
    again = send(deal, carla, signed_by(deal, pen_of(carla), now), now + timedelta(minutes=5), key="k1")
    assert again.pk != refused.pk and judged(again, now + timedelta(minutes=6)).state == ExternalState.ACCEPTED


def test_a_witness_with_the_cpf_of_somebody_who_signed_meanwhile_is_refused(
    deal: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    """The CPF of neither was on file when Gil, the witness, sent his."""
    Signer.objects.filter(contract=deal).update(cpf="")
    Signer.objects.filter(panel_user=gil).update(role="witness")
    data = signed_by(deal, outside.at_govbr(gil.name), now)
    waiting = judged(send(deal, gil, data, now, cpf=carla.cpf), now)
    assert waiting.state == ExternalState.MANUAL
    confirm(prepare([deal], carla, now, cpf=carla.cpf), carla, now)
    with pytest.raises(OutOfPlace, match="não pode ser testemunha"):
        accept_external(waiting, confirmation="É ele.", by=bruno, at=now + timedelta(minutes=9))
    assert not Signer.objects.filter(panel_user=gil, statement__isnull=False).exists()


def gone_by_code(contract: Contract, person: PanelUser, at: datetime) -> None:
    sign_all([contract], person, at=at)


def gone_by_ending(contract: Contract, person: PanelUser, at: datetime) -> None:
    PanelUser.objects.filter(pk=person.pk).update(deactivated_at=at)


Goes = Callable[[Contract, PanelUser, datetime], None]


@pytest.mark.parametrize("goes", [gone_by_code, gone_by_ending])
def test_what_waits_for_a_place_that_is_gone_is_refused_whatever_the_vendor_wants(
    deal: Contract,
    carla: PanelUser,
    bruno: Member,
    now: datetime,
    goes: Callable[[Contract, PanelUser, datetime], None],
) -> None:
    waiting = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    goes(deal, carla, now + timedelta(minutes=3))
    with pytest.raises(OutOfPlace, match="não espera mais assinatura"):
        accept_external(waiting, confirmation="ok", by=bruno, at=now + timedelta(minutes=9))
    waiting.refresh_from_db()
    assert waiting.state == ExternalState.REFUSED and waiting.statement is None


def test_somebody_elses_certificate_is_refused_and_the_trail_says_why(
    deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    file = signs_outside(deal, carla, now, pen_of(gil))
    assert file.state == ExternalState.REFUSED
    assert Event.objects.get(kind="external.refused").data["because"] == ["holder.other_cpf"]
    assert Signer.objects.get(panel_user=carla).statement is None


def test_a_contract_of_the_qualified_level_takes_icp_brasil_alone(
    deal: Contract, carla: PanelUser, now: datetime
) -> None:
    Contract.objects.update(level=Level.QUALIFIED)
    refused = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    assert "holder.below_qualified" in [finding.code for finding in refused.against]
    assert signs_outside(deal, carla, now + timedelta(minutes=5)).state == ExternalState.ACCEPTED


def test_some_sign_outside_and_some_by_code(deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    signs_outside(deal, carla, now)
    sign_all([deal], gil, at=now + timedelta(minutes=5))
    deal.refresh_from_db()
    assert deal.completed_at is not None


def test_the_same_form_sent_twice_is_one_file(deal: Contract, carla: PanelUser, now: datetime) -> None:
    data = signed_by(deal, pen_of(carla), now)
    assert send(deal, carla, data, now, key="k") == send(deal, carla, data, now, key="k")
    assert kinds().count("external.uploaded") == 1


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7 nonsense"], ids=["empty", "picture", "broken"])
def test_what_is_no_pdf_is_told_at_once_and_noted(deal: Contract, carla: PanelUser, now: datetime, data: bytes) -> None:
    with pytest.raises(BadFile):
        send(deal, carla, data, now)
    assert not ExternalFile.objects.exists()
    assert Event.objects.get(kind="signature.refused").data["reason"] == "BadFile"


def test_what_holds_for_signing_in_the_panel_holds_here(
    deal: Contract, carla: PanelUser, helena: PanelUser, davi: PanelUser, now: datetime
) -> None:
    data = signed_by(deal, pen_of(carla), now)
    for person, refusal in ((helena, NotASigner), (davi, NotAllowed)):
        with pytest.raises(refusal):
            send(deal, person, data, now)
    with pytest.raises(ConsentMissing):
        send(deal, carla, data, now, consent_sha256="")
    Signer.objects.update(opened_at=None)
    with pytest.raises(NotOpened):
        send(deal, carla, data, now)
    sign_all([deal], carla, at=now)
    with pytest.raises(AlreadySigned):
        send(deal, carla, data, now)
    Contract.objects.update(requirement=Requirement.MANUAL)
    with pytest.raises(NotDigital):
        send(deal, carla, data, now)


def test_what_came_in_time_is_the_vendors_to_take_after_the_last_day(
    deal: Contract, carla: PanelUser, now: datetime
) -> None:
    data = signed_by(deal, pen_of(carla), now)
    file = send(deal, carla, data, now)
    late = judged(file, now + timedelta(days=16))
    assert late.state == ExternalState.MANUAL and Proposal.objects.get().state_at(now + timedelta(days=16)) == "expired"


def test_the_chain_holds_no_personal_value(deal: Contract, carla: PanelUser, now: datetime) -> None:
    signs_outside(deal, carla, now)
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert not any(word in told for word in (carla.name, carla.name.upper(), carla.cpf, carla.email))

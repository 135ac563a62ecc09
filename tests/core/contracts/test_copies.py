"""The copy signed on paper comes, is kept untouched, and is answered."""

from datetime import datetime, timedelta

import pytest

from aceite.core.companies.models import CopiesPolicy
from aceite.core.contracts.closing import blocking, copy_refused, requirement_met
from aceite.core.contracts.copies import (
    AlreadyChecked,
    BadCopy,
    CopyNotWanted,
    ReasonMissing,
    UploadedFile,
    accept_copy,
    refuse_copy,
    upload_copy,
)
from aceite.core.contracts.models import Contract, CopyFile, Requirement, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotNow
from aceite.core.proposals.states import State
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import ORIGIN, add_contract, freeze, name, sign_all
from tests.jobs import run_jobs

WAIT = CopiesPolicy.CHECK_FIRST
GO_ON = CopiesPolicy.APPROVE_FIRST


def send(contract: Contract, person: PanelUser, at: datetime, key: str = "k1", *pages: bytes) -> SignedCopy:
    files = [UploadedFile(f"via {i}.jpg", data) for i, data in enumerate(pages or (photo(),))]
    return upload_copy(contract, files, key=key, note="assinada", by=person, origin=ORIGIN, at=at)


def test_the_copy_is_kept_untouched_and_served_without_its_notes(
    paper_contract: Contract, carla: PanelUser, now: datetime
) -> None:
    data = photo()
    copy = send(paper_contract, carla, now, "k1", data)
    run_jobs(now)
    [file] = CopyFile.objects.filter(copy=copy)
    assert read(file.document) == data
    [page] = file.pages.all()
    assert page.served is not None and b"Camera of Carla" not in read(page.served)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("via.hta", "via.hta.jpg"), ("via\u202egpj.exe", "viagpj.exe.jpg"), ("Via 1.JPEG", "Via 1.JPEG"), ("", ".jpg")],
)
def test_the_name_tells_what_the_content_is(
    paper_contract: Contract, carla: PanelUser, now: datetime, sent: str, kept: str
) -> None:
    files = [UploadedFile(sent, photo())]
    copy = upload_copy(paper_contract, files, key="k1", by=carla, origin=ORIGIN, at=now)
    assert [file.name for file in copy.files.all()] == [kept]


def test_the_same_form_sent_twice_is_one_copy(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    assert send(paper_contract, carla, now) == send(paper_contract, carla, now)
    assert Event.objects.filter(kind="copy.uploaded").count() == 1


def test_a_second_copy_is_not_wanted_until_the_first_is_refused(
    paper_contract: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    copy = send(paper_contract, carla, now)
    with pytest.raises(CopyNotWanted):
        send(paper_contract, gil, now, "k2")
    refuse_copy(copy, reason="Falta a página 2", by=bruno, at=now)
    assert send(paper_contract, gil, now, "k2").state == CopyState.TO_CHECK


def test_a_copy_refused_after_the_approval_is_sent_again(
    paper_contract: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    copy = send(paper_contract, carla, now)
    Proposal.objects.update(state=State.APPROVED)
    refuse_copy(copy, reason="Ilegível", by=bruno, at=now)
    assert copy_refused(paper_contract.version)  # type: ignore[arg-type]
    send(paper_contract, carla, now, "k2")
    assert not copy_refused(paper_contract.version)  # type: ignore[arg-type]


def test_nobody_without_the_right_sends_a_copy(
    paper_contract: Contract, davi: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    for person in (davi, fabio):
        with pytest.raises(NotAllowed):
            send(paper_contract, person, now)


def test_a_digital_contract_wants_no_copy(contract: Contract, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(CopyNotWanted):
        send(contract, carla, now)


def test_a_contract_signed_digitally_wants_no_copy(version: ProposalVersion, carla: PanelUser, now: datetime) -> None:
    name(add_contract(version, Requirement.EITHER), carla)
    freeze(version, now)
    made = Contract.objects.get()
    sign_all([made], carla, at=now)
    with pytest.raises(CopyNotWanted):
        send(made, carla, now)


def test_past_the_last_day_no_copy_is_taken(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(NotNow):
        send(paper_contract, carla, now + timedelta(days=16))


@pytest.mark.parametrize("data", [b"", b"MZ what is this", b"%PDF-1.7 broken", photo(size=(40, 40))])
def test_what_is_no_scan_is_refused_by_name(
    paper_contract: Contract, carla: PanelUser, now: datetime, data: bytes
) -> None:
    with pytest.raises(BadCopy) as refused:
        upload_copy(paper_contract, [UploadedFile("via.jpg", data)], key="k1", note="", by=carla, origin=ORIGIN, at=now)
    assert refused.value.file == "via.jpg" and not SignedCopy.objects.exists()


def test_too_many_or_no_files(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    for files in ([], [UploadedFile("via.jpg", b"x")] * 21):
        with pytest.raises(BadCopy):
            upload_copy(paper_contract, files, key="k1", note="", by=carla, origin=ORIGIN, at=now)


def test_the_answer_is_given_once(
    paper_contract: Contract, carla: PanelUser, bruno: Member, ana: Member, iris: Member, now: datetime
) -> None:
    copy = send(paper_contract, carla, now)
    with pytest.raises(NotAllowed):
        accept_copy(copy, by=iris, at=now)
    with pytest.raises(ReasonMissing):
        refuse_copy(copy, reason=" ", by=bruno, at=now)
    accept_copy(copy, by=bruno, at=now)
    accept_copy(copy, by=bruno, at=now)
    with pytest.raises(AlreadyChecked):
        refuse_copy(copy, reason="mudei de ideia", by=bruno, at=now)
    with pytest.raises(AlreadyChecked, match=f"{bruno.name} já aceitou esta via: 24/11/2026"):
        accept_copy(copy, by=ana, at=now)
    assert Event.objects.filter(kind="copy.accepted").count() == 1


def test_the_policy_decides_whether_approval_waits(
    paper_contract: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    version = paper_contract.version
    assert version is not None
    assert [blocker.what for blocker in blocking(version, GO_ON)] == ["send_copy"]
    copy = send(paper_contract, carla, now)
    assert requirement_met(version, GO_ON) and not requirement_met(version, WAIT)
    assert [(blocker.side, blocker.what) for blocker in blocking(version, WAIT)] == [("vendor", "check_copy")]
    accept_copy(copy, by=bruno, at=now)
    assert requirement_met(version, WAIT)


def test_the_sale_says_for_whom_it_waits(
    paper_contract: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    paper_contract.company.__class__.objects.update(copies_policy=WAIT)
    copy = send(paper_contract, carla, now)
    assert Proposal.objects.get().waiting_for == "vendor"
    refuse_copy(copy, reason="Ilegível", by=bruno, at=now)
    assert Proposal.objects.get().waiting_for == "customer"


def test_a_contract_signed_on_paper_is_done_once_its_copy_is_accepted(
    paper_contract: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    assert paper_contract.standing == "pending"
    accept_copy(send(paper_contract, carla, now), by=bruno, at=now)
    assert paper_contract.standing == "completed"
    assert Contract.objects.in_standing("completed").get() == paper_contract
    assert not Contract.objects.in_standing("pending").exists()


def test_the_sale_waits_for_the_vendor_once_only_a_copy_is_left_to_check(
    version: ProposalVersion, carla: PanelUser, now: datetime
) -> None:
    version.company.copies_policy = WAIT
    version.company.save()
    digital, paper = add_contract(version), add_contract(version, Requirement.MANUAL, title="Comodato")
    name(digital, carla)
    freeze(version, now, real=True)
    send(Contract.objects.get(pk=paper.pk), carla, now)
    assert Proposal.objects.get().waiting_for == "customer"
    sign_all([Contract.objects.get(pk=digital.pk)], carla, at=now)
    run_jobs(now)
    assert Proposal.objects.get().waiting_for == "vendor"

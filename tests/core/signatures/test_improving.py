"""Time stamps that come later: F stays valid, F′ is made of the same D and E, and long-term files only append."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_file import keep_improved, unsealed_again
from aceite.core.contracts.tasks import stamp_contracts
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.tasks import stamp_approvals
from aceite.core.signatures.improving import improved, improvement_of
from aceite.core.signatures.models import SealedFile, SealLevel, Statement
from aceite.core.signatures.sealed_files import pause_after
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite_verify.checking import check
from aceite_verify.embedded import attached_evidence
from aceite_verify.findings import Verdict
from aceite_verify.trust import Trust
from tests.jobs import run_jobs
from tests.kit.outside_judges import pdfsig, qpdf_finds_no_fault
from tests.kit.sealing import tsa
from tests.stamping import stamping
from tests.walk import approved, contracts_of, draft_for, fresh, sent, signed, with_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Signed and approved by Carla, and filed while no authority was there."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, at=now)
    approved(fresh(sale), carla, now)
    run_jobs()
    return fresh(sale)


def stamped_later() -> None:
    """The worker's clock comes to it, when the pause since the last try is over."""
    SealedFile.objects.filter(newest=True).update(next_try_at=timezone.now() - timedelta(seconds=1))
    for watch in (stamp_contracts, stamp_approvals):
        watch.enqueue()
    run_jobs()


def contract(sale: Proposal) -> Contract:
    return contracts_of(sale).select_related("signed_file__sealing", "document").get()


def bytes_of(document: Document | None) -> bytes:
    assert document is not None
    return read(document)


def evidence_in(data: bytes) -> bytes:
    attached = attached_evidence(data)
    assert attached is not None
    return attached.data


def bad_codes(data: bytes) -> list[str]:
    findings = check(data, Trust(timezone.now(), {})).findings
    return [each.code for each in findings if each.verdict is Verdict.BAD]


def test_f_prime_is_made_of_the_same_d_and_e_and_f_stays_valid(filed: Proposal, settings: Any, tmp_path: Path) -> None:
    before = contract(filed).signed_file
    with stamping(settings, tmp_path):
        stamped_later()
    after = contract(filed).signed_file
    assert before is not None and after is not None and before.pk != after.pk
    old, new, original = read(before), read(after), bytes_of(contract(filed).document)
    assert new.startswith(original) and evidence_in(old) == evidence_in(new)
    assert bad_codes(old) == bad_codes(new) == []
    assert "Signature is Valid" in pdfsig(new) and qpdf_finds_no_fault(new)
    assert (after.sealing.number, after.sealing.level) == (2, SealLevel.KEPT)


def test_the_evidence_stays_as_it_stands_in_f_whatever_became_of_the_rows(
    filed: Proposal, settings: Any, tmp_path: Path
) -> None:
    before = evidence_in(bytes_of(contract(filed).signed_file))
    Statement.objects.update(openings={})
    with stamping(settings, tmp_path):
        stamped_later()
    assert evidence_in(bytes_of(contract(filed).signed_file)) == before


def test_two_workers_at_once_make_one_next_form(filed: Proposal, settings: Any, tmp_path: Path) -> None:
    form = SealedFile.objects.select_related("document").get(subject=f"contract/{contract(filed).pk}")
    at, by = timezone.now(), System(form.company_id)
    work = improvement_of(form, lambda evidence: unsealed_again(contract(filed), evidence, at=at), at=at)
    with stamping(settings, tmp_path):
        both = [improved(work, at=at), improved(work, at=at)]
    for finished in both:
        assert finished is not None
        keep_improved(contract(filed), form, finished, by=by, at=at)
    assert SealedFile.objects.of(form.subject).count() == 2
    assert Event.objects.filter(kind="file.stamped").count() == 1


def test_the_approvals_file_gets_its_stamp_too(filed: Proposal, settings: Any, tmp_path: Path) -> None:
    with stamping(settings, tmp_path):
        stamped_later()
    approval = filed.approvals.select_related("file__sealing").get()
    assert approval.file is not None and approval.file.sealing.level == SealLevel.KEPT
    assert bad_codes(read(approval.file)) == []


def test_the_trail_names_both_hashes(filed: Proposal, settings: Any, tmp_path: Path) -> None:
    before = contract(filed).signed_file
    with stamping(settings, tmp_path):
        stamped_later()
        stamped_later()
    after, told = contract(filed).signed_file, Event.objects.filter(kind="file.stamped")
    assert before is not None and after is not None and told.count() == 2
    event = told.get(data__contract=contract(filed).pk)
    assert (event.data["before_sha256"], event.data["file_sha256"]) == (before.sha256, after.sha256)


def test_a_second_authority_short_of_breath_leaves_b_t_which_is_only_added_to(
    filed: Proposal, settings: Any, tmp_path: Path
) -> None:
    asked = []

    def once(query: bytes) -> tuple[str, bytes]:
        asked.append(query)
        return tsa.honest(timezone.now())(query) if len(asked) == 1 else tsa.refusing(query)

    with stamping(settings, tmp_path, once):
        SealedFile.objects.filter(subject__startswith="approval").update(level=SealLevel.KEPT)
        stamped_later()
    half = contract(filed).signed_file
    assert half is not None and half.sealing.level == SealLevel.STAMPED
    with stamping(settings, tmp_path):
        stamped_later()
    whole = contract(filed).signed_file
    assert whole is not None and whole.sealing.level == SealLevel.KEPT and read(whole).startswith(read(half))
    assert bad_codes(read(half)) == bad_codes(read(whole)) == []
    assert read(whole).count(b"/DocTimeStamp") == 1 and b"/DSS" in read(whole)


def test_a_stamp_is_followed_by_another_before_its_authority_ends(
    filed: Proposal, settings: Any, tmp_path: Path
) -> None:
    with stamping(settings, tmp_path):
        stamped_later()
        kept = contract(filed).signed_file
        stamped_later()
        assert contract(filed).signed_file == kept
        SealedFile.objects.filter(newest=True).update(vouched_until=timezone.now() + timedelta(days=100))
        stamped_later()
    renewed = contract(filed).signed_file
    assert kept is not None and renewed is not None and read(renewed).startswith(read(kept)) and kept != renewed
    assert bad_codes(read(renewed)) == [] and pdfsig(read(renewed)).count("Signature #") == 3


def test_each_failure_is_tried_again_later_and_a_false_stamp_never_taken(
    filed: Proposal, settings: Any, tmp_path: Path
) -> None:
    before = contract(filed).signed_file
    with stamping(settings, tmp_path, tsa.false_hash(timezone.now())):
        for _try in range(3):
            stamped_later()
    form = SealedFile.objects.get(subject=f"contract/{contract(filed).pk}")
    assert contract(filed).signed_file == before and form.tries == 3
    assert form.next_try_at is not None and form.next_try_at - timezone.now() > timedelta(minutes=15)


def test_without_authorities_nobody_is_asked(filed: Proposal) -> None:
    stamped_later()
    assert set(SealedFile.objects.values_list("tries", flat=True)) == {0}


def test_pauses_grow_to_half_a_day() -> None:
    minutes = [int(pause_after(tries).total_seconds() / 60) for tries in range(8)]
    assert minutes == [1, 4, 16, 64, 256, 720, 720, 720]

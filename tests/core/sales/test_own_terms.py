"""A company's own terms through a whole sale: in statements, sealed files, dossier and the personal copy."""

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.privacy.sections import sections_of
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals import locking
from aceite.core.proposals.models import Proposal
from aceite.core.sales.approving import approve, prepare_approval
from aceite.core.sales.models import Approval
from aceite.core.signatures.consent import ConsentChanged, Occasion
from aceite.core.signatures.terms_saving import Text, save_terms
from aceite.core.signatures.wording import OwnWords
from aceite.core.trail.auditing import subject_of
from aceite.core.trail.models import Event
from aceite_verify.checking import check
from aceite_verify.findings import Verdict
from aceite_verify.trust import read_trust
from tests.core.contracts.sent import confirm, opened, prepare
from tests.core.sales.test_dossier import bytes_of, made, report_on, wanting
from tests.jobs import run_jobs
from tests.threads import at_once
from tests.walk import answer_to, contracts_of, draft_for, fresh, sent, sent_for, with_contract

ADDED = "O foro é o de Campinas."


def worded(company: Company, occasion: Occasion, by: Member, at: datetime, added: str = ADDED) -> str:
    """The company writes terms; their hash."""
    return save_terms(company, Text(occasion, "pt-br"), OwnWords(added=added), by=by, at=at).sha256


@pytest.fixture
def closed(padaria: Customer, aurora: Company, ana: Member, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Signed and approved under the company's first version; its second one came before the worker filed them."""
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla)
    sale = sent(draft, bruno, now)
    for_signing, for_approving = (worded(aurora, one, ana, now) for one in (Occasion.SIGNATURE, Occasion.APPROVAL))
    opened(list(contracts_of(sale)), carla, at=now)
    confirm(prepare(list(contracts_of(sale)), carla, now, consent_sha256=for_signing), carla, now)
    approve(fresh(sale), answer_to(sale, consent_sha256=for_approving), by=carla, at=now)
    for one in (Occasion.SIGNATURE, Occasion.APPROVAL):
        worded(aurora, one, ana, now, "O foro é o de Santos.")
    run_jobs(now)
    return fresh(sale)


@pytest.mark.django_db
def test_the_sealed_files_the_dossier_and_the_copy_keep_the_very_text(
    closed: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    contract, approval = contracts_of(closed).get(), closed.approvals.select_related("file").get()
    for file in (contract.signed_file, approval.file):
        assert file is not None
        found = check(read(file), read_trust(None, at=now)).findings
        assert [one.code for one in found if one.verdict is Verdict.BAD] == []
        assert {"name": "Carla Nogueira", "number": "1"} in [one.detail for one in found if one.code == "consent.own"]
    data = bytes_of(made(closed, bruno, now))
    assert wanting(report_on(data, now)) == []
    archive = zipfile.ZipFile(BytesIO(data))
    kept = [archive.read(name).decode() for name in archive.namelist() if name.startswith("termos/")]
    assert len(kept) == 2 and all(ADDED in text and "Santos" not in text for text in kept)
    [acts] = [part for part in sections_of(Subject(carla)) if part.name == "atos"]
    assert [ADDED in str(record) for record in acts.records] == [True, True]


@pytest.mark.django_db
def test_the_offer_shows_the_terms_and_the_audit_who_wrote_them(
    padaria: Customer, aurora: Company, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    own = worded(aurora, Occasion.APPROVAL, marcos, now)
    offer = prepare_approval(fresh(sale), by=carla, at=now)
    assert offer.consent.sha256 == own and offer.decline_consent.own is None
    event = Event.objects.get(kind="terms.saved")
    assert (event.actor_id, event.data["sha256"], subject_of(event.kind)) == (marcos.pk, own, "texts")


@pytest.mark.django_db
def test_terms_that_change_while_the_click_waits_for_the_lock(
    padaria: Customer, aurora: Company, ana: Member, bruno: Member, carla: PanelUser, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sale = sent_for(padaria, bruno, now)
    answer: Any = answer_to(sale)
    monkeypatch.setattr(locking, "_lock", lambda _sale: worded(aurora, Occasion.APPROVAL, ana, now))
    with pytest.raises(ConsentChanged):
        approve(fresh(sale), answer, by=carla, at=now)
    assert not Approval.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_approving_against_new_terms(
    padaria: Customer, aurora: Company, ana: Member, bruno: Member, carla: PanelUser, now: datetime, _round: int
) -> None:
    sale = sent_for(padaria, bruno, now)
    answer = answer_to(sale)
    later = now + timedelta(seconds=1)
    yes, own = at_once(
        aurora.pk,
        lambda: approve(sale, answer, by=carla, at=later),
        lambda: worded(aurora, Occasion.APPROVAL, ana, later),
    )
    assert isinstance(own, str), own
    if isinstance(yes, Approval):
        assert yes.statement.content()["consent"] == answer.consent_sha256
    else:
        assert isinstance(yes, ConsentChanged) and not Approval.objects.exists(), yes

"""What the worker seals: stamped where an authority answers, and otherwise honestly without."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import SealedFile, SealLevel
from aceite.core.signatures.sealers import file_seal
from aceite.kit.pdf.pages import text
from aceite.kit.sealing.sealer import open_sealer
from tests.core.signatures.test_certificates import uploaded
from tests.jobs import run_jobs
from tests.kit.outside_judges import pdfsig, qpdf_finds_no_fault
from tests.kit.sealing import tsa
from tests.stamping import asking, stamping
from tests.walk import approved, contracts_of, draft_for, fresh, sent, signed, with_contract

pytestmark = pytest.mark.django_db
BARE = "sem carimbo de tempo externo"
VOUCHED = "com carimbo de tempo externo"


@pytest.fixture
def completed(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Signed by Carla; the worker has not filed it yet."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, at=now)
    return sale


def filed(sale: Proposal) -> tuple[SealedFile, bytes]:
    """What the worker made of it."""
    run_jobs()
    contract: Contract = contracts_of(sale).get()
    assert contract.signed_file is not None
    return contract.signed_file.sealing, read(contract.signed_file)


def test_without_an_authority_the_page_says_so(completed: Proposal) -> None:
    sealed, data = filed(completed)
    assert (sealed.level, sealed.stamped_at, sealed.authority) == (SealLevel.SEALED, None, "")
    # Lines wrap where they like.
    assert BARE in " ".join(text(data).split())


def test_an_authority_vouches_for_the_time_and_the_page_says_so(
    completed: Proposal, settings: Any, tmp_path: Path
) -> None:
    with stamping(settings, tmp_path):
        sealed, data = filed(completed)
    assert (sealed.level, sealed.authority, sealed.number) == (SealLevel.KEPT, "Hora Certa", 1)
    assert sealed.vouched_until is not None and sealed.vouched_until > timezone.now()
    words = " ".join(text(data).split())
    assert VOUCHED in words and BARE not in words
    assert pdfsig(data).count("Signature #") == 2 and qpdf_finds_no_fault(data)


def test_one_connection_and_one_opened_key_serve_many_files(
    completed: Proposal, padaria: Customer, bruno: Member, gil: PanelUser, now: datetime, settings: Any, tmp_path: Path
) -> None:
    other = draft_for(padaria, bruno, now)
    with_contract(other, bruno, now, gil)
    signed(sent(other, bruno, now), gil, at=now)
    with stamping(settings, tmp_path) as server:
        run_jobs()
        assert (server.connections, server.requests) == (1, 4)


@pytest.mark.parametrize(
    "answer",
    [tsa.false_nonce, tsa.false_hash, tsa.stranger, tsa.broken, tsa.years_off],
    ids=["another nonce", "another hash", "untrusted", "broken", "years off"],
)
def test_a_false_stamp_is_never_taken(
    answer: Callable[[datetime], Any], completed: Proposal, settings: Any, tmp_path: Path
) -> None:
    with stamping(settings, tmp_path, answer(timezone.now())):
        sealed, data = filed(completed)
    assert sealed.level == SealLevel.SEALED and BARE in " ".join(text(data).split())
    assert pdfsig(data).count("Signature #") == 1


@pytest.mark.parametrize("answer", [tsa.html, tsa.html_dressed_up, tsa.refusing, tsa.endless])
def test_what_is_no_stamp_is_none(answer: Any, completed: Proposal, settings: Any, tmp_path: Path) -> None:
    with stamping(settings, tmp_path, answer):
        assert filed(completed)[0].level == SealLevel.SEALED


def test_a_slow_authority_holds_up_nobody_for_long(completed: Proposal, settings: Any, tmp_path: Path) -> None:
    with stamping(settings, tmp_path, pause=30) as server:
        asking(settings, tmp_path, server.url, seconds=0.3)
        begun = timezone.now()
        sealed, _data = filed(completed)
    assert sealed.level == SealLevel.SEALED and sealed.next_try_at is not None
    assert (timezone.now() - begun).total_seconds() < 20


def test_the_next_authority_is_asked_when_the_first_is_down(completed: Proposal, settings: Any, tmp_path: Path) -> None:
    with stamping(settings, tmp_path) as server:
        asking(settings, tmp_path, "http://127.0.0.1:9/tsa", server.url)
        assert filed(completed)[0].level == SealLevel.KEPT


def test_the_customers_act_asks_no_authority(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, settings: Any, tmp_path: Path
) -> None:
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    with stamping(settings, tmp_path, pause=30) as server:
        signed(sale, carla, at=now)
        approved(fresh(sale), carla, now)
        assert server.connections == 0


def test_a_companys_key_is_opened_once_a_process(ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded(ana, now)
    opened = []

    def counted(*arguments: Any, **named: Any) -> Any:
        opened.append(arguments)
        return open_sealer(*arguments, **named)

    monkeypatch.setattr("aceite.kit.sealing.sealer.open_sealer", counted)
    assert file_seal(ana.company, at=now).sealer is file_seal(ana.company, at=now).sealer
    assert len(opened) == 1

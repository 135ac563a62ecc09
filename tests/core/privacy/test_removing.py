"""At the end of its time a sale goes whole, through the one gap in the wall, and the company's chain says so."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from aceite.core.companies.walls import raise_walls
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.clearing import TooEarly
from aceite.core.privacy.removing import remove_sale
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.comparing import verify_receipts
from aceite.core.trail.actors import System
from aceite.core.trail.anchors import heads_at
from aceite.core.trail.comparing import verify_anchors
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.core.trail.verifying import verify_chains, verify_openings
from tests.anchoring import anchor_trail
from tests.core.companies.conftest import RUNTIME_ROLE, _connected_as
from tests.core.privacy.dump import tables_with
from tests.jobs import run_jobs
from tests.walk import approved, draft_for, fresh, ordered, sent, sent_for, signed, with_contract

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Fim do prazo de guarda"


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Signed, approved, ordered, anchored."""
    proposal = draft_for(padaria, bruno, now, title="Câmara fria da loja 7")
    with_contract(proposal, bruno, now, carla)
    sent(proposal, bruno, now)
    signed(proposal, carla, at=now)
    approved(proposal, carla, now)
    ordered(proposal, bruno, now)
    run_jobs(now)
    anchor_trail(proposal.company_id, by=System(proposal.company_id), at=now)
    return fresh(proposal)


@pytest.fixture
def later(now: datetime) -> datetime:
    """When its evidence need not be kept any more."""
    return now + timedelta(days=366 * 11)


def by(sale: Proposal) -> System:
    return System(sale.company_id)


def holds() -> list[Any]:
    return [*verify_chains(), *verify_openings(), *verify_receipts(), *verify_anchors()]


def test_nothing_is_left_but_what_the_company_says(sale: Proposal, later: datetime, padaria: Customer) -> None:
    before = Event.objects.of_chain(sale.company_id, f"sale/{sale.pk}").reverse()[0]
    count = remove_sale(sale, reason=WHY, by=by(sale), at=later)
    run_jobs(later)
    said = Event.objects.get(kind="sale.removed")
    assert not Event.objects.filter(chain=f"sale/{sale.pk}").exists()
    # One more than before: that its content was cleared.
    assert said.data["count"] == count == before.seq + 1 and said.data["number"] == sale.number
    assert tables_with("Câmara fria da loja 7") == tables_with(sale.number) - {"trail_event"} == set()
    assert holds() == []
    assert padaria.proposals.count() == 0


def test_what_is_anchored_after_it_holds_too(sale: Proposal, later: datetime, bruno: Member, padaria: Customer) -> None:
    remove_sale(sale, reason=WHY, by=by(sale), at=later)
    draft_for(padaria, bruno, later)
    run_jobs(later)
    made = anchor_trail(sale.company_id, by=by(sale), at=later)
    assert made is not None and made.count == len(heads_at(made))
    assert holds() == []


def test_other_sales_stay_whole(sale: Proposal, later: datetime, bruno: Member, padaria: Customer) -> None:
    other = sent_for(padaria, bruno, later)
    remove_sale(sale, reason=WHY, by=by(sale), at=later)
    run_jobs(later)
    assert Event.objects.of_chain(other.company_id, f"sale/{other.pk}").count() >= 2
    assert fresh(other).versions.count() == 1
    assert holds() == []


def test_before_its_time_or_without_a_reason_nothing_goes(
    sale: Proposal, now: datetime, later: datetime, ana: Member
) -> None:
    with pytest.raises(TooEarly):
        remove_sale(sale, reason=WHY, by=by(sale), at=now)
    with pytest.raises(NotAllowed):
        remove_sale(sale, reason=WHY, by=ana, at=later)
    with pytest.raises(CommandError, match="ainda não terminou"):
        call_command("remove_sale", company="aurora", number=sale.number, reason=WHY, yes=True)
    assert fresh(sale).state == "order" and holds() == []


def test_the_command_removes_and_says_what_stays(
    sale: Proposal, later: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(later):
        call_command("remove_sale", company="aurora", number=sale.number, reason=WHY, yes=True)
    assert "foi removida" in capsys.readouterr().out
    with pytest.raises(CommandError, match="não tem a venda"):
        call_command("remove_sale", company="aurora", number=sale.number, reason=WHY, yes=True)


def deleted(sale: Proposal, *, seq: int = 0) -> None:
    """What somebody with the database in hand would try."""
    rows = Event.objects.filter(chain=f"sale/{sale.pk}", **({"seq": seq} if seq else {})).order_by()
    with transaction.atomic():
        rows._raw_delete(rows.db)


def test_the_wall_lets_nothing_pass_that_the_company_did_not_say(sale: Proposal, now: datetime) -> None:
    for seq in (0, 1, Event.objects.of_chain(sale.company_id, f"sale/{sale.pk}").count()):
        with pytest.raises(DatabaseError, match="append-only"):
            deleted(sale, seq=seq)
    # What was said of another sale, or of fewer events, opens nothing either.
    for said in ({"sale": sale.pk + 1, "count": 99}, {"sale": sale.pk, "count": 0}):
        record("sale.removed", by=by(sale), at=now, data={**said, "head": "0" * 64})
        with pytest.raises(DatabaseError, match="append-only"):
            deleted(sale)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(chain="company").order_by()._raw_delete("default")


def test_a_false_word_opens_the_wall_but_not_unseen(sale: Proposal, now: datetime) -> None:
    """Whoever has the database can write that a sale was removed; it stays written, and must fit the anchor."""
    count = Event.objects.of_chain(sale.company_id, f"sale/{sale.pk}").count()
    record("sale.removed", by=by(sale), at=now, data={"sale": sale.pk, "count": count, "head": "0" * 64})
    assert "its chain is here" in str(list(verify_chains()))
    PersonalValue.objects.filter(event__chain=f"sale/{sale.pk}").delete()
    deleted(sale)
    assert list(verify_chains()) == []
    assert "the tail was cut" in str(list(verify_anchors()))


@pytest.mark.postgresql
def test_whoever_serves_cannot_even_after_it_was_said(sale: Proposal, later: datetime) -> None:
    raise_walls(RUNTIME_ROLE)
    for _ in _connected_as(RUNTIME_ROLE, {}):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.company', '*', false)")
        with pytest.raises(DatabaseError, match="permission denied|append-only"):
            remove_sale(sale, reason=WHY, by=by(sale), at=later)
    assert holds() == []

"""Figures that are told without counting are those a count would find, whatever happened, in whatever order."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, Tally, TallyChange
from aceite.core.proposals.reassigning import reassign
from aceite.core.proposals.tallies import Part, Sum, Tallies, summed
from aceite.core.proposals.tallying import fold, missing_triggers, raise_triggers, recount, to_fold
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.deadlines import tell_deadline
from aceite.core.sales.extending import extend
from aceite.core.trail.actors import System
from tests.threads import together
from tests.walk import approved, declined, draft_for, fresh, order_for, sent_for

BOUNDS = (Decimal(5_000), Decimal(20_000), Decimal(100_000))


def counted(company: Company) -> dict[Part, Sum]:
    """What one would find by looking at every sale."""
    sums: dict[Part, Sum] = {}
    for sale in Proposal.objects.filter(company=company):
        standing = "expired" if sale.state == "sent" and sale.expiry_recorded_at else sale.state
        took = sale.approved_at - sale.first_sent_at if sale.approved_at and sale.first_sent_at else timedelta(0)
        seconds = int(took.total_seconds()) if sale.state in ("approved", "order") else 0
        reason = sale.closed_reason if standing == "declined" else ""
        part = Part(sale.seller_id, standing, sum(sale.total >= bound for bound in BOUNDS), reason)
        sums[part] = sums.get(part, Sum()) + Sum(1, sale.total, seconds)
    return sums


@pytest.fixture
def a_year_of_sales(
    padaria: Customer, joana: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    """One in every state, some of which went back and forth."""
    draft_for(joana, marcos, now)
    cancel(draft_for(padaria, bruno, now), reason="Engano", by=bruno, at=now)
    declined(sent_for(padaria, bruno, now), carla, now)
    approved(sent_for(padaria, marcos, now), carla, now + timedelta(hours=5))
    order_for(padaria, bruno, carla, now)
    late = sent_for(padaria, bruno, now)
    for days in (30, 60):
        tell_deadline(late, by=System(late.company_id), at=now + timedelta(days=days))
        if days == 30:
            until = (now + timedelta(days=50)).date()
            extend(fresh(late), valid_until=until, by=marcos, at=now + timedelta(days=30))
    reassign(fresh(late), seller=marcos, by=marcos, at=now)


def test_what_is_told_is_what_is_there(
    a_year_of_sales: None, aurora: Company, joana: Customer, bruno: Member, now: datetime
) -> None:
    told = Tallies(aurora.pk)
    assert told.parts() == counted(aurora) != {}
    assert {part.standing for part in told.parts()} == {
        "draft",
        "cancelled",
        "declined",
        "approved",
        "order",
        "expired",
    }
    by_standing = summed((part.standing, one) for part, one in counted(aurora).items())
    assert told.by_standing() == by_standing
    fold(aurora.pk)
    assert not TallyChange.objects.exists()
    assert told.parts() == counted(aurora) and told.by_standing() == by_standing
    cancel(draft_for(joana, bruno, now), reason="Engano", by=bruno, at=now)
    assert told.by_standing()["cancelled"].count == 2
    fold(aurora.pk)
    assert told.by_standing()["cancelled"].count == 2
    hers = {part: one for part, one in counted(aurora).items() if part.seller_id == bruno.pk}
    assert told.parts(seller_id=bruno.pk) == hers
    this = now.year * 12 + now.month - 1
    assert told.parts(months=(this, this)) == counted(aurora)
    assert told.parts(months=(this + 1, this + 1)) == {}


def test_a_sale_that_is_removed_leaves_the_figures(a_year_of_sales: None, aurora: Company) -> None:
    fold(aurora.pk)
    gone = Proposal.objects.filter(state="cancelled")
    with transaction.atomic():
        # Its other rows would have to go too.
        gone._raw_delete(gone.db)
        assert "cancelled" not in Tallies(aurora.pk).by_standing()
        transaction.set_rollback(True)


def test_an_act_that_is_undone_leaves_no_figure(padaria: Customer, bruno: Member, now: datetime) -> None:
    with transaction.atomic():
        draft_for(padaria, bruno, now)
        transaction.set_rollback(True)
    assert Tallies(padaria.company_id).parts() == {}
    assert to_fold() == []


@pytest.mark.django_db(transaction=True)
def test_a_recount_finds_the_same_and_mends_what_a_fallen_trigger_missed(
    a_year_of_sales: None, aurora: Company, bruno: Member
) -> None:
    recount()
    assert Tallies(aurora.pk).parts() == counted(aurora)
    for table in (Tally, TallyChange):
        table.objects.all().delete()
    raise_triggers()
    assert Tallies(aurora.pk).parts() == counted(aurora)
    on = " ON proposals_proposal" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER proposals_proposal_tally_update{on}")
    Proposal.objects.filter(state="draft").update(seller=bruno)
    assert missing_triggers() == ["proposals_proposal_tally_update"]
    assert Tallies(aurora.pk).parts() != counted(aurora)
    raise_triggers()
    assert missing_triggers() == [] and Tallies(aurora.pk).parts() == counted(aurora)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_acts_and_folds_at_once_lose_and_double_nothing(padaria: Customer, bruno: Member, now: datetime) -> None:
    def sell() -> None:
        for _ in range(4):
            with scoped(padaria.company_id):
                draft_for(padaria, bruno, now)

    def add_up() -> None:
        for _ in range(8):
            with scoped(padaria.company_id):
                fold(padaria.company_id)

    together(sell, add_up, sell, add_up)
    with scoped(padaria.company_id):
        assert Tallies(padaria.company_id).by_standing()["draft"].count == 8
        fold(padaria.company_id)
        assert Tallies(padaria.company_id).parts() == counted(padaria.company)
        places = Counter(Tally.objects.values_list("seller_id", "month", "standing", "size"))
        assert set(places.values()) == {1}

"""A large company: what a seed draws is drawn again, its chains and figures hold, and a verb goes on from there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, Tally, TallyChange
from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import Tallies
from aceite.core.proposals.tallying import recount
from aceite.core.sales.models import Order
from aceite.core.signatures.models import Statement
from aceite.core.trail.comparing import verify_anchors
from aceite.core.trail.verifying import verify_chains, verify_openings
from aceite.kit.hashing import sha256_hex
from aceite.kit.taxid import is_cnpj
from aceite.project.large.plans import cnpj_of
from tests.walk import sent_for

UNTIL = datetime(2026, 11, 24, 15, tzinfo=UTC)


def load(slug: str, **options: int) -> Company:
    call_command("load_large", slug=slug, until=UNTIL, verbosity=0, **options)
    with everywhere(Door.OPERATOR):
        return Company.objects.get(slug=slug)


@pytest.mark.django_db(transaction=True)
def test_a_large_company_is_whole_and_its_trail_holds() -> None:
    one, other = load("um", size=260, seed=7), load("outro", size=260, seed=7)
    with everywhere(Door.OPERATOR):
        drawn = [
            list(
                Proposal.objects.filter(company=company).order_by("pk").values_list("number", "title", "state", "total")
            )
            for company in (one, other)
        ]
        assert drawn[0] == drawn[1]
        # The first sale goes the way of the verbs.
        sales = list(Proposal.objects.filter(company=one).select_related("current", "customer"))
        # Alternatives and withdrawals are nothing that lists would be slow with.
        rare = {State.SUPERSEDED, State.RESCINDED}
        assert len(sales) == 261 and {sale.state_at(UNTIL) for sale in sales} == set(State) - rare
        assert [*verify_chains(), *verify_openings(), *verify_anchors()] == []
        for sale in sales:
            if sale.current and sale.current.manifest:
                assert sha256_hex(sale.current.manifest.encode()) == sale.current.bundle_sha256
        answered = [sale for sale in sales if sale.state in (State.APPROVED, State.ORDER, State.DECLINED)]
        assert Statement.objects.filter(company_id=one.pk).count() == len(answered)
        assert Order.objects.filter(company=one).count() == sum(sale.state == State.ORDER for sale in sales)
        assert TallyChange.objects.filter(company_id=one.pk, count__gt=0).count() <= 1
        told = Tallies(one.pk).parts()
        recount()
        assert Tallies(one.pk).parts() == told and Tally.objects.exists()
        bruno = Member.objects.filter(company=one, name="Vendas 01").select_related("company").get()
        customer = Customer.objects.filter(company=one).select_related("company").order_by("pk")[3]
        later = UNTIL + timedelta(minutes=1)
        assert (
            sent_for(customer, bruno, later).sequence == max(sale.sequence for sale in sales if sale.year == 2026) + 1
        )
    with pytest.raises(CommandError, match="Já há"):
        load("um", size=10, seed=7)


def test_the_customers_have_tax_ids_that_exist() -> None:
    assert all(is_cnpj(cnpj_of(number)) for number in (10_000, 12_345, 80_000_000, 99_999_999))
    assert len({cnpj_of(number) for number in range(500)}) == 500

"""What Aurora's team does in those months that belongs to no sale: prices, rules, views, absences, a merge undone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from aceite.core.clearances.measures import Measure
from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.customers.actions import save_customer
from aceite.core.customers.grouping import put_in_group, save_group
from aceite.core.customers.models import CustomerMerge
from aceite.core.people.permissions import Role
from aceite.core.people.standing_in import Away, plan_absence
from aceite.core.prices.actions import ListData, save_list
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import set_price
from aceite.core.sales.merging_customers import MergeChoice, merge_customers, undo_merge
from aceite.core.sales.saved_views import ViewAudience
from aceite.core.sales.view_saving import ViewData, save_view
from aceite.project.demo.calendar import ZONE
from aceite.project.demo.people import BRANCH
from aceite.project.demo.story import Stage

# What a unit costs who builds large, from a quantity on.
BREAKS: Final = {
    "MOD-580": (("0", "598.00"), ("100", "579.00"), ("300", "555.00")),
    "EST-MET": (("0", "84.00"), ("300", "78.50")),
    "EST-SOLO": (("0", "208.00"), ("300", "196.00")),
    "CAB-6": (("0", "7.20"), ("1000", "6.8500")),
}
IN_THE_GROUP: Final = ("metal", "cooperativa")


def price_large_plants(stage: Stage, at: datetime) -> None:
    """A group of customers with a price list of its own, cheaper from a quantity on."""
    company, manager = stage.company, stage.team["marcos"]
    group = save_group(None, "Indústria e agronegócio", company=company, by=manager, at=at)
    for key in IN_THE_GROUP:
        stage.customers[key] = put_in_group(stage.customers[key], group, by=manager, at=at)
    data = ListData("Usinas de grande porte", starts_on=at.astimezone(ZONE).date(), groups=[group])
    made = save_list(None, data, company=company, by=manager, at=at)
    for code, steps in BREAKS.items():
        for quantity, price in steps:
            step = Step(Decimal(quantity), Decimal(price))
            set_price(made, stage.items[code], step, by=manager, at=at)


def save_views(stage: Stage, at: datetime) -> None:
    """A view of Bruno's own, and one that Marcos shares."""
    save_view(None, ViewData("Cobrar o cliente", "situacao=sent&espera=customer"), by=stage.team["bruno"], at=at)
    shared = ViewData("Aprovadas sem pedido", "situacao=approved", ViewAudience.TEAM)
    save_view(None, shared, by=stage.team["marcos"], at=at)


def limit_discounts(stage: Stage, at: datetime) -> None:
    """From now on a manager answers for what a seller gives away beyond a tenth."""
    rule = RuleData(Measure.DISCOUNT, limit=Decimal(10), role=Role.SELLER)
    save_rule(None, rule, company=stage.company, by=stage.team["ana"], at=at)


def merge_branch(stage: Stage, at: datetime) -> None:
    """The register of a branch goes into that of the market."""
    manager = stage.team["marcos"]
    branch = save_customer(None, BRANCH, company=stage.company, by=manager, at=at)
    merge_customers(stage.customers["mercado"], branch, MergeChoice(), by=manager, at=at)


def part_branch(stage: Stage, at: datetime) -> None:
    """They are two again: the branch buys with a CNPJ of its own."""
    merge = CustomerMerge.objects.standing().get(company=stage.company)
    undo_merge(merge, by=stage.team["marcos"], at=at)


def go_on_holiday(stage: Stage, at: datetime) -> None:
    """Marcos goes away soon, and Ana stands in for him."""
    day = at.astimezone(ZONE).date()
    away = Away(day + timedelta(days=12), day + timedelta(days=23), stage.team["ana"])
    plan_absence(stage.team["marcos"], away, by=stage.team["marcos"], at=at)


# How many working days ago, as in the stories.
DEEDS: Final[tuple[tuple[float, Callable[[Stage, datetime], None]], ...]] = (
    (16.45, price_large_plants),
    (12.35, save_views),
    (10.75, merge_branch),
    (10.65, part_branch),
    (3.05, limit_discounts),
    (2.45, go_on_holiday),
)

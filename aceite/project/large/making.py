"""Makes the large company, lot by lot: each stands whole or not at all, and the chains are valid after every one."""

import time
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from random import Random
from typing import Final

from django.db import transaction

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.proposals.tallying import fold
from aceite.core.rows.planning import tell_the_planner
from aceite.project.large.lots import Lot, Numbers
from aceite.project.large.plans import Drawing
from aceite.project.large.stage import ITEMS, SELLERS, Stage, receive, set_stage

LOT: Final = 500
Tell = Callable[[str], None]


def make_large(slug: str, *, size: int, seed: int, until: datetime, tell: Tell) -> Stage:
    """A company with `size` sales, a fifth as many customers, made in the three years before `until`.

    Numbers, names and amounts follow from the seed; salts and codes are as random as ever.
    """
    draw, begun = Random(seed), time.monotonic()
    with everywhere(Door.OPERATOR), transaction.atomic():
        stage = set_stage(slug, draw, until)
    company_id, customers = stage.company.pk, max(10, size // 5)
    with scoped(company_id):
        for done in receive(stage, draw, customers, until):
            tell(f"clientes: {done}/{customers}")
    numbers, made = Numbers(company_id), 0
    sales = Drawing(draw, size, customers, ITEMS, SELLERS, until).sales()
    while lot := list(islice(sales, LOT)):
        with scoped(company_id), transaction.atomic():
            Lot(stage, numbers).make(lot)
            numbers.keep()
        made += len(lot)
        tell(f"vendas: {made}/{size} ({made / (time.monotonic() - begun):.0f} por segundo)")
        with scoped(company_id):
            fold(company_id)
    tell_the_planner()
    return stage

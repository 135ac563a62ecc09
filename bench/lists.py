"""Whether lists and figures stay quick, however many sales there are.

`bin/bench lists [--postgresql] [--sizes 100,10000,100000] [--seed N]`

Makes a company of each size in one database (project/large) and asks every page for it as its owner does: the list's
first page and the one that begins behind the 25,000th row (or the middle one) in every sorting, each filter, searches
that find few, many and none, the search over everything, the audit, the home page, the board, one sale, the customers.
What counts is the time the database takes for a page, from the first statement to the last row, and how many statements
there are; the best of some rounds in turns that lie a minute apart, since the others tell what else the machine did.

Ends with 1 when a page takes the database more than 20 ms at the largest size; when that is more than twice and 5 ms
more than at the smallest (three times and 10 ms for the home page); or when a page asks more statements of more sales
than of few. A page asks up to six fewer where nothing on it needs an answer (no order among its sales, say), the home
page up to eight.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from environ import Env

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.rows.keyset import Cursor
from aceite.core.sales.filtering import SORTS
from aceite.faces.office.sale_filters import ORDERS
from aceite.project.large.making import make_large
from tests.clients import client_of

UNTIL: Final = datetime(2026, 11, 24, 15, tzinfo=UTC)
FAR: Final = 25_000
MOST_MS: Final = 20.0
TURNS: Final = 4
ROUNDS: Final = 8
SHORT_CUTS: Final = 6
# The home page tells nothing of the sales that wait for somebody where none does.
HOME_SHORT_CUTS: Final = 8
SEARCHES: Final = {
    "search: a number": "2026-00", "search: one sale": "2025-0007", "search: many": "padaria",
    "search: two words": "padaria do", "search: two letters": "ve", "search: one letter": "q",
    "search: nothing": "xyzw", "search: CNPJ": "10.203.0",
}  # fmt: skip

EVERYTHING: Final = {"an order": "PED2025-0007", "many": "padaria", "two letters": "ve", "nothing": "xyzw"}


@dataclass(frozen=True)
class Taken:
    """What one page took of the database: milliseconds, and statements."""

    ms: float
    statements: int


class Watch:
    """Times everything that is asked of the database, rows included."""

    def __init__(self) -> None:
        self.seconds, self.statements = 0.0, 0

    def cursor(self, cursor: Any) -> CursorWrapper:
        """A cursor that is timed."""
        watch = self

        class Timed(CursorWrapper):
            def __getattribute__(self, name: str) -> Any:
                found = super().__getattribute__(name)
                return watch.timed(found, name) if name in {"execute", "fetchone", "fetchmany", "fetchall"} else found

        return Timed(cursor, connection)

    def timed(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The call, with its time added."""

        def asked(*words: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return call(*words, **named)
            finally:
                self.seconds += time.perf_counter() - begun
                self.statements += name == "execute"

        return asked


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench lists")
    parser.add_argument("--sizes", default="100,10000,100000", help="of the companies, the smallest first")
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args(words)
    sizes = [int(size) for size in choice.sizes.split(",")]
    for size in sizes:
        make(f"c{size}", size, choice.seed)
    tell_the_planner()
    found: dict[int, dict[str, Taken]] = {size: {} for size in sizes}
    for _turn, size in product(range(TURNS), sizes):
        for name, taken in pages(f"c{size}"):
            found[size][name] = min(taken, found[size].get(name, taken), key=lambda one: one.ms)
    missed = show(found)
    print("\n".join(["", *(f"MISSED: {line}" for line in missed)] if missed else ["", "All marks held."]), flush=True)
    return 1 if missed else 0


def make(slug: str, size: int, seed: int) -> None:
    """The company, unless it is there from before."""
    with everywhere(Door.OPERATOR):
        if Company.objects.filter(slug=slug).exists():
            return
    begun = time.monotonic()
    make_large(slug, size=size, seed=seed, until=UNTIL, tell=lambda words: None)
    print(f"{size} sales made in {time.monotonic() - begun:.0f} s", flush=True)


def tell_the_planner() -> None:
    """What autovacuum does by itself, a little later; on SQLite the making has done what the worker does."""
    if connection.vendor == "postgresql":
        place = Env.db_url_config(os.environ["DATABASE_OWNER_URL"])
        words = {"host": place["HOST"], "user": place["USER"], "dbname": place["NAME"]}
        with psycopg.connect(**words, autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")


def pages(slug: str) -> Iterator[tuple[str, Taken]]:
    """Each page by its name, with what it took."""
    with everywhere(Door.OPERATOR):
        company = Company.objects.get(slug=slug)
        owner = Member.objects.select_related("user").get(company=company, name="Ana")
        addresses = list(addresses_of(company))
    settings.ALLOWED_HOSTS = ["*"]
    client = client_of(owner)
    for name, address in addresses:
        yield name, measured(client, f"/{slug}/gestao/{address}")


def addresses_of(company: Company) -> Iterator[tuple[str, str]]:
    """What is asked, below the company's office."""
    sales = Proposal.objects.filter(company=company)
    seller = Member.objects.filter(company=company, name="Vendas 01").get()
    customer = Customer.objects.filter(company=company).order_by("pk")[5]
    item = Item.objects.filter(company=company).order_by("pk")[3]
    yield "home", ""
    yield "home: since the beginning", "?periodo=tudo"
    yield "home: one seller's", f"?vendedor={seller.pk}"
    yield "first page", "vendas/"
    names = {name: word for word, name in reversed(ORDERS.items())}
    for name, sorting in SORTS.items():
        if "customer" in name:
            continue
        segment = sorting.segments()[0]
        rows = segment.ordered(sales, backwards=False)
        place = min(FAR, rows.count() // 2)
        cursor = Cursor(0, segment.places_in(rows[place:], 1)[0].values, False, place)
        yield f"far page by {name}", f"vendas/?ordem={names[name]}&depois={cursor}"
    for state in ("draft", "sent", "approved", "order", "declined", "expired", "cancelled"):
        yield f"state {state}", f"vendas/?situacao={state}"
    yield "one seller's", f"vendas/?vendedor={seller.pk}"
    yield "one seller's declined", f"vendas/?vendedor={seller.pk}&situacao=declined"
    yield "the same by customer", f"vendas/?vendedor={seller.pk}&situacao=declined&ordem=cliente"
    yield "one customer's", f"vendas/?cliente={customer.pk}"
    for side in ("vendor", "customer"):
        yield f"waiting for the {side}", f"vendas/?espera={side}"
    yield "waiting for a month", "vendas/?espera=customer&ha=30"
    yield "awaiting the down payment", "vendas/?espera=entrada"
    yield "sent in a month", "vendas/?de=01/03/2025&ate=31/03/2025"
    yield "ordered in a month", "vendas/?pedido_de=01/03/2025&pedido_ate=31/03/2025"
    yield "made in a month", "vendas/?feita_de=2025-03&feita_ate=2025-03"
    yield "made in a year, declined", "vendas/?feita_de=2025-01&feita_ate=2025-12&situacao=declined"
    for group in ("oferecidas", "respondidas", "ganhas"):
        yield f"states {group}", f"vendas/?situacao={group}"
    yield "of a size", "vendas/?valor=2"
    yield "declined for the price", "vendas/?situacao=declined&motivo=price"
    yield "with an item", f"vendas/?item={item.pk}"
    yield "won with an item", f"vendas/?item={item.pk}&situacao=ganhas"
    yield "ending this week", "vendas/?vence=7"
    yield "copies to check", "vendas/?pendencia=vias"
    yield "board", "vendas/quadro/"
    declined = sales.filter(standing="declined")
    place = min(FAR, declined.count() // 2)
    segment = SORTS["-number"].segments()[0]
    rows = segment.ordered(declined, backwards=False)
    cursor = Cursor(0, segment.places_in(rows[place:], 1)[0].values, False, place)
    yield "board: far in a column", f"vendas/quadro/declined/?depois={cursor}"
    for name, typed in SEARCHES.items():
        yield name, f"vendas/?q={typed}"
    for name, typed in EVERYTHING.items():
        yield f"everything: {name}", f"busca/?q={typed}"
    yield "everything: while typing", "busca/sugestoes/?q=padaria"
    yield "audit", "auditoria/"
    yield "audit: a subject", "auditoria/?assunto=configuracoes"
    yield "audit: a person", f"auditoria/?quem={seller.pk}"
    yield "audit: a month", "auditoria/?de=01/03/2025&ate=31/03/2025&assunto=vendas"
    yield "audit: a sale", f"auditoria/?venda={sales.order_by('pk')[5].number}"
    yield "audit: a customer", f"auditoria/?alvo=customer-{customer.pk}"
    yield "audit: an item, sales", f"auditoria/?alvo=item-{item.pk}&assunto=vendas"
    yield "detail", f"vendas/{sales.order_by('pk')[sales.count() // 2].number}/"
    yield "customers", "clientes/"
    yield "customers: search", "clientes/?q=padaria"
    yield "one customer", f"clientes/{customer.pk}/"


def measured(client: Client, address: str) -> Taken:
    """The page, once to warm up and then some rounds."""
    taken = []
    for _round in range(ROUNDS + 1):
        watch = Watch()
        connection.make_cursor = watch.cursor  # type: ignore[method-assign]
        try:
            answer = client.get(address)
        finally:
            del connection.make_cursor
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        taken.append(Taken(watch.seconds * 1000, watch.statements))
    return Taken(min(one.ms for one in taken[1:]), taken[-1].statements)


def show(found: dict[int, dict[str, Taken]]) -> list[str]:
    """Prints the table; returns what missed its mark."""
    sizes = list(found)
    print(f"\n{connection.vendor}; milliseconds of the database, statements\n")
    print(f"{'':28}" + "".join(f"{size:>14,}" for size in sizes))
    missed: list[str] = []
    for name in found[sizes[0]]:
        row = [found[size][name] for size in sizes]
        print(f"{name:28}" + "".join(f"{one.ms:9.1f} {one.statements:4}" for one in row), flush=True)
        missed += judged(name, row[0], row[-1])
    return missed


def judged(name: str, few: Taken, many: Taken) -> Iterator[str]:
    """What is wrong with a page."""
    times, more = (3, 10) if name.startswith("home") else (2, 5)
    if many.ms > MOST_MS:
        yield f"{name}: {many.ms:.1f} ms, not {MOST_MS:g}"
    if many.ms > few.ms * times and many.ms > few.ms + more:
        yield f"{name}: {few.ms:.1f} ms grew to {many.ms:.1f}"
    if many.statements > few.statements + (HOME_SHORT_CUTS if name.startswith("home") else SHORT_CUTS):
        yield f"{name}: {few.statements} statements grew to {many.statements}"

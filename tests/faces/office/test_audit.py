"""The audit: who changed what, found by subject, person, day, sale and thing, page by page, and as a file."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.comments.writing import comment
from aceite.core.companies.actions import change_settings
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.grouping import save_group
from aceite.core.customers.models import Customer, CustomerGroup, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.teams import change_role
from aceite.core.proposals.models import AlternativeGroup, Proposal
from aceite.core.sales.alternatives import make_alternative
from aceite.core.sales.audit_rows import audit_rows
from aceite.core.trail.actors import System
from aceite.core.trail.auditing import SUBJECTS, kinds_of
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.recording import record
from tests.clients import client_of, downloaded
from tests.walk import sent_for

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/aurora/gestao/auditoria/"


@pytest.fixture
def browser(marcos: Member) -> Client:
    """Marcos's: he manages."""
    return client_of(marcos)


@pytest.fixture
def happened(ana: Member, bruno: Member, padaria: Customer, carla: PanelUser, now: datetime) -> Proposal:
    """Ana changed settings and a role, Bruno a customer and then sent him something."""
    change_settings(ana.company, {"colour": "#7a1fa2", "pix_kind": "cnpj", "pix_key": ana.company.cnpj}, by=ana,
                    at=now - timedelta(days=40))  # fmt: skip
    change_role(bruno, Role.READER, by=ana, at=now)
    change_role(bruno, Role.SELLER, by=ana, at=now)
    bruno.refresh_from_db()
    moved = CustomerData("company", padaria.name, padaria.taxid, city="Santos", state="SP")
    save_customer(padaria, moved, company=ana.company, by=bruno, at=now)
    return sent_for(padaria, bruno, now)


def told(browser: Client, query: str = "") -> list[tuple[str, str, str, str]]:
    """Who, what, about which thing, and what of it."""
    rows = [(shown["row"], shown["detail"]) for shown in browser.get(f"{PAGE}?{query}").context["rows"]]
    return [(row.who, row.words, row.about or row.sale, detail) for row, detail in rows]


def test_it_tells_who_changed_what_the_newest_first(happened: Proposal, browser: Client) -> None:
    rows = told(browser)
    assert rows[0] == ("Bruno", "Proposta enviada", happened.number, "")
    assert ("Bruno", "Cliente alterado", "Padaria Central Ltda.", "cidade") in rows
    assert ("Ana", "Papel na equipe alterado", "Bruno", "Vendedor → Leitor") in rows
    assert rows[-1] == ("Ana", "Dados da empresa alterados", "", "cor da marca, chave Pix, tipo da chave Pix")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("assunto=equipe", {"Papel na equipe alterado"}),
        ("assunto=clientes", {"Cliente alterado"}),
        ("assunto=configuracoes", {"Dados da empresa alterados"}),
        ("de=24/11/2026&assunto=configuracoes", set()),
        ("ate=01/11/2026", {"Dados da empresa alterados"}),
        ("venda=2026-0001", {"Proposta criada", "Proposta enviada"}),
        ("venda=2026-9999", set()),
        ("quem=999999", set()),
        ("quem=x&de=99/99/9999&ate=31/12/9999&alvo=senha-1&assunto=textos", set()),
    ],
)
def test_each_filter_keeps_what_it_names(happened: Proposal, browser: Client, query: str, words: set[str]) -> None:
    assert {row[1] for row in told(browser, query)} == words


def test_what_colleagues_say_of_a_sale_names_the_sale(
    browser: Client, padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    comment(sale, "Ligar na segunda", key="a", by=bruno, at=now)
    assert ("Bruno", "Comentário entre colegas", sale.number, "") in told(browser)


def test_price_lists_blocks_and_mails_are_told_by_name(browser: Client) -> None:
    browser.post("/aurora/gestao/catalogo/tabelas/nova/", {"name": "Atacado", "for_everybody": "on"})
    browser.post("/aurora/gestao/blocos/novo/", {"title": "Quem somos", "kind": "about", "body": "<p>Desde 1998.</p>"})
    browser.post("/aurora/gestao/emails/textos/approved/en/", {"subject": "Thank you", "body": "We have it."})
    letter, block, prices = told(browser)[:3]
    assert (prices[2], block[2], letter[1:]) == ("Atacado", "Quem somos", ("Texto de e-mail salvo", "", letter[3]))
    assert letter[3].endswith(" (en)") and "approved" not in letter[3]
    assert letter[3] in browser.get(PAGE).content.decode()
    # What the audit cannot be asked for alone offers no such link.
    assert [shown["about_it"] for shown in browser.get(PAGE).context["rows"][:3]] == ["", "", ""]


def test_one_persons_acts_and_what_happened_to_one_thing(
    happened: Proposal, browser: Client, bruno: Member, padaria: Customer
) -> None:
    assert {row[0] for row in told(browser, f"quem={bruno.pk}")} == {"Bruno"}
    assert told(browser, f"alvo=customer-{padaria.pk}") == [
        ("Bruno", "Cliente alterado", "Padaria Central Ltda.", "cidade")
    ]


def test_every_event_stands_on_one_page_and_in_the_file(browser: Client, ana: Member, now: datetime) -> None:
    for number in range(120):
        record("company.changed", by=ana, at=now + timedelta(seconds=number // 3), data={"fields": [str(number)]})
    found, query = [], ""
    while True:
        context = browser.get(f"{PAGE}?{query}").context
        found += [shown["row"].event.pk for shown in context["rows"]]
        if not context["turns"].older:
            break
        query = f"depois={context['turns'].older}"
    assert len(found) == len(set(found)) == 120 and found == sorted(found, reverse=True)
    file: Any = browser.get(f"{PAGE}arquivo.csv")
    # Each piece is asked for within the company's scope anew, so they are few.
    pieces = list(file)
    assert b"".join(pieces).count(b"company.changed") == 120 and len(pieces) == 1
    assert downloaded(browser.get(f"{PAGE}arquivo.csv?assunto=equipe")).count(b"\n") == 1


def test_the_page_asks_as_much_of_many_events_as_of_few(browser: Client, ana: Member, now: datetime) -> None:
    asked = []
    for _time in range(2):
        for _event in range(20):
            record("company.changed", by=ana, at=now, data={"fields": ["colour"]})
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_group_of_alternatives_is_no_group_of_customers(
    happened: Proposal, browser: Client, ana: Member, bruno: Member, now: datetime
) -> None:
    make_alternative(happened, seller=bruno, by=bruno, at=now)
    together = AlternativeGroup.objects.get()
    group = CustomerGroup.objects.create(pk=together.pk, company=ana.company, name="Padarias")
    rename = save_group(group, "Padarias e cafés", company=ana.company, by=ana, at=now)
    rows = [row for row in told(browser) if "lternativ" in row[1]]
    assert rows and {row[2] for row in rows} <= set(Proposal.objects.values_list("number", flat=True))
    assert ("Ana", "Grupo de clientes salvo", rename.name, "") in told(browser)


def test_a_name_of_another_company_never_stands_there(
    happened: Proposal, ana: Member, eva: Member, fabio: PanelUser, now: datetime
) -> None:
    # Whatever number an event holds, it is one of its own company.
    theirs = {"customer": fabio.customer_id, "panel_user": fabio.pk}
    strange = record("customer.changed", by=ana, at=now, data=theirs | {"fields": []})
    passed = record("proposal.reassigned", sale=happened.pk, by=ana, at=now, data={"from": eva.pk, "to": ana.pk})
    own = record("customer.changed", by=eva, at=now, data=theirs | {"fields": []})
    rows = audit_rows([strange, passed, own])
    assert [(row.about, row.thing) for row in rows[:2]] == [("", None), ("", None)]
    assert rows[1].detail == "? → Ana" and rows[2].about == fabio.name


def test_a_file_opened_in_a_spreadsheet_runs_nothing(browser: Client, ana: Member, now: datetime) -> None:
    Member.objects.filter(pk=ana.pk).update(name="=1+1")
    record("company.changed", by=ana, at=now)
    file = downloaded(browser.get(f"{PAGE}arquivo.csv"))
    assert b"'=1+1" in file and b";=1+1" not in file


def test_another_companys_events_are_never_told(happened: Proposal, eva: Member, now: datetime) -> None:
    record("trail.anchored", by=System(eva.company_id), at=now)
    rows = [shown["row"] for shown in client_of(eva).get("/boreal/gestao/auditoria/?quem=todos").context["rows"]]
    assert [(row.who, row.words) for row in rows] == [("Sistema", "Trilha ancorada")]
    assert client_of(eva).get("/boreal/gestao/auditoria/").context["rows"] == []
    assert client_of(eva).get(f"/boreal/gestao/auditoria/?venda={happened.number}").context["rows"] == []


def test_sellers_and_readers_have_no_audit(bruno: Member, iris: Member) -> None:
    for person in (bruno, iris):
        assert client_of(person).get(PAGE).status_code == 404


def test_every_kind_of_event_belongs_to_one_subject() -> None:
    assert sorted(kind for subject in SUBJECTS for kind in kinds_of(subject)) == sorted(KINDS)


def test_each_day_stands_once_above_its_acts_and_names_the_zone(happened: Proposal, browser: Client) -> None:
    html = browser.get(PAGE).content.decode()
    days = {shown["day"] for shown in browser.get(PAGE).context["rows"]}
    assert html.count('scope="rowgroup"') == html.count("(horário de Brasília)") == len(days) == 2

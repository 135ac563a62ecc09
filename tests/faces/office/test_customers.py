"""Customers and the people of their panel."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from aceite.core.blueprints.keeping import BlueprintData, new_blueprint
from aceite.core.companies.models import Company
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import PersonData, change_panel_user
from aceite.core.people.models import Member
from aceite.core.tickets.writing import Words, open_ticket
from tests.cast import panel_user
from tests.clients import client_of, downloaded
from tests.core.contracts.sent import draft
from tests.jobs import run_jobs
from tests.walk import OVEN, order_for, paid_in

OFFICE = "/aurora/gestao/"
LIST = f"{OFFICE}clientes/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def page_of(customer: Customer) -> str:
    """The customer's page."""
    return f"{LIST}{customer.pk}/"


def test_the_list_is_searched_without_accents_and_by_tax_id(
    browser: Client, padaria: Customer, joana: Customer
) -> None:
    for words in ("PADÁRIA", "12.ABC.345/01DE-35"):
        page = browser.get(LIST, {"q": words}).content.decode()
        assert "Padaria Central" in page
        assert "Joana" not in page


def test_the_list_opens_in_a_spreadsheet(browser: Client, padaria: Customer) -> None:
    answer = browser.get(LIST, {"formato": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="clientes.csv"'
    assert "12.ABC.345/01DE-35" in downloaded(answer).decode("utf-8-sig")


def test_the_list_asks_the_same_of_the_database_however_long(
    browser: Client, aurora: Company, padaria: Customer, joana: Customer, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(18) as short:
        browser.get(LIST)
    for number in range(9):
        Customer.objects.create(
            company=aurora, kind="company", name=f"Loja {number}", taxid=f"0000000000000{number}",
            created_at=padaria.created_at,
        )  # fmt: skip
    with django_assert_max_num_queries(len(short)):
        browser.get(LIST)


def test_a_new_customer_leads_to_her_page(browser: Client, aurora: Company) -> None:
    answer = browser.post(f"{LIST}novo/", {"taxid": "168.995.350-09", "name": "Joana Siqueira", "state": "SP"})
    joana = Customer.objects.get(taxid="16899535009")
    assert answer["Location"] == page_of(joana)
    assert joana.kind == "person"
    # Her first person is ticked as the one who decides, so that a proposal can be sent; the next ones are not.
    form = f"{page_of(joana)}usuarios/novo/"
    decides = [browser.get(form).context["form"]["can_approve"].value()]
    panel_user(joana, "Joana Siqueira", "joana@correio.example", "16899535009")
    assert [*decides, bool(browser.get(form).context["form"]["can_approve"].value())] == [True, False]


def test_from_a_new_proposal_what_was_sought_comes_along_and_the_customer_is_chosen(
    browser: Client, bruno: Member, aurora: Company, now: datetime
) -> None:
    model = new_blueprint(BlueprintData("Cozinha"), company=aurora, key="", by=bruno, at=now)
    page = browser.get(f"/aurora/gestao/vendas/nova/?modelo={model.pk}&q=Joana+%26+filhas").content.decode()
    [form] = [unescape(href) for href in re.findall(r'href="([^"]+clientes/novo/[^"]*)"', page)]
    shown = browser.get(form)
    assert shown.context["form"]["name"].value() == "Joana & filhas"
    back = shown.context["back_url"]
    assert browser.get(back).context["text"] == "Joana & filhas" and f"modelo={model.pk}" in back
    refused = browser.post(form, {"taxid": "168.995.350-00", "name": "Joana"})
    assert refused.status_code == 422 and refused.context["back_url"] == back
    answer = browser.post(form, {"taxid": "168.995.350-09", "name": "Joana"})
    joana = Customer.objects.get(taxid="16899535009")
    assert answer["Location"] == f"/aurora/gestao/vendas/nova/?cliente={joana.pk}&modelo={model.pk}"
    assert browser.get(answer["Location"]).context["form"]["blueprint"].value() == str(model.pk)
    # Whoever is registered already is one step away.
    page = browser.post(form, {"taxid": "168.995.350-09", "name": "Joana"}).content.decode()
    assert f"/aurora/gestao/vendas/nova/?cliente={joana.pk}&amp;modelo={model.pk}" in page


@pytest.mark.parametrize(
    ("sought", "filled"),
    [("168.995.350-09", "taxid"), ("12ABC34501DE35", "taxid"), ("1689953", "taxid"), ("Loja 24", "name")],
)
def test_a_number_that_was_sought_stands_in_its_field(browser: Client, sought: str, filled: str) -> None:
    form = browser.get(f"{LIST}novo/", {"para": "proposta", "busca": sought}).context["form"]
    assert form.initial == {filled: sought}


def test_a_registered_tax_id_leads_to_its_customer(browser: Client, padaria: Customer) -> None:
    answer = browser.post(f"{LIST}novo/", {"taxid": "12ABC34501DE35", "name": "Outra padaria"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page_of(padaria) in page
    assert "Outra padaria" in page


def test_a_strangers_customer_is_not_there(browser: Client, fabio: PanelUser) -> None:
    assert browser.get(page_of(fabio.customer)).status_code == 404
    assert browser.get(f"{page_of(fabio.customer)}usuarios/{fabio.pk}/").status_code == 404


def test_her_page_shows_her_people_in_fixed_queries(
    browser: Client, padaria: Customer, carla: PanelUser, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20) as short:
        said = browser.get(page_of(padaria)).content.decode()
    assert "Vê propostas e preços, pergunta e negocia, assina, aprova" in said
    for number in range(5):
        panel_user(padaria, f"Pessoa {number}", f"p{number}@padaria.example", "")
    with django_assert_max_num_queries(len(short)):
        browser.get(page_of(padaria))


def test_her_page_shows_her_latest_sales_in_fixed_queries(
    browser: Client, padaria: Customer, bruno: Member, now: datetime, django_assert_max_num_queries: Any
) -> None:
    draft(padaria, bruno, now)
    with django_assert_max_num_queries(26) as short:
        assert "/aurora/gestao/vendas/2026-0001/" in browser.get(page_of(padaria)).content.decode()
    for sequence in range(2, 6):
        draft(padaria, bruno, now, sequence)
    with django_assert_max_num_queries(len(short)):
        browser.get(page_of(padaria))


def test_her_page_says_whom_each_thing_happened_to_and_what_of_it(
    browser: Client, padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    change_panel_user(carla, PersonData("Carla Nogueira", carla.email, job_title="Sócia"), by=bruno, at=now)
    moved = CustomerData("company", padaria.name, padaria.taxid, city="Santos", state="SP")
    save_customer(padaria, moved, company=padaria.company, by=bruno, at=now)
    told = [(entry.text, entry.who, entry.detail) for entry in browser.get(page_of(padaria)).context["events"]]
    assert ("Cliente alterado", "Bruno", "cidade") in told
    changed = next(one for one in told if one[0] == "Usuário do painel alterado")
    assert changed[1] == "Bruno" and changed[2].startswith("Carla Nogueira · ")


def test_her_page_leads_from_each_figure_to_its_list_and_shows_her_threads(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sold = order_for(padaria, bruno, carla, now, lines=(OVEN,), instalments=paid_in("38900", now)).proposal
    run_jobs(now)
    open_ticket("Nota fiscal", Words("Onde baixo?", "a"), about=sold, by=carla, at=now)
    page = browser.get(page_of(padaria)).content.decode()
    assert "Nota fiscal" in page and "Espera a empresa" in page
    for address in (f"vendas/?cliente={padaria.pk}&situacao=order", f"recebimentos/?q={padaria.taxid}"):
        assert f'href="{OFFICE}{address}"'.replace("&", "&amp;") in page
        assert sold.number in browser.get(OFFICE + address).content.decode()


def test_a_person_is_added_and_invited_in_one_step(browser: Client, padaria: Customer) -> None:
    typed = {"name": "Carla Nogueira", "email": "carla@padaria.example", "can_sign": "on", "then": "invite"}
    assert browser.post(f"{page_of(padaria)}usuarios/novo/", typed)["Location"] == page_of(padaria)
    carla = PanelUser.objects.get(email="carla@padaria.example")
    assert carla.can_sign
    assert not carla.can_approve
    assert carla.invited_at


def test_an_address_twice_is_told_beside_the_field(browser: Client, padaria: Customer, carla: PanelUser) -> None:
    typed = {"name": "Outra", "email": "CARLA@padaria.example"}
    answer = browser.post(f"{page_of(padaria)}usuarios/novo/", typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]


def test_rights_are_changed_and_the_address_stays(browser: Client, padaria: Customer, davi: PanelUser) -> None:
    browser.post(
        f"{page_of(padaria)}usuarios/{davi.pk}/", {"name": "Davi Rocha", "can_approve": "on", "email": "x@y.z"}
    )
    davi.refresh_from_db()
    assert (davi.can_approve, davi.email) == (True, "davi@padaria.example")


def test_a_changed_address_ends_the_access_until_a_new_invitation(
    browser: Client, padaria: Customer, carla: PanelUser
) -> None:
    browser.post(f"{page_of(padaria)}usuarios/{carla.pk}/email/", {"email": "carla@nova.example"})
    carla.refresh_from_db()
    assert (carla.email, carla.user) == ("carla@nova.example", None)


def test_a_copied_invitation_is_shown_once_asked_for(browser: Client, padaria: Customer, carla: PanelUser) -> None:
    carla.joined_at = carla.user = None
    carla.save()
    place = f"{page_of(padaria)}usuarios/{carla.pk}/convite-copiado/"
    assert browser.get(place).status_code == 405
    assert "/aurora/painel/convite/" in browser.post(place).content.decode()


def test_an_access_ends_only_after_the_question(browser: Client, padaria: Customer, carla: PanelUser) -> None:
    place = f"{page_of(padaria)}usuarios/{carla.pk}/encerramento/"
    browser.get(place)
    assert padaria.panel_users.active().filter(pk=carla.pk).exists()
    browser.post(place)
    carla.refresh_from_db()
    assert carla.deactivated_at is not None


def test_an_ended_access_is_given_back(browser: Client, padaria: Customer, carla: PanelUser) -> None:
    browser.post(f"{page_of(padaria)}usuarios/{carla.pk}/encerramento/")
    browser.post(f"{page_of(padaria)}usuarios/{carla.pk}/retorno/")
    assert padaria.panel_users.active().filter(pk=carla.pk).exists()

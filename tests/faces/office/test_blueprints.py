"""Models of proposals in the office: written in the editor of proposals, used for a new one, kept from a sale."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags

from aceite.core.blueprints.keeping import BlueprintData, describe, new_blueprint
from aceite.core.blueprints.models import Blueprint
from aceite.core.blueprints.writing import draft_in, save_blueprint
from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.faces.office.keyboard import filled_in
from tests.walk import FITTING, draft_for, with_contract

pytestmark = pytest.mark.usefixtures("clock")
OFFICE = "/aurora/gestao"


@pytest.fixture
def browser(bruno: Member) -> Client:
    return client_of(bruno)


@pytest.fixture
def blueprint(aurora: Company, bruno: Member, now: datetime) -> Blueprint:
    return new_blueprint(BlueprintData("Padaria completa"), company=aurora, key="", by=bruno, at=now)


def page_of(blueprint: Blueprint, more: str = "") -> str:
    return f"{OFFICE}/modelos-de-proposta/{blueprint.pk}/{more}"


def typed(browser: Client, blueprint: Blueprint, **changes: Any) -> dict[str, Any]:
    return filled_in(browser.get(page_of(blueprint, "editar/")).context["page"]) | changes


def test_who_manages_a_colleagues_keeps_it_with_the_team(
    browser: Client, ana: Member, blueprint: Blueprint, now: datetime
) -> None:
    describe(blueprint, BlueprintData("Padaria", shared=True), by=blueprint.owner, at=now)
    manager = client_of(ana)
    assert "shared" in browser.get(page_of(blueprint)).context["form"].fields
    assert "shared" not in manager.get(page_of(blueprint)).context["form"].fields
    manager.post(page_of(blueprint), {"name": "Nossa", "validity_days": "20", "shared": "no"})
    blueprint.refresh_from_db()
    assert (blueprint.name, blueprint.validity_days, blueprint.shared) == ("Nossa", 20, True)
    assert manager.get(page_of(blueprint)).status_code == 200


LINE = {"lines-0-name": "Forno", "lines-0-quantity": "2", "lines-0-unit_price": "450,00"}


def test_it_is_written_in_the_editor_of_proposals(browser: Client, blueprint: Blueprint, now: datetime) -> None:
    told = browser.post(page_of(blueprint, "editar/"), typed(browser, blueprint, do="autosave", **LINE)).json()
    assert (told["state"], told["revision"]) == ("saved", "1")
    answer = browser.post(page_of(blueprint, "editar/"), typed(browser, blueprint, do="save:done"))
    assert answer["Location"] == page_of(blueprint)
    blueprint.refresh_from_db()
    draft = draft_in(blueprint, at=now)
    assert [(line.name, line.quantity) for line in draft.lines] == [("Forno", Decimal(2))]
    assert blueprint.total == Decimal(900)
    assert "R$\xa0900,00" in browser.get(page_of(blueprint)).content.decode().replace("&nbsp;", "\xa0")
    assert browser.post(page_of(blueprint, "editar/totais/"), typed(browser, blueprint)).status_code == 200


def test_its_page_adds_up_from_the_lines_to_the_total(browser: Client, blueprint: Blueprint, now: datetime) -> None:
    line = DraftLine("Forno", unit_price=Decimal(1000))
    monthly = replace(line, name="Manutenção", unit_price=Decimal(90), recurs="month")
    draft = replace(
        draft_in(blueprint, at=now), lines=(line, monthly), discount_kind="amount", discount_value=Decimal(50),
        freight_kind="cif", freight=Decimal(850),
    )  # fmt: skip
    save_blueprint(blueprint, draft, revision=0, by=blueprint.owner, at=now)
    page = browser.get(page_of(blueprint)).content.decode().replace("&nbsp;", " ").replace("\xa0", " ")
    said = strip_tags(page[page.index("Subtotal") : page.index("até cancelar")]).split()
    assert " ".join(said) == (
        "SubtotalR$ 1.000,00 Desconto− R$ 50,00 FreteR$ 850,00 Pago uma vezR$ 1.800,00 RecorrenteR$ 90,00 por mês,"
    )


def test_lines_come_from_a_spreadsheet_here_too(browser: Client, blueprint: Blueprint, now: datetime) -> None:
    looked = browser.post(page_of(blueprint, "editar/colar/"), {"text": "Item\tQtd\tPreço\nForno\t1\t10,00"})
    pasted = looked.context["pasted"]
    columns = {f"column-{at}": name for at, name in pasted.heads}
    posted = {"table": pasted.table, "key": pasted.key, "do": "take", **columns}
    assert browser.post(page_of(blueprint, "editar/colar/"), posted)["Location"] == page_of(blueprint, "editar/")
    blueprint.refresh_from_db()
    assert [line.name for line in draft_in(blueprint, at=now).lines] == ["Forno"]


def test_a_new_proposal_begins_from_it_and_changed_prices_are_told(
    browser: Client, aurora: Company, padaria: Customer, bruno: Member, ana: Member, blueprint: Blueprint, now: datetime
) -> None:
    oven = save_item(None, ItemData("F1", "Forno", Decimal(900)), company=aurora, by=bruno, at=now)
    line = DraftLine("Forno", unit_price=Decimal(900), item_id=oven.pk, code="F1")
    draft = draft_in(blueprint, at=now)
    save_blueprint(blueprint, replace(draft, lines=(line,)), revision=0, by=bruno, at=now)
    save_item(oven, ItemData("F1", "Forno", Decimal("950.5")), company=aurora, by=ana, at=now)
    address = f"{OFFICE}/vendas/nova/?cliente={padaria.pk}&modelo={blueprint.pk}"
    assert browser.get(address).context["form"]["blueprint"].value() == str(blueprint.pk)
    answer = browser.post(address, {"title": "", "blueprint": blueprint.pk, "key": "k"})
    [words] = [str(message) for message in get_messages(answer.wsgi_request)]
    assert words.endswith("desde que o modelo foi salvo: Forno (de R$ 900,00 para R$ 950,50).")
    [made] = Proposal.objects.all()
    assert (made.title, current_of(made).total) == ("Padaria completa", Decimal("950.50"))


def test_a_blank_proposal_still_needs_a_title(browser: Client, padaria: Customer, blueprint: Blueprint) -> None:
    address = f"{OFFICE}/vendas/nova/?cliente={padaria.pk}"
    assert browser.post(address, {"title": "", "blueprint": "", "key": "k"}).status_code == 422
    assert not Proposal.objects.exists()


def test_a_sale_is_kept_as_one(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now, lines=(FITTING,))
    with_contract(sale, bruno, now, carla, title="Só da padaria")
    url = f"{OFFICE}/vendas/{sale.number}/modelo/"
    assert "Ficam de fora os contratos que não vêm de um modelo: “Só da padaria”." in browser.get(url).content.decode()
    answer = browser.post(url, {"name": "Obra", "shared": "yes", "key": "k"}, follow=True)
    [made] = Blueprint.objects.all()
    assert answer.redirect_chain == [(page_of(made), 302)]
    assert (made.shared, made.lines) == (True, 1)
    assert "Modelo criado, sem os contratos que não vêm de um modelo: “Só da padaria”." in answer.content.decode()


def test_of_a_sale_whose_customer_was_erased_none_is_made(
    browser: Client, joana: Customer, bruno: Member, now: datetime
) -> None:
    page = f"{OFFICE}/vendas/{draft_for(joana, bruno, now).number}/"
    assert f"{page}modelo/" in browser.get(page).content.decode()
    Customer.objects.update(erased_at=now)
    assert f"{page}modelo/" not in browser.get(page).content.decode()
    assert "fica guardado só como prova" in browser.get(f"{page}modelo/", follow=True).content.decode()


def test_whoever_only_sees_it_finds_no_way_to_change_it(
    browser: Client, ana: Member, marcos: Member, blueprint: Blueprint
) -> None:
    assert client_of(marcos).get(page_of(blueprint)).status_code == 404
    browser.post(page_of(blueprint), {"name": "Padaria", "shared": "yes", "validity_days": "30"})
    blueprint.refresh_from_db()
    assert (blueprint.shared, blueprint.validity_days) == (True, 30)
    blueprint.owner = ana
    blueprint.save()
    shown = browser.get(page_of(blueprint)).content.decode()
    assert "Usar em nova proposta" in shown
    assert "Arquivar" not in shown
    assert browser.get(page_of(blueprint, "editar/")).status_code == 404


def test_files_are_added_and_taken_away(browser: Client, blueprint: Blueprint) -> None:
    browser.post(page_of(blueprint, "anexos/"), {"added": SimpleUploadedFile("planta.txt", b"planta")})
    [kept] = blueprint.files.all()
    assert "planta.txt" in browser.get(page_of(blueprint, "anexos/")).content.decode()
    browser.post(page_of(blueprint, f"anexos/{kept.pk}/remocao/"))
    assert not blueprint.files.exists()
    assert browser.post(page_of(blueprint, f"anexos/{kept.pk}/remocao/")).status_code == 404

"""The team, the company's page, its looks, and one's own account."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aceite.core.blueprints.keeping import BlueprintData, new_blueprint
from aceite.core.companies.actions import change_settings
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.signatures.consent import CONSENTS
from aceite.kit.business_days import DaysOff
from tests.clients import client_of
from tests.walk import draft_for, order_for, with_contract

TEAM = "/aurora/gestao/equipe/"
COMPANY = "/aurora/gestao/empresa/"


def picture() -> SimpleUploadedFile:
    """A small logo."""
    data = BytesIO()
    Image.new("RGB", (60, 20), "#1f5f4a").save(data, "PNG")
    return SimpleUploadedFile("logo.png", data.getvalue(), "image/png")


@pytest.fixture
def browser(aurora: Company, ana: Member) -> Client:
    """Ana's."""
    return client_of(ana)


def typed(browser: Client, page: str = COMPANY) -> dict[str, object]:
    """A form of the settings as its page shows it."""
    form = browser.get(page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def test_a_manager_invites_but_names_no_owner(marcos: Member) -> None:
    browser = client_of(marcos)
    typed = {"name": "Bruno", "email": "bruno@aurora.example", "role": Role.SELLER}
    assert browser.post(f"{TEAM}novo/", typed | {"role": Role.OWNER}).status_code == 422
    assert browser.post(f"{TEAM}novo/", typed)["Location"] == TEAM
    assert Member.objects.get(email="bruno@aurora.example").role == Role.SELLER


def test_a_manager_cannot_touch_an_owner_nor_herself(marcos: Member, ana: Member) -> None:
    browser = client_of(marcos)
    for person in (ana, marcos):
        assert browser.post(f"{TEAM}{person.pk}/encerramento/").status_code == 404
        assert f"{TEAM}{person.pk}/" not in browser.get(TEAM).content.decode()


def test_a_seller_sees_the_team_and_changes_nothing(bruno: Member, marcos: Member) -> None:
    browser = client_of(bruno)
    assert "Marcos" in browser.get(TEAM).content.decode()
    assert browser.get(f"{TEAM}novo/").status_code == 404
    assert browser.post(f"{TEAM}{marcos.pk}/papel/", {"role": "reader"}).status_code == 404


def test_roles_change_and_people_leave_and_return(ana: Member, bruno: Member) -> None:
    browser = client_of(ana)
    browser.post(f"{TEAM}{bruno.pk}/papel/", {"role": Role.MANAGER})
    browser.post(f"{TEAM}{bruno.pk}/encerramento/")
    bruno.refresh_from_db()
    assert bruno.role == Role.MANAGER
    assert bruno.deactivated_at
    browser.post(f"{TEAM}{bruno.pk}/retorno/")
    bruno.refresh_from_db()
    assert bruno.deactivated_at is None


def test_each_part_of_the_company_is_changed_for_itself(browser: Client) -> None:
    parts = {
        COMPANY: {"zone": "America/Manaus", "trade_name": "Aurora Sul"}, f"{COMPANY}aparencia/": {"colour": "#7a1fa2"},
        f"{COMPANY}propostas/": {"default_validity_days": "30", "number_prefix": "pro-"},
        f"{COMPANY}recebimentos/": {"pix_kind": "cnpj", "pix_key": "11.222.333/0001-81", "holidays_state": "SP",
                                   "own_holidays": "25/3 Aniversário da cidade\n\n26/12/2026"},
        f"{COMPANY}prova/": {"requires_device_hash": "on", "asks_code_to_approve": "on"},
        f"{COMPANY}contratos/": {"copies_policy": "check_first"},
    }  # fmt: skip
    for page, changes in parts.items():
        assert browser.post(page, typed(browser, page) | changes)["Location"] == page
    company = Company.objects.get(slug="aurora")
    assert (company.trade_name, company.zone, company.colour) == ("Aurora Sul", "America/Manaus", "#7a1fa2")
    assert (company.default_validity_days, company.number_prefix, company.pix_kind) == (30, "PRO-", "cnpj")
    assert company.own_holidays == "25/03 Aniversário da cidade\n26/12/2026"
    assert company.days_off == DaysOff("SP", frozenset({"03-25", "2026-12-26"}))
    assert company.requires_device_hash and company.asks_code_to_approve
    assert company.copies_policy == "check_first" and company.sellers_see_all


def test_a_day_that_is_none_is_told_beside_its_field_with_the_line(browser: Client) -> None:
    page = f"{COMPANY}recebimentos/"
    answer = browser.post(page, typed(browser, page) | {"own_holidays": "25/03\n31/02 Engano"})
    assert answer.status_code == 422
    assert "“31/02 Engano” não é um dia" in str(answer.context["form"].errors["own_holidays"])


def test_what_a_colleague_changed_meanwhile_stays(aurora: Company, ana: Member, now: datetime) -> None:
    seen = Company.objects.get(pk=aurora.pk)
    change_settings(aurora, {"colour": "#7a1fa2"}, by=ana, at=now)
    change_settings(seen, {"default_validity_days": 30}, by=ana, at=now)
    aurora.refresh_from_db()
    assert (aurora.colour, aurora.default_validity_days) == ("#7a1fa2", 30)


def test_the_next_numbers_are_shown_as_they_will_be_drawn(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, clock: object
) -> None:
    page = f"{COMPANY}propostas/"
    browser.post(page, typed(browser, page) | {"number_prefix": "PRO-"})
    for _time in range(2):
        shown = browser.get(page).context
        bruno.company.refresh_from_db()
        order = order_for(padaria, bruno, carla, now)
        assert (shown["next_sale"], shown["next_order"]) == (order.proposal.number, order.number)


def test_a_colour_is_tried_without_being_kept(browser: Client, bruno: Member) -> None:
    sheet = f"{COMPANY}aparencia/marca.css"
    tried = browser.get(f"{sheet}?colour=%237a1fa2").content
    assert tried != browser.get(f"{sheet}?colour=</style>").content == Client().get("/aurora/marca.css").content
    assert Company.objects.get(slug="aurora").colour == "#1f5f4a"
    assert client_of(bruno).get(sheet).status_code == 404


def test_settings_are_found_by_what_they_change(browser: Client, bruno: Member) -> None:
    page = "/aurora/gestao/configuracoes/"
    found = browser.get(f"{page}?q=pix").content.decode()
    assert f"{COMPANY}recebimentos/" in found and f"{COMPANY}aparencia/" not in found
    assert f"{COMPANY}prova/" in browser.get(f"{page}?q=prova").content.decode()
    assert "Nenhuma configuração" in browser.get(f"{page}?q=xyzw").content.decode()
    sellers = client_of(bruno).get(page).content.decode()
    assert [part for part in ("", "recebimentos/", "prova/") if f'"{COMPANY}{part}"' in sellers] == []
    assert f'"{COMPANY}termos/"' in sellers


def test_the_terms_that_stand_are_shown_with_their_hash(browser: Client) -> None:
    page = browser.get(f"{COMPANY}prova/").content.decode()
    assert all(consent.sha256 in page for consent in CONSENTS)


def test_the_addresses_are_those_of_the_mails(browser: Client, settings: Any) -> None:
    settings.BASE_URL = "https://vendas.aurora.example"
    page = browser.get(f"{COMPANY}enderecos/").content.decode()
    assert "https://vendas.aurora.example/aurora/painel/" in page and settings.DEFAULT_FROM_EMAIL[:6] in page


def test_the_switch_takes_contracts_away(browser: Client) -> None:
    page = f"{COMPANY}contratos/"
    policy = typed(browser, page) | {"copies_policy": "check_first"}
    del policy["uses_contracts"]
    browser.post(page, policy)
    assert browser.get("/aurora/gestao/modelos/").status_code == 404
    browser.post(page, policy | {"uses_contracts": "on"})
    assert browser.get("/aurora/gestao/modelos/").status_code == 200
    assert Company.objects.get(slug="aurora").copies_policy == "check_first"


def test_a_wrong_cnpj_is_told_and_the_rest_stays_as_typed(browser: Client) -> None:
    answer = browser.post(COMPANY, typed(browser) | {"cnpj": "11.222.333/0001-82", "trade_name": "Aurora Sul"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["cnpj"]
    assert "Aurora Sul" in answer.content.decode()


def test_the_logo_is_shown_to_all_and_can_be_taken_away(browser: Client) -> None:
    assert browser.post(f"{COMPANY}logotipo/", {"logo": picture()})["Location"] == f"{COMPANY}aparencia/"
    shown = Client().get("/aurora/logo.png?v=1")
    assert shown["Content-Type"] == "image/png"
    assert "immutable" in shown["Cache-Control"]
    browser.post(f"{COMPANY}logotipo/remocao/")
    assert Client().get("/aurora/logo.png").status_code == 404


def test_what_is_no_picture_is_no_logo(ana: Member) -> None:
    answer = client_of(ana).post(f"{COMPANY}logotipo/", {"logo": SimpleUploadedFile("logo.png", b"nada")})
    assert answer.status_code == 422
    assert answer.context["logo"].errors["logo"]


def test_the_colour_is_a_stylesheet_for_all(aurora: Company) -> None:
    answer = Client().get("/aurora/marca.css")
    assert answer["Content-Type"].startswith("text/css")
    assert Client().get("/nenhuma/marca.css").status_code == 404


def test_ones_own_name_and_language(bruno: Member) -> None:
    browser = client_of(bruno)
    browser.post("/aurora/gestao/conta/", {"name": "Bruno Lima", "language": "en", "zone": "America/Manaus"})
    assert bruno.user is not None
    bruno.user.refresh_from_db()
    assert (bruno.user.name, bruno.user.language, bruno.user.zone) == ("Bruno Lima", "en", "America/Manaus")


def test_who_only_reads_is_called_so_where_a_stand_in_is_chosen(ana: Member, bruno: Member, iris: Member) -> None:
    page = client_of(ana).get("/aurora/gestao/conta/ausencias/").content.decode()
    assert ">Íris (só lê: não responde pedidos de aprovação)<" in page and ">Bruno<" in page


@pytest.mark.parametrize(
    "page",
    [
        "lembretes/",
        "catalogo/novo/",
        "clientes/novo/",
        "equipe/novo/",
        "contratos/novo/",
        "modelos/novo/",
        "condicoes/nova/",
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_not_by_the_browser(browser: Client, page: str) -> None:
    assert "novalidate" in form_with_numbers(browser, page)


def test_so_it_is_in_what_is_kept_and_changed_later(
    browser: Client, aurora: Company, padaria: Customer, carla: PanelUser, ana: Member, now: datetime
) -> None:
    blueprint = new_blueprint(BlueprintData("Padaria completa"), company=aurora, key="", by=ana, at=now)
    draft = draft_for(padaria, ana, now)
    contract = with_contract(draft, ana, now, carla)
    for page in (
        f"modelos-de-proposta/{blueprint.pk}/",
        f"vendas/{draft.number}/contratos/{contract.pk}/",
        f"clientes/{padaria.pk}/usuarios/{carla.pk}/email/",
    ):
        assert "novalidate" in form_with_numbers(browser, page), page


def form_with_numbers(browser: Client, page: str) -> str:
    """The tag of the form in which numbers or addresses are asked for."""
    # A browser stops at the first wrong number or address, and speaks its own language.
    form = re.search(r"<form[^>]*method=\"post\"[^>]*>(?=(?:(?!</form>).)*type=\"(?:number|email)\")",
                     browser.get(f"/aurora/gestao/{page}").content.decode().partition("<main")[2], re.S)  # fmt: skip
    assert form, page
    return form[0]


def test_a_term_nobody_could_mean_is_told_beside_its_field(browser: Client) -> None:
    typed = {"title": "Manutenção", "body": "<p>Texto.</p>", "requirement": "digital"}
    term = {"term_starts": "approval", "term_ends": "open", "term_months": "0", "term_notice_days": "-1"}
    answer = browser.post("/aurora/gestao/contratos/novo/", typed | term)
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert errors["term_months"] == ["Use pelo menos 1."] and errors["term_notice_days"] == ["Use pelo menos 0."]


def test_a_reminder_nobody_could_mean_is_told_beside_its_field(browser: Client) -> None:
    answer = browser.post("/aurora/gestao/lembretes/", {"before_end": "-1", "at_most": "999", "until_hour": "25"})
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert errors["before_end"] == ["Use pelo menos 0."] and errors["until_hour"] == ["Use no máximo 24."]

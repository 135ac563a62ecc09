"""The team, the company's page, its looks, and one's own account."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from tests.clients import client_of

TEAM = "/aurora/gestao/equipe/"
COMPANY = "/aurora/gestao/empresa/"


def picture() -> SimpleUploadedFile:
    """A small logo."""
    data = BytesIO()
    Image.new("RGB", (60, 20), "#1f5f4a").save(data, "PNG")
    return SimpleUploadedFile("logo.png", data.getvalue(), "image/png")


@pytest.fixture
def typed(aurora: Company, ana: Member) -> dict[str, object]:
    """The company's form as its page shows it."""
    form = client_of(ana).get(COMPANY).context["form"]
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


def test_the_company_is_changed(ana: Member, typed: dict[str, object]) -> None:
    changed = typed | {"colour": "#7a1fa2", "default_validity_days": "30", "zone": "America/Manaus"}
    assert client_of(ana).post(COMPANY, changed)["Location"] == COMPANY
    company = Company.objects.get(slug="aurora")
    assert (company.colour, company.default_validity_days, company.zone) == ("#7a1fa2", 30, "America/Manaus")


def test_the_switch_takes_contracts_away(ana: Member, typed: dict[str, object]) -> None:
    del typed["uses_contracts"]
    browser = client_of(ana)
    browser.post(COMPANY, typed)
    assert browser.get("/aurora/gestao/modelos/").status_code == 404
    assert browser.get(COMPANY).status_code == 200
    del typed["copies_policy"]
    browser.post(COMPANY, typed | {"uses_contracts": "on"})
    assert browser.get("/aurora/gestao/modelos/").status_code == 200


def test_a_wrong_cnpj_is_told_and_the_rest_stays_as_typed(ana: Member, typed: dict[str, object]) -> None:
    answer = client_of(ana).post(COMPANY, typed | {"cnpj": "11.222.333/0001-82", "trade_name": "Aurora Sul"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["cnpj"]
    assert "Aurora Sul" in answer.content.decode()


def test_the_logo_is_shown_to_all_and_can_be_taken_away(ana: Member) -> None:
    browser = client_of(ana)
    assert browser.post(f"{COMPANY}logotipo/", {"logo": picture()})["Location"] == COMPANY
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

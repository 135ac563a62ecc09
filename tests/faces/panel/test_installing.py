"""The panel as an application: the company's name, colours and icon, and a worker that holds nothing of a person."""

import io
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve
from PIL import Image

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.logos import set_logo
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.faces.panel.installing import short_name
from aceite.faces.ui.colour import accent_tokens, parse, to_hex
from tests.cast import LONG_AGO
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.faces.panel.test_preview import pass_for
from tests.kit.paper_samples import drawing
from tests.walk import contracts_of

pytestmark = pytest.mark.django_db

YELLOW: Final = "#ffe94d"


def manifest_of(client: Client, rest: str = "") -> dict[str, Any]:
    return dict(client.get(f"{HOME}aplicativo.webmanifest{rest}").json())


def corner(client: Client, size: int = 192) -> str:
    image = Image.open(io.BytesIO(client.get(f"{HOME}icone-{size}.png").content)).convert("RGB")
    assert image.size == (size, size)
    red, green, blue = image.getpixel((1, 1))  # type: ignore[misc]
    return to_hex((red / 255, green / 255, blue / 255))


def told(client: Client, rest: str = "") -> dict[str, Any]:
    """What the worker is told."""
    script = client.get(f"{HOME}sem-conexao.js{rest}").content.decode()
    return dict(json.loads(script.removeprefix("self.told = ").partition(";\n")[0]))


def worker_source() -> str:
    return Path(str(finders.find("panel/worker.js"))).read_text()


def test_a_device_learns_the_companys_name_colours_and_place(aurora: Company, client: Client) -> None:
    Company.objects.update(colour=YELLOW)
    found = manifest_of(client)
    assert (found["name"], found["start_url"], found["scope"], found["id"]) == (aurora.trade_name, HOME, HOME, HOME)
    assert found["theme_color"] == accent_tokens(YELLOW)["accent"] and found["display"] == "standalone"
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        assert client.get(icon["src"])["Content-Type"] == "image/png"


def test_it_speaks_the_language_it_is_asked_in(aurora: Company, client: Client) -> None:
    assert [one["name"] for one in manifest_of(client, "?l=en")["shortcuts"]] == ["Proposals", "Orders"]
    assert manifest_of(client, "?l=xx")["lang"] == "pt-br"
    assert (
        "Sem conexão" in client.get(f"{HOME}sem-conexao/?l=pt-br", headers={"Accept-Language": "en"}).content.decode()
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Aurora", "Aurora"),
        ("Aurora Energia Solar", "Aurora"),
        ("Casa do Pão de Queijo", "Casa do Pão"),
        ("Eletrodomésticos Boreal", "Eletrodomést"),
    ],
)
def test_under_an_icon_stand_whole_words(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_icon_is_the_initial_on_the_companys_colour(aurora: Company, client: Client) -> None:
    Company.objects.update(colour="#123456")
    assert corner(client) == to_hex(parse("#123456"))
    assert client.get(f"{HOME}icone-333.png").status_code == 404


def test_the_icon_is_the_logo_and_new_with_a_new_one(ana: Member, client: Client) -> None:
    before = manifest_of(client)["icons"][0]["src"]
    set_logo(ana.company, drawing([(0, 0), (399, 119)]), by=ana, at=LONG_AGO)
    after = manifest_of(client)["icons"][0]["src"]
    assert before != after and corner(client, 512) == "#ffffff"


def test_a_company_whose_name_no_font_draws_has_an_icon_too(aurora: Company, client: Client) -> None:
    Company.objects.update(trade_name="曙光")
    assert corner(client)


def test_the_worker_keeps_only_what_is_open_to_all(aurora: Company, client: Client) -> None:
    kept = told(client)
    for url in [kept["page"], *(url for url in kept["files"] if url.startswith(HOME))]:
        answer = client.get(url)
        assert answer.status_code == 200 and not answer.cookies
    for url in (url for url in kept["files"] if not url.startswith(HOME)):
        assert finders.find(url.removeprefix("/static/")), url


def test_its_page_says_nothing_of_who_is_there(carla: PanelUser, padaria: Customer) -> None:
    page = client_of(carla).get(f"{HOME}sem-conexao/").content.decode()
    assert page == Client().get(f"{HOME}sem-conexao/").content.decode()
    assert carla.name not in page and padaria.name not in page and "csrf" not in page


def test_every_file_of_its_page_is_kept(aurora: Company, client: Client) -> None:
    page = client.get(told(client)["page"]).content.decode()
    named = set(re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|svg|png)[^"]*)"', page))
    assert named and named <= set(told(client)["files"])


def test_a_new_look_is_a_new_worker(aurora: Company, client: Client) -> None:
    before = told(client)["version"]
    assert told(client)["version"] == before
    Company.objects.update(colour=YELLOW)
    assert told(client)["version"] != before


def test_the_worker_stands_under_the_panels_own_address_and_policy(aurora: Company, client: Client) -> None:
    answer = client.get(f"{HOME}sem-conexao.js")
    assert answer["Content-Type"].startswith("text/javascript") and not answer.has_header("Service-Worker-Allowed")
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "rest",
    [
        *("versoes/1/arquivo/", "anexos/7/", "contratos/{pk}/arquivo/", "contratos/{pk}/imprimir/"),
        *("contratos/{pk}/paginas/1/800/", "contratos/{pk}/assinado/", "contratos/{pk}/pagina-de-assinaturas/"),
        *("contratos/{pk}/via-assinada/3/", "contratos/{pk}/via-assinada/folhas/3/", "comprovante/arquivo/"),
        *("contratos/{pk}/assinatura-externa/arquivo/", "contratos/{pk}/assinatura-externa/3/", "dossie/arquivo/"),
        *("selados/3/", "dossie/capa/", "tudo/", "desistencia/arquivo/", "fotos/" + "a" * 64 + "/"),
    ],
)
def test_no_file_passes_through_it(digital: Proposal, rest: str) -> None:
    found = re.search(r"const FILE = /(.+)/;", worker_source())
    assert found
    files = re.compile(found[1].replace(r"\/", "/"))
    address = url_of(digital, rest.format(pk=contracts_of(digital)[0].pk))
    assert resolve(address) and files.search(address)
    pages = ("", "contratos/1/", "contratos/1/via-assinada/", "contratos/1/via-assinada/fotos/", "assinatura/abc/")
    assert not any(files.search(url_of(digital, page)) for page in pages)


def test_a_preview_and_the_office_install_nothing(sale: Proposal, hers: Client, bruno: Member) -> None:
    preview = Client().get(pass_for(sale, bruno), follow=True)
    assert preview.status_code == 200 and 'rel="manifest"' not in preview.content.decode()
    assert 'rel="manifest"' in hers.get(HOME).content.decode()
    assert 'rel="manifest"' in Client().get(f"{HOME}entrar/").content.decode()
    assert 'rel="manifest"' not in client_of(bruno).get("/aurora/gestao/").content.decode()


def test_only_words_are_kept_as_drafts() -> None:
    """Never codes, marks, names that sign, passwords, terms, or choices that bind: each form names its fields."""
    folder = Path(__file__).resolve().parents[3] / "aceite/faces/panel/templates"
    drafts = [
        name
        for path in folder.rglob("*.html")
        for found in re.findall(r'data-draft="([^"]*)"', path.read_text())
        for name in found.split()
    ]
    words = {"*", "text", "passage", "until", "sale", "subject", "note", "ends_on", "basis"}
    # Why she says no, to whom she hands it on, how somebody signs: told with an act of its own, and asked again there.
    choices = {"reason", "person", "kind", "jointly"}
    assert set(drafts) == words | choices

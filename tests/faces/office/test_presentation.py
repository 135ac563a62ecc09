"""The presentation in the office: blocks written, ordered, hidden, brought from the library; the panel shows them."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aceite.core.blueprints.library import Block
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.faces.office.sent_back import sent_back
from tests.walk import draft_for, fresh, sent

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member) -> Client:
    return client_of(bruno)


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


def page(draft: Proposal, more: str = "") -> str:
    return f"/aurora/gestao/vendas/{draft.number}/apresentacao/{more}"


def photo(name: str = "foto.png") -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(held, "PNG")
    return SimpleUploadedFile(name, held.getvalue())


def write(browser: Client, draft: Proposal, kind: str, **fields: object) -> int:
    revision = browser.get(page(draft, f"nova/{kind}/")).context["revision"]
    posted = {"revision": revision, "shown": "on", "title": "", "body": ""} | fields
    return browser.post(page(draft, f"nova/{kind}/"), posted).status_code


def titles(draft: Proposal) -> list[str]:
    return [each.title or each.kind for each in current_of(fresh(draft)).blocks.all()]


def press(browser: Client, draft: Proposal, do: str) -> int:
    revision = browser.get(page(draft)).context["presented"].revision
    return browser.post(page(draft), {"revision": revision, "do": do}).status_code


def test_blocks_are_written_moved_hidden_and_taken_away(browser: Client, draft: Proposal) -> None:
    assert write(browser, draft, "cover", photo=photo(), body="<p>Bom dia.</p>") == 302
    assert write(browser, draft, "about", title="Sobre nós", body="Somos doze.") == 302
    assert write(browser, draft, "closing", title="Até breve", after="on") == 302
    assert titles(draft) == ["cover", "Sobre nós", "Até breve"]
    assert "Tirar a imagem" in browser.get(page(draft, "0/")).content.decode()
    press(browser, draft, "up-1")
    press(browser, draft, "hide-0")
    assert titles(draft) == ["Sobre nós", "cover", "Até breve"]
    assert [each.shown for each in current_of(fresh(draft)).blocks.all()] == [False, True, True]
    press(browser, draft, "remove-2")
    shown = browser.get(f"/aurora/gestao/vendas/{draft.number}/editar/").content.decode()
    assert shown.index("Sobre nós") < shown.index("Capa")
    assert titles(draft) == ["Sobre nós", "cover"]
    for nonsense in ("up-9", "library-99", "explode"):
        assert press(browser, draft, nonsense) == 404


def test_what_cannot_be_kept_stands_in_the_form_again(browser: Client, draft: Proposal) -> None:
    assert write(browser, draft, "about", title="", body="<p>Somos doze.</p>") == 422
    assert write(browser, draft, "cover", photo=SimpleUploadedFile("foto.png", b"no picture")) == 422
    assert titles(draft) == []
    assert browser.get(page(draft, "nova/banner/")).status_code == 404


def test_an_old_form_overwrites_nothing(browser: Client, draft: Proposal) -> None:
    old = browser.get(page(draft, "nova/about/")).context["revision"]
    write(browser, draft, "closing", title="Até breve")
    answer = browser.post(page(draft, "nova/about/"), {"revision": old, "shown": "on", "title": "Nós", "body": "a"})
    assert answer.status_code == 422
    assert "depois que a abriu aqui" in answer.content.decode()
    assert titles(draft) == ["Até breve"]


def opened(browser: Client, draft: Proposal, at: int) -> dict[str, Any]:
    """The form of this block as its page was opened."""
    return {**sent_back(browser, page(draft, f"{at}/"))}


def again(answer: Any, typed: dict[str, Any]) -> dict[str, Any]:
    """What is sent when she saves once more."""
    assert answer.status_code == 422 and "depois que a abriu aqui" in answer.content.decode()
    return typed | {name: answer.context[name] for name in ("revision", "stood")}


def test_saving_again_decides_what_two_wrote_into_one_block(browser: Client, draft: Proposal) -> None:
    write(browser, draft, "about", title="Nós", body="<p>Doze.</p>")
    mine = opened(browser, draft, 0)
    browser.post(page(draft, "0/"), mine | {"body": "<p>Treze.</p>"})
    mine |= {"title": "Sobre nós"}
    answer = browser.post(page(draft, "0/"), mine)
    assert answer.context["theirs"] and "<p>Treze.</p>" in answer.content.decode()
    assert browser.post(answer.context["where"], again(answer, mine)).status_code == 302
    assert [(each.title, each.body) for each in current_of(fresh(draft)).blocks.all()] == [
        ("Sobre nós", "<p>Doze.</p>")
    ]


def test_a_block_that_was_moved_is_saved_where_it_went(browser: Client, draft: Proposal) -> None:
    for title in ("Um", "Dois", "Três"):
        write(browser, draft, "text", title=title, body="<p>a</p>")
    mine = opened(browser, draft, 0) | {"title": "Primeiro"}
    press(browser, draft, "down-0")
    answer = browser.post(page(draft, "0/"), mine)
    assert not answer.context["theirs"] and "ninguém mexeu" in answer.content.decode()
    assert browser.post(answer.context["where"], again(answer, mine)).status_code == 302
    assert titles(draft) == ["Dois", "Primeiro", "Três"]


def test_a_block_that_was_removed_comes_back_at_the_end_and_takes_no_others_place(
    browser: Client, draft: Proposal
) -> None:
    for title in ("Um", "Dois", "Três"):
        write(browser, draft, "text", title=title, body="<p>a</p>")
    middle, last = (opened(browser, draft, at) | {"title": title} for at, title in ((1, "Segundo"), (2, "Terceiro")))
    press(browser, draft, "remove-1")
    answer = browser.post(page(draft, "1/"), middle)
    assert answer.context["gone"]
    assert browser.post(answer.context["where"], again(answer, middle)).status_code == 302
    press(browser, draft, "remove-2")
    press(browser, draft, "remove-1")
    answer = browser.post(page(draft, "2/"), last)
    assert browser.post(answer.context["where"], again(answer, last)).status_code == 302
    assert titles(draft) == ["Um", "Terceiro"]


@pytest.mark.parametrize("stood", ["", " ", "banner:0", "about:0 about:1", ":" * 400])
def test_marks_that_say_nothing_change_no_block_and_break_no_page(browser: Client, draft: Proposal, stood: str) -> None:
    write(browser, draft, "about", title="Nós", body="<p>Doze.</p>")
    typed = {"revision": "0", "shown": "on", "title": "Outro", "body": "a", "stood": stood}
    assert browser.post(page(draft, "0/"), typed).status_code in {404, 422}
    assert browser.post(page(draft, "9/"), typed).status_code in {404, 422}
    assert titles(draft) == ["Nós"]


def test_the_library_gives_copies(browser: Client, draft: Proposal) -> None:
    posted = {"kind": "about", "title": "Quem somos", "body": "<p>Doze.</p>", "photo": photo()}
    assert browser.post("/aurora/gestao/blocos/novo/", posted).status_code == 302
    [shelf] = Block.objects.all()
    form = browser.get(f"/aurora/gestao/blocos/{shelf.pk}/").content.decode()
    assert "Quem somos</h1>" in form and "Arquivar" in form and "Tirar a imagem" in form
    press(browser, draft, f"library-{shelf.pk}")
    browser.post(f"/aurora/gestao/blocos/{shelf.pk}/", {"kind": "about", "title": "Outro", "without_picture": "on"})
    [block] = current_of(fresh(draft)).blocks.all()
    shelf.refresh_from_db()
    assert (block.title, shelf.title, shelf.picture_id) == ("Quem somos", "Outro", None)
    assert block.picture is not None
    shown = browser.get(f"/aurora/gestao/blocos/imagens/{block.picture.sha256}/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert browser.get(f"/aurora/gestao/blocos/imagens/{'0' * 64}/").status_code == 404


def test_a_field_that_does_not_exist_is_told_when_it_is_saved(browser: Client, draft: Proposal) -> None:
    typed = {"kind": "about", "title": "Nós", "body": "<p>{{prazo da obra}} de {{empresa.nome}}</p>"}
    page = browser.post("/aurora/gestao/blocos/novo/", typed, follow=True).content.decode()
    assert "nada é enviado com eles: {{prazo da obra}}." in page
    good = browser.post("/aurora/gestao/blocos/novo/", typed | {"body": "<p>{{empresa.nome}}</p>"}, follow=True)
    assert "nada é enviado" not in good.content.decode()


def test_the_customer_reads_it_in_the_panel(
    browser: Client, draft: Proposal, bruno: Member, carla: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    write(browser, draft, "cover", photo=photo())
    write(browser, draft, "scope", title="Escopo", body=f"<p>Para {{{{cliente.nome}}}}: {'obra ' * 200}</p>")
    write(browser, draft, "text", title="Segredo", body="<p>Não.</p>", shown="")
    sent(fresh(draft), bruno, now)
    address = f"/aurora/painel/propostas/{draft.number}/"
    shown = client_of(carla).get(address).content.decode()
    assert "Para Padaria Central Ltda.: obra" in shown
    assert shown.index("Ler o texto inteiro") < shown.index("Itens da proposta")
    assert "Segredo" not in shown
    picture = current_of(fresh(draft)).blocks.get(kind="cover").picture
    assert picture is not None
    assert client_of(carla).get(f"{address}fotos/{picture.sha256}/").status_code == 200
    assert client_of(fabio).get(f"{address}fotos/{picture.sha256}/").status_code == 404

"""The handbook: what a file says, what is found in it, and what becomes of it as HTML."""

from pathlib import Path

import pytest

from aceite.kit.handbook import Handbook, Picture, Task, anchor, headings, html_of

SELLING = """---
order: 10
group: Vender
summary: Do cliente ao envio.
pages: new_sale, send_sale#enviar
---
# A primeira proposta

Escolha o [cliente](clientes.md#cadastrar).

![O editor](imagens/editor.webp)

## Enviar

Depois disso **nada** muda. <script>alert(1)</script>
"""
CUSTOMERS = "---\norder: 20\ngroup: Cadastros\nsummary: Quem compra.\n---\n# Clientes\n\n## Cadastrar\n\nCom CNPJ.\n"


@pytest.fixture
def book(tmp_path: Path) -> Handbook:
    (tmp_path / "primeira.md").write_text(SELLING, encoding="utf-8")
    (tmp_path / "clientes.md").write_text(CUSTOMERS, encoding="utf-8")
    return Handbook(tmp_path)


def task(book: Handbook, slug: str) -> Task:
    found = book.task(slug)
    assert found is not None
    return found


def test_tasks_stand_in_their_order_under_their_groups(book: Handbook) -> None:
    assert [one.slug for one in book.tasks] == ["primeira", "clientes"]
    assert list(book.groups()) == ["Vender", "Cadastros"]
    assert book.around(task(book, "primeira")) == (None, task(book, "clientes"))
    assert book.around(task(book, "clientes")) == (task(book, "primeira"), None)


def test_a_page_leads_to_the_task_that_explains_it(book: Handbook) -> None:
    assert book.about("send_sale") == (task(book, "primeira"), "enviar")
    assert book.about("new_sale") == (task(book, "primeira"), "")
    assert book.about("nowhere") is None


def test_words_are_found_without_accents_those_of_a_title_first(book: Handbook) -> None:
    assert [found.task.slug for found in book.matching("CLIENTE")] == ["clientes", "primeira"]
    assert [found.task.slug for found in book.matching("cnpj clientes")] == ["clientes"]
    assert "Escolha o cliente." in book.matching("escolha")[0].excerpt
    assert book.matching("sorvete") == book.matching("  ") == []


def test_links_pictures_and_headings_find_their_places(book: Handbook) -> None:
    html = html_of(task(book, "primeira"), lambda slug, place: f"/ajuda/{slug}/#{place}", _picture)
    assert '<a href="/ajuda/clientes/#cadastrar">cliente</a>' in html
    assert '<img src="/s/editor.webp" alt="O editor" width="400" height="200" loading="lazy"' in html
    assert '<h2 id="enviar">Enviar</h2>' in html
    assert headings(task(book, "primeira")) == [("Enviar", "enviar")]


def test_raw_html_is_shown_and_not_taken(book: Handbook) -> None:
    html = html_of(task(book, "primeira"), lambda slug, place: "", _picture)
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_a_file_without_a_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "solta.md").write_text("# Sem cabeça\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"solta\.md"):
        Handbook(tmp_path)


def test_an_anchor_is_what_hosts_of_repositories_make_of_a_heading() -> None:
    assert anchor("Trocar o e-mail, já!") == "trocar-o-e-mail-já"


def _picture(name: str) -> Picture:
    return Picture(f"/s/{name}", 400, 200)

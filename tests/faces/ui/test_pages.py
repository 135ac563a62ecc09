"""Shells, the style guide and the error pages hold under the strict policy."""

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

import aceite
from aceite.faces.ui import errors

PAGES = ["/ui/", "/ui/?erros", "/ui/lista/", "/ui/lista/?vazio", "/ui/painel/", "/ui/entrar/"]
TEMPLATES = sorted((Path(aceite.__file__).parent / "faces").rglob("templates/**/*.html"))

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.urls("tests.faces.ui.addresses")
@pytest.mark.parametrize("address", PAGES)
def test_the_guide_shows_every_page_and_nothing_inline(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_a_face_holds_style_or_script_inline(template: Path) -> None:
    assert not INLINE.search(template.read_text())


@pytest.mark.urls("tests.faces.ui.addresses")
def test_the_theme_chosen_is_drawn_by_the_server(client: Client) -> None:
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get("/ui/").content
    client.cookies["theme"] = '"><script>'
    assert b"data-theme=" not in client.get("/ui/").content


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (errors.bad_request, 400, "Nada foi alterado"),
        (errors.forbidden, 403, "Você não pode fazer isto"),
        (errors.not_found, 404, "Não há nada neste endereço"),
        (errors.too_many, 429, "espere alguns minutos"),
    ],
)
def test_errors_say_what_happened_in_words(answer: errors.Answer, status: int, words: str) -> None:
    response = answer(RequestFactory().get("/"), Exception())
    assert (response.status_code, words in response.content.decode()) == (status, True)


def test_our_own_failure_needs_no_request_and_a_stale_form_says_why() -> None:
    request = RequestFactory().get("/")
    assert "Algo falhou do nosso lado" in errors.broken(request).content.decode()
    assert "ficou aberta tempo demais" in errors.csrf_failure(request).content.decode()

"""A template from a Word document: shown before anything is kept, what was lost said, the hostile one refused."""

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.people.models import Member
from tests.clients import client_of
from tests.core.contracts.word_files import chosen, paragraph, said, word

TEMPLATES = "/aurora/gestao/modelos/"
BODY = paragraph(said("Obra de {{Nome do bairro}}")) + paragraph(
    said("nota"), '<w:r><w:footnoteReference w:id="1"/></w:r>'
)


@pytest.fixture
def his(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def test_a_new_template_is_read_shown_and_kept_only_when_saved(his: Client) -> None:
    answer = his.post(f"{TEMPLATES}importacao/", chosen(word(BODY)))
    page = answer.content.decode()
    assert answer.status_code == 200 and not ContractTemplate.objects.exists()
    assert f'action="{TEMPLATES}novo/"' in page and "Notas de rodapé e de fim ficaram de fora: 1." in page
    assert "Achamos 1 campo" in page and 'value="Nome do bairro"' in page
    form = answer.context["form"]
    typed = {name: form[name].value() or "" for name in ("title", "body", "requirement", "level")}
    asked = {
        f"asked-0-{name}": value for name, value in (("label", "Bairro"), ("name", "nome_do_bairro"), ("kind", "text"))
    }
    his.post(f"{TEMPLATES}novo/", typed | asked)
    made = ContractTemplate.objects.get()
    assert (made.title, made.asked[0]["name"]) == ("Obra", "nome_do_bairro") and "{{nome_do_bairro}}" in made.body


def test_what_would_change_in_a_template_is_shown_before(his: Client, bruno: Member) -> None:
    text = Text("Reforma", "<p>Reforma de casa</p>", "manual")
    kept = save_template(text, company=bruno.company, by=bruno, at=timezone.now())
    page = his.post(f"{TEMPLATES}{kept.pk}/importacao/", chosen(word(BODY))).content.decode()
    assert "O que muda no texto" in page and f'action="{TEMPLATES}{kept.pk}/editar/"' in page
    assert 'value="Reforma"' in page and "Obra" in page
    kept.refresh_from_db()
    assert kept.body == "<p>Reforma de casa</p>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word(BODY, {"word/vbaProject.bin": b"x"}), "traz macros"),
        (b"\xd0\xcf\x11\xe0", "um .doc antigo ou tem senha"),
        (b"", "está vazio"),
    ],
)
def test_what_is_not_taken_says_why(his: Client, data: bytes, words: str) -> None:
    answer = his.post(f"{TEMPLATES}importacao/", chosen(data))
    assert answer.status_code == 422 and words in answer.content.decode()


def test_what_no_font_can_draw_is_told_at_once(his: Client) -> None:
    assert (
        "ainda não pode ser salvo"
        in his.post(f"{TEMPLATES}importacao/", chosen(word(paragraph(said("日"))))).content.decode()
    )

"""A contract without a template from a Word document: for the register, or for one proposal; kept once it is saved."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.contracts.models import Contract
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.faces.office.forms.base import OfficeForm
from tests.clients import client_of
from tests.core.contracts.word_files import chosen, paragraph, said, word
from tests.walk import contracts_of, draft_for

REGISTER = "/aurora/gestao/contratos/"
BODY = paragraph(said("Obra de {{cliente.nome}} em {{prazo da obra}}")) + paragraph(
    said("nota"), '<w:r><w:footnoteReference w:id="1"/></w:r>'
)


@pytest.fixture
def his(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def file(data: bytes) -> dict[str, SimpleUploadedFile]:
    return chosen(data, "Obra da Rua 9.docx")


def posted(form: OfficeForm) -> dict[str, str]:
    """What the page hands back when it is sent as it stands."""
    names = [name for name in ("title", "body", "requirement", "level", "revision") if name in form.fields]
    return {name: str(form[name].value()) for name in names}


def test_an_avulso_is_read_shown_and_kept_only_when_saved(his: Client) -> None:
    answer = his.post(f"{REGISTER}importacao/", file(word(BODY)))
    page = answer.content.decode()
    assert answer.status_code == 200 and not Contract.objects.exists()
    assert f'action="{REGISTER}novo/"' in page and "Notas de rodapé e de fim ficaram de fora: 1." in page
    assert "Falta escrever 1 valor" in page and "<code>{{prazo_da_obra}}</code>" in page
    assert "cliente.nome}}</code>" not in page and 'href="/aurora/gestao/modelos/importacao/"' in page
    his.post(f"{REGISTER}novo/", posted(answer.context["form"]))
    made = Contract.objects.get()
    assert (made.title, made.version_id) == ("Obra da Rua 9", None) and "{{cliente.nome}}" in made.body


def test_what_would_change_in_an_avulso_is_shown_before(his: Client, bruno: Member, now: datetime) -> None:
    kept = save_registered(Text("Reforma", "<p>Casa</p>", "manual"), company=bruno.company, by=bruno, at=now)
    answer = his.post(f"{REGISTER}{kept.pk}/importacao/", file(word(BODY)))
    assert "O que muda no texto" in answer.content.decode() and 'value="Reforma"' in answer.content.decode()
    his.post(f"{REGISTER}{kept.pk}/editar/", posted(answer.context["form"]))
    kept.refresh_from_db()
    assert (kept.title, kept.requirement, kept.revision) == ("Reforma", "manual", 1) and "Obra de" in kept.body


def test_a_contract_of_one_sale_comes_from_word(his: Client, padaria: Customer, bruno: Member, now: datetime) -> None:
    sale = draft_for(padaria, bruno, now)
    box = f"/aurora/gestao/vendas/{sale.number}/contratos/novo/"
    assert "Ler o documento" in his.get(f"{box}?de=word").content.decode()
    answer = his.post(f"{box}?de=word", file(word(BODY)))
    page = answer.content.decode()
    assert f'action="{box}?de=escrever"' in page and "<code>{{prazo_da_obra}}</code>" in page
    assert not contracts_of(sale).exists()
    his.post(f"{box}?de=escrever", posted(answer.context["form"]))
    made = contracts_of(sale).get()
    assert (made.title, made.source) == ("Obra da Rua 9", "written")
    # Sending waits for the value that nobody wrote.
    assert "prazo_da_obra" in his.get(f"/aurora/gestao/vendas/{sale.number}/contratos/{made.pk}/").content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word(BODY, {"word/vbaProject.bin": b"x"}), "traz macros"),
        (b"\xd0\xcf\x11\xe0", "um .doc antigo"),
        (b"", "vazio"),
    ],
)
def test_what_is_not_taken_says_why_at_either_door(
    his: Client, padaria: Customer, bruno: Member, now: datetime, data: bytes, words: str
) -> None:
    number = draft_for(padaria, bruno, now).number
    for url in (f"{REGISTER}importacao/", f"/aurora/gestao/vendas/{number}/contratos/novo/?de=word"):
        answer = his.post(url, file(data))
        assert answer.status_code == 422 and words in answer.content.decode()

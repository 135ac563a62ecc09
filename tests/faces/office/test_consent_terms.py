"""The page of the company's own terms: owners and managers write, everybody looks, each version can be read."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.signatures.consent import Occasion, consent_for
from aceite.core.signatures.models import Act
from aceite.core.signatures.own_terms import TermsVersion
from aceite.core.signatures.terms_saving import Text, save_terms
from aceite.core.signatures.wording import OwnWords
from tests.clients import client_of

pytestmark = pytest.mark.usefixtures("clock")
HERE = "/aurora/gestao/empresa/termos/"
TEXT = f"{HERE}signature/pt-br/"


def typed(**changes: str) -> dict[str, str]:
    """The form filled in."""
    return {"declaration": "", "added": "O foro é o de Campinas.", "after": "0", **changes}


@pytest.fixture
def marcoss(marcos: Member) -> Client:
    return client_of(marcos)


def test_a_manager_writes_sees_and_goes_back(marcoss: Client, aurora: Company) -> None:
    assert marcoss.post(TEXT, typed())["Location"] == TEXT
    page = marcoss.get(TEXT).content.decode()
    version = TermsVersion.objects.get()
    for words in (
        "Termos de Aurora Ltda.:",
        "O foro é o de Campinas.",
        version.sha256,
        "versão 1 da empresa",
        "Marcos",
    ):
        assert words in page
    assert marcoss.post(f"{TEXT}padrao/")["Location"] == TEXT
    page = marcoss.get(TEXT).content.decode()
    assert "texto do produto" in page and "Volta ao texto do produto" in page
    assert consent_for(Act.SIGN, "pt-br").sha256 in page


def test_a_preview_saves_nothing(marcoss: Client) -> None:
    page = marcoss.post(TEXT, typed(declaration="Sou a diretora.", preview="1")).content.decode()
    assert "Nada foi salvo ainda." in page and page.count("Sou a diretora.") == 2
    assert not TermsVersion.objects.exists()


def test_what_stays_is_said_with_its_reason(marcoss: Client) -> None:
    page = marcoss.get(TEXT).content.decode()
    fixed = consent_for(Act.SIGN, "pt-br").paragraphs
    assert all(page.count(fixed[place]) >= 2 for place in (0, 1, 3))
    assert "É a aceitação deste meio como prova." in page


def test_hostile_words_are_refused_beside_the_field_or_shown_as_letters(marcoss: Client) -> None:
    answer = marcoss.post(TEXT, typed(added="x \u202e y"))
    assert answer.status_code == 422 and "added" in answer.context["form"].errors
    marcoss.post(TEXT, typed(added="<b>{{ csrf_token }}</b>"))
    page = marcoss.get(TEXT).content.decode()
    assert "&lt;b&gt;{{ csrf_token }}&lt;/b&gt;" in page and "<b>{{" not in page


def test_nothing_written_is_no_version(marcoss: Client) -> None:
    assert marcoss.post(TEXT, typed(added="  ")).status_code == 422
    assert not TermsVersion.objects.exists()


def test_a_colleagues_version_is_told_and_ones_own_kept(
    marcoss: Client, ana: Member, aurora: Company, now: datetime
) -> None:
    save_terms(aurora, Text(Occasion.SIGNATURE, "pt-br"), OwnWords(added="De Ana."), by=ana, at=now)
    answer = marcoss.post(TEXT, typed())
    assert answer.status_code == 422 and "O foro é o de Campinas." in answer.content.decode()
    assert "Um colega salvou outra versão" in answer.content.decode()
    again = {name: answer.context["form"][name].value() for name in ("declaration", "added", "after")}
    assert marcoss.post(TEXT, again)["Location"] == TEXT and TermsVersion.objects.count() == 2


def test_a_version_shows_what_it_changed(marcoss: Client) -> None:
    marcoss.post(TEXT, typed())
    marcoss.post(TEXT, typed(added="O foro é o de Santos.", after="1"))
    page = marcoss.get(f"{TEXT}versoes/2/").content.decode()
    assert "<del>Campinas</del>" in page and "<ins>Santos</ins>" in page and "em vigor" in page
    assert "em vigor" not in marcoss.get(f"{TEXT}versoes/1/").content.decode()
    assert marcoss.get(f"{TEXT}versoes/3/").status_code == 404


def test_sellers_and_readers_only_look(bruno: Member, iris: Member, eva: Member, marcoss: Client) -> None:
    marcoss.post(TEXT, typed())
    for somebody in (bruno, iris):
        browser = client_of(somebody)
        page = browser.get(TEXT).content.decode()
        assert "O foro é o de Campinas." in page and "Salvar versão" not in page
        assert browser.get(f"{TEXT}versoes/1/").status_code == 200 and "Versão 1" in page
        assert browser.post(TEXT, typed()).status_code == browser.post(f"{TEXT}padrao/").status_code == 404
    stranger = client_of(eva)
    assert stranger.get(TEXT).status_code == 404
    assert "Campinas" not in stranger.get(TEXT.replace("aurora", "boreal")).content.decode()


def test_the_list_says_which_texts_are_the_companys(marcoss: Client, aurora: Company) -> None:
    marcoss.post(f"{HERE}approval/pt-br/", typed())
    page = marcoss.get(HERE).content.decode()
    told = [page.count(words) for words in ("Da empresa, versão 1", "O mesmo do português", "Do produto")]
    assert told == [1, 1, 6]
    aurora.uses_contracts = False
    aurora.save()
    assert "Assinatura no painel" not in marcoss.get(HERE).content.decode()
    for strange in ("decline/pt-br/", "signature/fr/", "nada/pt-br/"):
        assert marcoss.get(f"{HERE}{strange}").status_code == 404

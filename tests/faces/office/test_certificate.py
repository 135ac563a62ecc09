"""The owner's page of the certificate: each thing that can be wrong has its sentence, and nothing of it is kept."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.signatures.models import Certificate
from aceite.core.trail.models import Event
from tests.clients import client_of
from tests.core.signatures.test_certificates import A_YEAR, SECRET, e_cnpj, issuer
from tests.kit.sealing.certificates import PADARIA_CNPJ, SIGNS, Made, made, names_cnpj, pfx, rsa_key, usage

pytestmark = pytest.mark.django_db
PAGE = "/aurora/gestao/empresa/certificado/"
HOME = "/aurora/gestao/"


def sent(ana: Member, data: bytes, password: str = SECRET) -> tuple[int, str]:
    """What the page answers, and its words as a person reads them."""
    file = SimpleUploadedFile("certificado.pfx", data, "application/x-pkcs12")
    answer = client_of(ana).post(PAGE, {"pfx": file, "password": password})
    return answer.status_code, " ".join(answer.content.decode().split())


def of(company: Company, *extensions: object, days: int = 0, bits: int = 2048) -> Made:
    start = timezone.now() - A_YEAR + timedelta(days=days)
    return made("X", issuer(), key=rsa_key(bits=bits), extensions=extensions, start=start, days=365)  # type: ignore[arg-type]


CIPHERS = (usage("key_encipherment"), True)
CASES: dict[str, tuple[Callable[[Company], bytes], str]] = {
    "expired": (lambda c: pfx(of(c, names_cnpj(c.cnpj), SIGNS, days=-10), SECRET), "Este certificado venceu em "),
    "not yet": (lambda c: pfx(of(c, names_cnpj(c.cnpj), SIGNS, days=375), SECRET), "só vale a partir de "),
    "another": (lambda c: pfx(of(c, names_cnpj(PADARIA_CNPJ), SIGNS), SECRET), "é do CNPJ 45.723.174/0001-10"),
    "letters": (lambda c: pfx(of(c, names_cnpj("12ABC34501DE35"), SIGNS), SECRET), "é do CNPJ 12.ABC.345/01DE-35"),
    "nobody's": (lambda c: pfx(of(c, SIGNS), SECRET), "não traz um CNPJ"),
    "no chain": (lambda c: pfx(e_cnpj(c), SECRET, chain=False), "Faltam os certificados da certificadora"),
    "3DES": (lambda c: pfx(e_cnpj(c), SECRET, legacy=True), "cifra antiga (3DES ou RC2)"),
    "usage": (lambda c: pfx(of(c, names_cnpj(c.cnpj), CIPHERS), SECRET), "não foi emitido para assinar"),
    "weak": (lambda c: pfx(of(c, names_cnpj(c.cnpj), SIGNS, bits=1024), SECRET), "é curta ou de um tipo"),
    "no pfx": (lambda c: b"%PDF-1.7", "não é um certificado A1 ou está danificado"),
    "big": (lambda c: bytes(300 * 1024), "grande demais para ser um certificado"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_thing_that_can_be_wrong_has_its_sentence_beside_the_file(case: str, ana: Member) -> None:
    data, sentence = CASES[case]
    status, page = sent(ana, data(ana.company))
    assert status == 422 and sentence in page
    assert page.index('for="id_pfx"') < page.rindex(sentence) < page.index('for="id_password"')
    assert not Certificate.objects.exists() and not Event.objects.exists()


def test_a_wrong_password_is_told_beside_it_and_never_shown_again(ana: Member) -> None:
    status, page = sent(ana, pfx(e_cnpj(ana.company), SECRET), "Outro segredo")
    assert status == 422 and page.rindex("A senha não abre este certificado") > page.index('for="id_password"')
    assert "Outro segredo" not in page


def test_a_good_one_is_shown_with_whose_it_is_and_until_when(ana: Member) -> None:
    made = e_cnpj(ana.company)
    assert sent(ana, pfx(made, SECRET))[0] == 302
    page = client_of(ana).get(PAGE).content.decode()
    kept = Certificate.objects.get()
    for words in ("Em uso", kept.holder, "AC Teste RFB", kept.fingerprint, "não expressa a vontade de ninguém"):
        assert words in page
    assert f"{kept.valid_until:%d/%m/%Y}" in page


def test_the_password_is_kept_and_logged_nowhere(ana: Member, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sent(ana, pfx(e_cnpj(ana.company), SECRET))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert SECRET not in str(cursor.fetchall())
    assert SECRET not in caplog.text


def test_it_is_removed_after_a_question(ana: Member) -> None:
    sent(ana, pfx(e_cnpj(ana.company), SECRET))
    browser = client_of(ana)
    assert "A chave privada é apagada" in browser.get(f"{PAGE}retirada/").content.decode()
    assert browser.post(f"{PAGE}retirada/")["Location"] == PAGE
    page = browser.get(PAGE).content.decode()
    assert "Selo desta instalação" in page and "Certificados de antes" in page


@pytest.mark.parametrize(("days", "words"), [(-335, "vence em 30 dias"), (-366, "venceu em ")])
def test_the_offices_home_tells_its_owner_and_nobody_else(days: int, words: str, ana: Member, bruno: Member) -> None:
    sent(ana, pfx(e_cnpj(ana.company), SECRET))
    end = timezone.now() + A_YEAR + timedelta(days=days)
    Certificate.objects.update(valid_until=end)
    assert words in client_of(ana).get(HOME).content.decode()
    assert words in client_of(ana).get(PAGE).content.decode()
    assert words not in client_of(bruno).get(HOME).content.decode()


def test_a_company_with_another_cnpj_is_told_that_its_certificate_rests(ana: Member) -> None:
    sent(ana, pfx(e_cnpj(ana.company), SECRET))
    Company.objects.filter(pk=ana.company_id).update(cnpj=PADARIA_CNPJ)
    page = client_of(ana).get(PAGE).content.decode()
    assert "Sem uso" in page and "ele é de outro CNPJ" in page


def test_a_chain_without_root_is_taken(ana: Member) -> None:
    without_root = replace(e_cnpj(ana.company), issuers=(issuer().certificate,))
    assert sent(ana, pfx(without_root, SECRET))[0] == 302

"""Both sides download the newest form of a sealed file and reach the former ones; the public page knows them all."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import SealedFile
from tests.clients import client_of
from tests.core.signatures.test_certificates import uploaded
from tests.core.signatures.test_improving import contract, filed, stamped_later
from tests.faces.panel.conftest import body_of
from tests.jobs import run_jobs
from tests.stamping import stamping
from tests.walk import approved, ordered, sent_for

pytestmark = pytest.mark.django_db
__all__ = ["filed"]
BARE = "sem carimbo de tempo externo"
VOUCHED = "carimbo de tempo externo: Hora Certa, "


def pages(sale: Proposal) -> dict[str, str]:
    """The pages on which a signed contract's file stands, by whose they are."""
    panel, pk = f"/aurora/painel/propostas/{sale.number}/", contract(sale).pk
    return {
        "office": f"/aurora/gestao/vendas/{sale.number}/",
        "contract": f"{panel}contratos/{pk}/",
        "receipt": f"{panel}comprovante/",
    }


def words_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address).content.decode().split())


def told_of(sha256: str) -> str:
    return Client().post("/verificar/arquivo/", {"sha256": sha256}).content.decode()


@pytest.mark.parametrize("page", ["office", "contract", "receipt"])
def test_every_page_says_who_vouches_for_the_time(
    page: str, filed: Proposal, carla: PanelUser, bruno: Member, settings: Any, tmp_path: Path
) -> None:
    browser, address = client_of(bruno if page == "office" else carla), pages(filed)[page]
    assert BARE in words_of(browser, address) and VOUCHED not in words_of(browser, address)
    with stamping(settings, tmp_path):
        stamped_later()
    words = words_of(browser, address)
    assert VOUCHED in words and "Hora Certa" in words and "forma anterior, que continua válida" in words


def test_where_the_signed_file_is_offered_its_time_is_told(filed: Proposal, carla: PanelUser, bruno: Member) -> None:
    assert f"Arquivo assinado: {BARE}" in words_of(client_of(bruno), pages(filed)["office"])
    assert f"Arquivo assinado: {BARE}" in words_of(client_of(carla), f"/aurora/painel/propostas/{filed.number}/")
    order = ordered(filed, bruno, timezone.now())
    assert words_of(client_of(carla), f"/aurora/painel/pedidos/{order.number}/").count(BARE) == 1


@pytest.mark.parametrize("side", ["office", "panel"])
def test_downloads_give_the_newest_and_reach_the_former(
    side: str, filed: Proposal, carla: PanelUser, bruno: Member, settings: Any, tmp_path: Path
) -> None:
    with stamping(settings, tmp_path):
        stamped_later()
    old, new = SealedFile.objects.filter(subject=f"contract/{contract(filed).pk}").order_by("number")
    house, ending, browser = "gestao/vendas", ".pdf", client_of(bruno)
    if side == "panel":
        house, ending, browser = "painel/propostas", "/", client_of(carla)
    base = f"/aurora/{house}/{filed.number}/"
    newest = "assinado.pdf" if side == "office" else "assinado/"
    assert body_of(browser.get(f"{base}contratos/{contract(filed).pk}/{newest}")) == read(new.document)
    assert body_of(browser.get(f"{base}selados/{old.pk}{ending}")) == read(old.document)


def test_a_file_sealed_by_the_companys_certificate_names_it_everywhere(
    filed: Proposal, ana: Member, carla: PanelUser, settings: Any, tmp_path: Path
) -> None:
    uploaded(ana, timezone.now())
    with stamping(settings, tmp_path):
        stamped_later()
    named = "selado por AURORA LTDA. (certificado de AC Teste RFB)"
    for name, address in pages(filed).items():
        assert named in words_of(client_of(ana if name == "office" else carla), address)
    signed_file = contract(filed).signed_file
    assert signed_file is not None and named in told_of(signed_file.sha256)
    file = SimpleUploadedFile("contrato.pdf", read(signed_file), "application/pdf")
    checked = Client().post("/verificar/arquivo/", {"file": file}).content.decode()
    assert "Autoridade não conferida nesta instalação: AC Teste RFB, que certifica AURORA LTDA." in checked
    assert "não confere</h1>" not in checked


def test_a_form_is_there_for_its_sale_alone(
    filed: Proposal, carla: PanelUser, eva: Member, fabio: PanelUser, joana_herself: PanelUser, bruno: Member
) -> None:
    form = SealedFile.objects.filter(subject__startswith="contract").get()
    panel = f"/aurora/painel/propostas/{filed.number}/selados/"
    assert body_of(client_of(carla).get(f"{panel}{form.pk}/")).startswith(b"%PDF")
    at = timezone.now()
    another = approved(sent_for(joana_herself.customer, bruno, at), joana_herself, at)
    run_jobs()
    hers = SealedFile.objects.get(subject=f"approval/{another.pk}")
    assert client_of(carla).get(f"{panel}{hers.pk}/").status_code == 404
    assert client_of(bruno).get(f"/aurora/gestao/vendas/{filed.number}/selados/{hers.pk}.pdf").status_code == 404
    assert client_of(fabio).get(f"{panel}{form.pk}/").status_code == 404
    assert client_of(eva).get(f"/aurora/gestao/vendas/{filed.number}/selados/{form.pk}.pdf").status_code == 404


def test_the_public_page_knows_every_form_by_its_hash(filed: Proposal, settings: Any, tmp_path: Path) -> None:
    with stamping(settings, tmp_path):
        stamped_later()
    for kind, newest in (("contract", "o contrato com as assinaturas"), ("approval", "a proposta com a aprovação")):
        old, new = SealedFile.objects.filter(subject__startswith=kind).select_related("document").order_by("number")
        assert newest in told_of(new.document.sha256) and VOUCHED in told_of(new.document.sha256)
        assert "uma forma anterior do que foi selado" in told_of(old.document.sha256)
        assert "Forma anterior" in told_of(new.document.sha256)


def test_a_file_with_stamp_and_list_is_called_original_and_whole(
    filed: Proposal, settings: Any, tmp_path: Path
) -> None:
    def verdict() -> str:
        signed_file = contract(filed).signed_file
        assert signed_file is not None
        file = SimpleUploadedFile("contrato.pdf", read(signed_file), "application/pdf")
        return Client().post("/verificar/arquivo/", {"file": file}).content.decode()

    assert "nem tudo pôde ser conferido" in verdict()
    with stamping(settings, tmp_path):
        stamped_later()
        assert "Documento original e íntegro" in verdict()

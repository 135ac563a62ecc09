"""Page beside page: what was read is told, paper from the post is registered, and witnesses are named."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.copies import UploadedFile, refuse_copy, upload_copy
from aceite.core.contracts.models import Contract, CopyPage, CopyWitness, SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.core.contracts.scans import photo, scan
from tests.jobs import run_jobs
from tests.walk import ORIGIN, contracts_of, draft_for, sent, with_contract


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser) -> Proposal:
    """Sent with a contract to be signed on paper."""
    at = timezone.now()
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, requirement="manual")
    return sent(proposal, bruno, at)


@pytest.fixture
def his(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def contract_of(sale: Proposal) -> Contract:
    return contracts_of(sale).select_related("document", "version__proposal", "company").get()


def url(sale: Proposal, rest: str) -> str:
    return f"/aurora/gestao/vendas/{sale.number}/contratos/{contract_of(sale).pk}/vias/{rest}"


def uploaded(sale: Proposal, carla: PanelUser, *files: bytes) -> SignedCopy:
    """Carla sends these files, and the worker has done its part."""
    at = timezone.now()
    given = [UploadedFile(f"{number}.jpg", data) for number, data in enumerate(files, start=1)]
    made = upload_copy(contract_of(sale), given, key="k", by=carla, origin=ORIGIN, at=at)
    run_jobs()
    return made


def test_each_page_stands_beside_the_sheet_that_shows_it(sale: Proposal, his: Client, carla: PanelUser) -> None:
    copy = uploaded(sale, carla, photo(), scan(contract_of(sale), 1, turned=90))
    page = his.get(url(sale, f"{copy.pk}/")).content.decode()
    assert "Estava virada; nós a pusemos de pé." in page and "Não sabemos de que página é" in page
    assert "O que a leitura das páginas encontrou" in page and "Uma folha não pôde ser lida." in page
    for sheet in CopyPage.objects.all():
        answer = his.get(url(sale, f"{copy.pk}/folhas/{sheet.pk}/"))
        assert answer.status_code == 200 and b"Camera of Carla" not in answer.getvalue()
    assert his.get(url(sale, f"{copy.pk}/via.pdf")).getvalue().startswith(b"%PDF-")


def test_a_second_copy_says_why_the_first_was_refused(
    sale: Proposal, his: Client, bruno: Member, carla: PanelUser
) -> None:
    first = uploaded(sale, carla, photo())
    refuse_copy(first, reason="Falta a assinatura de Helena.", by=bruno, at=timezone.now())
    at = timezone.now()
    second = upload_copy(contract_of(sale), [UploadedFile("2.jpg", photo())], key="k2", by=carla, origin=ORIGIN, at=at)
    for copy, says in ((second, True), (first, False)):
        page = his.get(url(sale, f"{copy.pk}/")).content.decode()
        assert ("Por que a via anterior foi recusada" in page) is says and "Falta a assinatura de Helena." in page


def test_before_it_is_read_the_page_says_so(sale: Proposal, his: Client, carla: PanelUser) -> None:
    files = [UploadedFile("1.jpg", photo())]
    copy = upload_copy(contract_of(sale), files, key="k", by=carla, origin=ORIGIN, at=timezone.now())
    assert "ainda estão sendo lidas" in his.get(url(sale, f"{copy.pk}/")).content.decode()


def register(his: Client, sale: Proposal, **changes: object) -> object:
    """The form, filled in by Bruno."""
    file = SimpleUploadedFile("carta.jpg", scan(contract_of(sale), 1), "image/jpeg")
    day = timezone.localdate().strftime("%d/%m/%Y")
    typed = {"pages": [file], "arrival": "post", "arrived_on": day, "note": "AR 123", "key": "p1"} | changes
    return his.post(url(sale, "nova/"), typed)


def test_paper_from_the_post_is_registered_and_then_checked(sale: Proposal, his: Client) -> None:
    assert "Registrar via recebida em papel" in his.get(f"/aurora/gestao/vendas/{sale.number}/").content.decode()
    answer = register(his, sale)
    copy = SignedCopy.objects.get()
    assert answer.headers["Location"] == url(sale, f"{copy.pk}/")  # type: ignore[attr-defined]
    run_jobs()
    page = his.get(url(sale, f"{copy.pk}/")).content.decode()
    assert "não é um ato do cliente" in page and "Pelo correio" in page and "Tudo certo: a página está aqui" in page
    his.post(url(sale, f"{copy.pk}/aceite/"))
    copy.refresh_from_db()
    assert copy.state == "accepted"
    assert "Via assinada registrada pela empresa" in his.get(f"/aurora/gestao/vendas/{sale.number}/").content.decode()


@pytest.mark.parametrize(("field", "value"), [("arrival", "pigeon"), ("arrived_on", "31/12/2099"), ("pages", [])])
def test_what_is_missing_is_said_beside_its_field(sale: Proposal, his: Client, field: str, value: object) -> None:
    answer = register(his, sale, **{field: value})
    assert answer.status_code == 422 and not SignedCopy.objects.exists()  # type: ignore[attr-defined]


def test_the_witnesses_of_an_executive_title_are_written_down(sale: Proposal, his: Client, carla: PanelUser) -> None:
    Contract.objects.update(executive=True)
    copy = uploaded(sale, carla, photo())
    assert "duas testemunhas" in his.get(url(sale, f"{copy.pk}/")).content.decode()
    typed = {"name_1": "Lia Prates", "cpf_1": "168.995.350-09", "name_2": "Rui Salles", "cpf_2": carla.cpf}
    refused = his.post(url(sale, f"{copy.pk}/aceite/"), typed)
    assert refused.status_code == 422 and "é o de uma das partes" in refused.content.decode()
    his.post(url(sale, f"{copy.pk}/aceite/"), typed | {"cpf_2": "153.509.460-56"})
    assert [witness.name for witness in CopyWitness.objects.all()] == ["Lia Prates", "Rui Salles"]
    assert "Rui Salles" in his.get(url(sale, f"{copy.pk}/")).content.decode()


def test_who_signs_is_chosen_beside_the_word_about_witnesses(
    padaria: Customer, his: Client, bruno: Member, carla: PanelUser
) -> None:
    at: datetime = timezone.now()
    proposal = draft_for(padaria, bruno, at)
    made = with_contract(proposal, bruno, at, carla)
    page = his.get(f"/aurora/gestao/vendas/{proposal.number}/contratos/{made.pk}/").content.decode()
    assert "A lei admite dispensar testemunhas" in page and "Título executivo" in page

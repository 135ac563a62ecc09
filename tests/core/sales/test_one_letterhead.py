"""Whatever a company prints has one letterhead and one foot: proposal, contract, order, signatures, dossier."""

from datetime import datetime
from io import BytesIO

import pytest
from django.test import override_settings
from PIL import Image

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract
from aceite.core.contracts.paper import block_of, paper_of
from aceite.core.contracts.signed_file import signatures_page
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.logos import set_logo
from aceite.core.people.models import Member
from aceite.core.sales.dossier_cover import cover_paper
from aceite.core.sales.dossier_parts import Subject
from aceite.core.sales.models import Approval, Audience, Order
from aceite.core.sales.paper import approval_page, order_paper, printed_proposal
from aceite.kit.pdf.papers import Paper
from aceite.kit.pdf.parts import FooterPaper
from tests.walk import approved, contracts_of, draft_for, fresh, ordered, sent, signed, with_contract

pytestmark = pytest.mark.django_db
LINES = (
    "CNPJ 11.222.333/0001-81 · IE 110042490114",
    "Rua das Laranjeiras, 480\N{NO-BREAK SPACE}· Campinas/SP\N{NO-BREAK SPACE}· CEP\N{NO-BREAK SPACE}13015-904",
    "vendas@aurora.example · (19) 3211-0000 · aurora.example",
)


@pytest.fixture
def dressed(aurora: Company, ana: Member, now: datetime) -> Company:
    """Aurora with all that a letterhead may say, and a logo."""
    picture = BytesIO()
    Image.new("RGB", (300, 100), "#0b7a5b").save(picture, "PNG")
    set_logo(aurora, picture.getvalue(), by=ana, at=now)
    told = {"cnpj": "11222333000181", "state_registration": "110042490114", "email": "vendas@aurora.example"}
    place = {"street": "Rua das Laranjeiras", "street_number": "480", "district": "", "city": "Campinas", "state": "SP"}
    Company.objects.filter(pk=aurora.pk).update(
        **told, **place, zip_code="13015904", phone="+551932110000", website="https://aurora.example/"
    )
    return Company.objects.get(pk=aurora.pk)


@pytest.fixture
def order(dressed: Company, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Order:
    """A sale of hers with a contract, closed."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, at=now)
    approved(fresh(sale), carla, now)
    return Order.objects.get(pk=ordered(fresh(sale), bruno, now).pk)


def papers_of(order: Order, at: datetime) -> dict[str, Paper]:
    """Each paper of the sale as it would be set, and a standalone contract."""
    contract = contracts_of(order.proposal).get()
    approval = Approval.objects.get(proposal=order.proposal)
    avulso = Contract(company=contract.company, customer=order.proposal.customer, title="Sigilo")
    return {
        "proposal": printed_proposal(order.version, code=order.version.code, at=at),
        "contract": paper_of(contract, "<p>Objeto</p>", code=contract.code, at=at),
        "uploaded": block_of(contract, signers=(), code=contract.code, at=at),
        "avulso": paper_of(avulso, "<p>Objeto</p>", code="", at=at),
        "order": order_paper(order, approval),
        "approval": approval_page(approval, at=at),
        "signatures": signatures_page(contract),
        "dossier": cover_paper(Subject(order.proposal, Audience.OFFICE), [], "0" * 64),
    }


def test_all_papers_have_the_one_letterhead(order: Order, now: datetime) -> None:
    papers = papers_of(order, now)
    logo = papers["proposal"].company.logo
    assert logo is not None and logo.startswith(b"\x89PNG")
    heads = {name: (tuple(paper.company.lines), paper.company.logo == logo) for name, paper in papers.items()}
    assert heads == dict.fromkeys(papers, (LINES, True))


@override_settings(BASE_URL="https://aceite.example")
def test_every_foot_leads_where_its_code_says(order: Order, now: datetime) -> None:
    papers = papers_of(order, now)
    told = {name: paper.footer for name, paper in papers.items()}
    assert told.pop("avulso") == FooterPaper(number="", version="", code="", url="https://aceite.example")
    assert told.pop("dossier").code == ""
    assert told.pop("order").number == order.number
    assert {foot.number for foot in told.values()} == {order.proposal.number}
    assert {foot.url.removeprefix("https://aceite.example/v/") == foot.code for foot in told.values()} == {True}

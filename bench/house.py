"""Aurora with as many customers as wanted, each with one person and one sale, made by the verbs of the product."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from multiprocessing.pool import ThreadPool

from django.db import connection
from django.utils import timezone
from validate_docbr import CNPJ, CPF

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.models import CustomerKind, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.models import Proposal
from aceite.core.sales.viewing import record_view
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from bench.browsing import Answer, Browser, enter
from tests.cast import company, customer, member, panel_user
from tests.core.contracts.sent import code_of, opened, prepare
from tests.walk import contracts_of, draft_for, paid_in, sent, with_contract

NAMES = ("Forno combinado", "Masseira", "Câmara de fermentação", "Batedeira", "Bancada de inox", "Instalação")
LINES = tuple(DraftLine(name, Decimal(2), Decimal("1250.40"), note="220 V, entrega no térreo") for name in NAMES)
TOTAL = "15004.80"


@dataclass(frozen=True)
class House:
    """The vendor."""

    company: Company
    seller: Member
    session: str

    @classmethod
    def build(cls) -> "House":
        """Aurora, and Bruno at his desk."""
        with everywhere(Door.OPERATOR):
            aurora = company("aurora", "Aurora", "11222333000181")
            bruno = member(aurora, "Bruno", Role.SELLER)
            assert bruno.user is not None
            return cls(aurora, bruno, enter(bruno.user))

    def sales(self, count: int, *, with_contract: bool, requirement: str = "digital") -> "list[Sale]":
        """So many sales, sent, with a contract to be signed in this way where there is one.

        On two threads, since most of the time a child sets the papers.
        """

        def make(number: int) -> Sale:
            try:
                with scoped(self.company.pk):
                    return self._sale(number, requirement if with_contract else "")
            finally:
                connection.close()

        with ThreadPool(2) as pool:
            return pool.map(make, range(count), chunksize=1)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """The company's scope, for verbs and for looking at the rows."""
        with scoped(self.company.pk):
            yield

    def order(self, sale: "Sale", browser: Browser) -> bool:
        """The seller turns the approved sale into an order; whether he was told that it is made."""
        path = f"/{self.company.slug}/gestao/vendas/{sale.proposal.number}/pedido/"
        # Made already, by a click whose answer never came, its page shows the order instead.
        return browser.post(path, self.session, {}).went_to(path) or _shows_order(browser.get(path, self.session))

    def _sale(self, number: int, requirement: str) -> "Sale":
        at, cnpj, cpf = timezone.now(), CNPJ().generate(), CPF().generate()
        shop = customer(self.company, CustomerKind.COMPANY, f"Padaria {number}", cnpj)
        person = panel_user(shop, f"Carla {number}", f"{cnpj}@padaria.example", cpf, sign=True, approve=True)
        draft = draft_for(shop, self.seller, at, lines=LINES, instalments=paid_in(TOTAL, at))
        if requirement:
            with_contract(draft, self.seller, at, person, requirement=requirement)
        assert person.user is not None
        return Sale(self.company, sent(draft, self.seller, at), person, enter(person.user))


def _shows_order(answer: Answer) -> bool:
    return answer.status == 200 and b"pedido.json" in answer.body


@dataclass
class Sale:
    """One sale as its customer's person meets it: its page, and her acts as her browser posts them."""

    company: Company
    proposal: Proposal
    person: PanelUser
    session: str
    ceremony: str = ""
    code: str = ""

    @property
    def panel(self) -> str:
        """The address of the proposal's page."""
        return f"/{self.company.slug}/painel/propostas/{self.proposal.number}/"

    def prepare(self, at: datetime) -> None:
        """She reads the contract, fills in the page and gets the code by mail."""
        with self.inside():
            contracts = list(contracts_of(self.proposal))
            record_view(self.proposal, by=self.person, at=at)
            opened(contracts, self.person, at=at)
            begun = prepare(contracts, self.person, at)
            self.ceremony, self.code = begun.id, code_of(begun)

    def see(self, at: datetime) -> None:
        """She has the proposal before her, as the page notes by itself in a browser."""
        with self.inside():
            record_view(self.proposal, by=self.person, at=at)

    def look(self, browser: Browser) -> bool:
        """She opens the proposal; whether she saw it."""
        answer = browser.get(self.panel, self.session)
        return answer.status == 200 and self.proposal.number.encode() in answer.body

    def sign(self, browser: Browser) -> bool:
        """She types the code; whether she was told that it is signed."""
        answer = browser.post(f"{self.panel}assinatura/{self.ceremony}/", self.session, {"code": self.code})
        return answer.went_to(self.panel)

    def approve(self, browser: Browser) -> bool:
        """She approves; whether she was sent to the receipt."""
        return self.answer_approval(browser).went_to(f"{self.panel}comprovante/")

    def answer_approval(self, browser: Browser) -> Answer:
        """What the product answers to her approval."""
        version = self.proposal.shown
        assert version is not None
        fields = {
            "version": version.version,
            "bundle_sha256": version.bundle_sha256,
            "consent_sha256": consent_for(Act.APPROVE, "pt-br").sha256,
            "customer_order_number": "",
            "note": "",
        }
        return browser.post(f"{self.panel}aprovacao/", self.session, fields)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """The company's scope, for looking at the rows."""
        with scoped(self.company.pk):
            yield

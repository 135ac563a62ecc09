"""The whole way of a customer, from the mail's link to *aprovado*: a contract signed here, another one on paper.

Whoever walks it does each act with her own hands: pointing, by keyboard alone, or without scripts. At each stop of the
way she looks around.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from aceite.core.proposals.models import Proposal
from tests.browser.mailbox import mailed_code, mailed_path
from tests.browser.walks import reads_to_the_end
from tests.core.contracts.scans import scan
from tests.jobs import run_jobs
from tests.walk import contracts_of

LooksAround = Callable[[str], object]
FOCUSED = "(on => on === document.body ? '' : on.labels?.[0]?.innerText || on.innerText || '')(document.activeElement)"


@dataclass
class ByHand:
    """She points at what she sees."""

    page: Page

    def goes(self, words: str) -> None:
        """Follows a link, or presses a button, that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator("main, .decision-bar").locator("a, button").filter(has_text=words).last.click()

    def fills(self, label: str, text: str) -> None:
        """Types into a field."""
        self.page.get_by_label(label).fill(text)

    def ticks(self, label: str) -> None:
        """Ticks a box."""
        self.page.get_by_label(label).check()

    def chooses(self, sheet: FilePayload) -> None:
        """Takes a file from her device."""
        self.page.locator("main [name=pages]").set_input_files(sheet)

    def prefers_to_type(self) -> None:
        """Chooses to type her name instead of drawing."""
        self.page.get_by_label("Digitar o nome").check()

    def reads(self) -> None:
        """To the end; the button says so then."""
        self.page.wait_for_load_state("load")
        with self.page.expect_navigation():
            reads_to_the_end(self.page)

    def sends(self) -> None:
        """Sends what she chose; the page goes on by itself once the worker has looked at it."""
        self.page.get_by_role("button", name="Continuar", exact=True).click()
        expect(self.page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible()


@dataclass
class WithoutScripts(ByHand):
    """Her browser runs none."""

    def prefers_to_type(self) -> None:
        """There is nothing else."""

    def reads(self) -> None:
        """Her word for it."""
        self.page.locator("[data-end]").scroll_into_view_if_needed()
        self.goes("Li o contrato até o fim")

    def sends(self) -> None:
        """By the form itself; and asks whether it was read."""
        self.goes("Continuar")
        run_jobs()
        self.goes("Ver se já terminou")


@dataclass
class ByKeyboard(ByHand):
    """She touches nothing but keys."""

    def goes(self, words: str) -> None:
        """Enter, where the focus is on these words."""
        self.tabs_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fills(self, label: str, text: str) -> None:
        """Types into the field that has the focus."""
        self.tabs_to(label)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def ticks(self, label: str) -> None:
        """The space bar."""
        self.tabs_to(label)
        self.page.keyboard.press("Space")

    def chooses(self, sheet: FilePayload) -> None:
        """The field has the focus; what opens then is her system's."""
        self.page.wait_for_load_state("load")
        for _press in range(60):
            if self.page.evaluate("document.activeElement.name") == "pages":
                return super().chooses(sheet)
            self.page.keyboard.press("Tab")
        raise AssertionError("the Tab key never comes to the files")

    def prefers_to_type(self) -> None:
        """The arrows choose among what belongs together."""
        self.tabs_to("Desenhar")
        self.page.keyboard.press("ArrowRight")

    def reads(self) -> None:
        """The button leads from page to page."""
        self.tabs_to("contrato até o fim" if self.page.get_by_role("button", name="até o fim").count() else "Continuar")
        # Where the end comes into view between a look at the button and the key, the key already says that it was read.
        with self.page.expect_navigation():
            while "Continuar lendo" in self.page.evaluate(FOCUSED):
                self.page.keyboard.press("Enter")
            self.page.keyboard.press("Enter")

    def sends(self) -> None:
        """Enter on the button."""
        self.tabs_to("Continuar")
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible()

    def tabs_to(self, words: str) -> None:
        """Presses Tab until the focus is there."""
        self.page.wait_for_load_state("load")
        for _press in range(90):
            if words in self.page.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key never comes to {words!r} on {self.page.url}")


def walks_from_the_link_to_the_yes(hand: ByHand, email: str, sale: Proposal, looks: LooksAround) -> None:
    """Enters, reads, signs, sends the other contract signed on paper, and approves."""
    page = hand.page
    page.goto(mailed_path(email))
    looks("entering")
    hand.fills("Seu e-mail", email)
    hand.goes("Receber código por e-mail")
    looks("code to enter")
    hand.fills("Código que enviamos", mailed_code(email))
    hand.goes("Entrar no painel")
    looks("proposal")
    _signs(hand, email, looks)
    _sends_copy(hand, sale, looks)
    hand.goes("Aprovar proposta")
    looks("approving")
    hand.goes("Aprovar proposta")
    expect(page.get_by_role("heading", name="Proposta aprovada")).to_be_visible()
    run_jobs()
    looks("receipt")


def _signs(hand: ByHand, email: str, looks: LooksAround) -> None:
    hand.goes("Ler o contrato")
    looks("contract")
    hand.reads()
    looks("signing")
    hand.ticks("Li e aceito")
    hand.prefers_to_type()
    hand.fills("Seu nome completo", "Carla Nogueira")
    hand.goes("Receber código para assinar")
    looks("code to sign")
    hand.fills("Código de 6 números", mailed_code(email))
    hand.goes("Assinar o contrato")
    looks("signed")


def _sends_copy(hand: ByHand, sale: Proposal, looks: LooksAround) -> None:
    paper = contracts_of(sale).select_related("document").get(requirement="manual")
    hand.goes("Assinar no papel")
    looks("paper")
    hand.chooses({"name": "via.jpg", "mimeType": "image/jpeg", "buffer": scan(paper, 1)})
    hand.sends()
    run_jobs()
    expect(hand.page.get_by_role("heading", name=re.compile("^Tudo certo"))).to_be_visible()
    looks("pages read")
    hand.goes("Enviar a via assinada")
    run_jobs()
    looks("paper sent")

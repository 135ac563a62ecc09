"""From the mail to *aprovado* on a known device: what it costs the customer, counted and fixed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from tests.browser.conftest import PHONE
from tests.browser.mailbox import mailed_code, mailed_path, subjects
from tests.browser.walks import reads_to_the_end
from tests.chromium import Opener
from tests.slow_phone import slow_down
from tests.walk import draft_for, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What she ticks, types and draws; the mark is one, however it is made.
FIELDS = """
for (const kind of ["input", "pointerup"]) addEventListener(kind, ({ target }) => {
  const name = target.closest("[data-mark]") ? "mark" : target.name;
  const seen = new Set(JSON.parse(sessionStorage.fields ?? "[]"));
  if (name) sessionStorage.fields = JSON.stringify([...seen.add(name)]);
}, true);
"""


@dataclass
class Counted:
    """Carla's phone, which counts what she does and the mails she opens."""

    page: Page
    address: str
    submits: list[str] = field(default_factory=list)
    mails: int = 0

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.add_init_script(FIELDS)

    @property
    def fields(self) -> set[str]:
        """The parts of forms she filled in, by name."""
        return set(json.loads(self.page.evaluate("sessionStorage.fields ?? '[]'")))

    def is_old_and_far_away(self) -> None:
        """Slow 3G and a slow processor, whatever the walk takes; nothing of it may depend on being quick."""
        slow_down(self.page.context.new_cdp_session(self.page))
        self.page.set_default_timeout(60_000)

    def opens_mail(self) -> None:
        """The link of the newest mail leads to the proposal, with nothing asked."""
        self.mails += 1
        self.page.goto(mailed_path(self.address))

    def follows(self, words: str) -> None:
        """A link of the bar."""
        self.page.get_by_role("region", name="Próximo passo").get_by_role("link", name=words).click()

    def presses(self, words: str) -> None:
        """A button."""
        self.page.get_by_role("button", name=words).click()

    def draws(self) -> None:
        """Her mark, with a finger."""
        pad = self.page.locator("canvas")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 30, box["y"] + 60)
        self.page.mouse.down()
        for step in range(1, 9):
            self.page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + 60 + (-1) ** step * 25)
        self.page.mouse.up()

    def types_code(self) -> None:
        """The digits of the mail that came just now."""
        self.mails += 1
        field = self.page.get_by_label("Código de 6 números")
        field.wait_for()
        field.fill(mailed_code(self.address))

    def approves(self) -> None:
        """What binds, beside the button."""
        self.follows("Aprovar proposta")
        self.presses("Aprovar proposta")
        expect(self.page.get_by_role("heading", name="Proposta aprovada")).to_be_visible(timeout=60_000)

    def _asked(self, request: Request) -> None:
        if request.is_navigation_request() and request.method == "POST":
            below = urlsplit(request.url).path.split("/painel/")[1]
            self.submits.append(re.sub(r"^propostas/[^/]+/", "", below))


def test_signing_and_approving_are_four_submits_three_fields_and_two_mails(
    window_of: Callable[..., Page], padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    proposal = draft_for(padaria, bruno, at)
    contract = with_contract(proposal, bruno, at, carla)
    sent(proposal, bruno, at)
    phone = Counted(window_of(carla, viewport=PHONE), carla.email)
    phone.is_old_and_far_away()
    phone.opens_mail()
    phone.follows("Ler o contrato")
    reads_to_the_end(phone.page)
    phone.page.get_by_role("checkbox", name="Li e aceito").check()
    phone.draws()
    phone.presses("Receber código para assinar")
    phone.types_code()
    fields = phone.fields
    phone.presses("Assinar o contrato")
    phone.approves()
    read, sign, code, approve = phone.submits
    assert (read, sign, approve) == (f"contratos/{contract.pk}/leitura/", "assinatura/", "aprovacao/")
    assert code.startswith("assinatura/") and phone.fields == fields == {"consent", "mark", "code"}
    # What else was mailed are her receipts, which ask nothing of her.
    assert phone.mails == 2 and [said for said in subjects(carla.email) if "código" in said.lower()][1:] == []


def test_approving_without_contract_is_one_submit_and_one_mail(
    window_of: Callable[..., Page], padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    sent(draft_for(padaria, bruno, at), bruno, at)
    phone = Counted(window_of(carla, viewport=PHONE), carla.email)
    phone.opens_mail()
    phone.approves()
    assert (phone.submits, phone.fields, phone.mails) == (["aprovacao/"], set(), 1)


def test_a_new_device_is_two_submits_of_one_field_away(
    open_window: Opener, padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    sale = sent(draft_for(padaria, bruno, at), bruno, at)
    phone = Counted(open_window(viewport=PHONE), carla.email)
    phone.opens_mail()
    phone.page.get_by_label("Seu e-mail").fill(carla.email)
    phone.presses("Receber código por e-mail")
    phone.mails += 1
    phone.page.get_by_label("Código que enviamos").fill(mailed_code(carla.email))
    phone.presses("Entrar no painel")
    expect(phone.page.get_by_role("heading", level=1, name=sale.title)).to_be_visible()
    assert (phone.submits, phone.fields, phone.mails) == (["entrar/", "entrar/codigo/"], {"email", "code"}, 2)

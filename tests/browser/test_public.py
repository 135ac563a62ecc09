"""The public page in a real browser: the file stays on the device, and nobody is left out."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, Request, expect

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.kit.codes import format_code
from tests.browser.conftest import PHONE
from tests.browser.looking import WIDER_THAN_WINDOW, violations
from tests.chromium import Opener
from tests.example import FOLDER
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, signed, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contract(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Contract:
    """Signed by Carla, and filed."""
    cache.clear()
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla)
    sale = sent(proposal, bruno, at)
    signed(sale, carla, at=at)
    run_jobs()
    return contracts_of(sale).select_related("signed_file").get()


@pytest.fixture
def files(contract: Contract, tmp_path: Path) -> dict[str, Path]:
    """The signed file as it was downloaded, and one with a changed byte."""
    assert contract.signed_file is not None
    data = read(contract.signed_file)
    made = {"good": data, "changed": data[:300] + b"x" + data[301:]}
    for name, content in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    return {name: tmp_path / f"{name}.pdf" for name in made}


def send(page: Page, file: Path) -> None:
    page.goto("/verificar/")
    page.locator("summary", has_text="Conferir assinaturas").click()
    page.get_by_label("Arquivo PDF").set_input_files(file)
    page.get_by_role("button", name="Enviar e conferir").click()


def no_fault(page: Page) -> bool:
    assert violations(page) == []
    return bool(page.evaluate(WIDER_THAN_WINDOW) <= 0)


def test_comparing_sends_the_hash_and_never_the_file(open_window: Opener, files: dict[str, Path]) -> None:
    page, asked = open_window(viewport=PHONE), list[Request]()
    page.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    page.goto("/verificar/")
    page.locator("[data-compare] input[type=file]").set_input_files(files["good"])
    expect(page.get_by_role("heading", level=1)).to_have_text("É o mesmo arquivo")
    (question,) = asked
    assert len(question.post_data or "") < 500 and "%PDF" not in (question.post_data or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1440, "height": 900}], ids=["phone", "desk"])
def test_each_answer_is_within_everybodys_reach(
    open_window: Opener, contract: Contract, files: dict[str, Path], viewport: dict[str, int], scheme: str
) -> None:
    page = open_window(viewport=viewport, color_scheme=scheme)
    page.goto("/verificar/")
    assert no_fault(page)
    page.goto(f"/v/{format_code(contract.code)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("O código existe")
    assert no_fault(page)
    for file, headline in ((files["good"], "Nada de errado"), (files["changed"], "Este arquivo não confere")):
        send(page, file)
        expect(page.get_by_role("heading", level=1)).to_contain_text(headline)
        page.locator(".verify-all summary").click()
        assert no_fault(page)


def test_without_javascript_a_file_is_checked_all_the_same(open_window: Opener, files: dict[str, Path]) -> None:
    page = open_window(java_script_enabled=False)
    send(page, files["changed"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Este arquivo não confere")
    expect(page.locator("[data-compare]")).to_be_hidden()


def test_a_receipt_is_chosen_to_be_sent_and_leaves_only_then(open_window: Opener) -> None:
    page, asked = open_window(viewport=PHONE), list[Request]()
    page.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    page.goto("/verificar/")
    page.locator("[data-compare] input[type=file]").set_input_files(FOLDER / "recibo.json")
    expect(page.get_by_role("status").filter(has_text="Recibos e âncoras se conferem por dentro")).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Enviar e conferir").click()
    expect(page.get_by_text("o recibo confere").first).to_be_attached()
    assert len(asked) == 1

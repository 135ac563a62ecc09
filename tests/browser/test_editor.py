"""The editor of a proposal as a seller uses it: by keyboard, saved by itself, nothing lost, two at once."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from tests.browser.looking import violations
from tests.clients import client_of
from tests.faces.office.keyboard import editor, opened
from tests.faces.office.test_pasting import FIFTY
from tests.walk import FITTING, OVEN, draft_for, fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
# An amount that stands at the right of its place grows to the left: nothing else may move.
SHIFTS = """() => { window.shifts = []; new PerformanceObserver((list) => window.shifts.push(
  ...list.getEntries().flatMap(({ sources }) => sources)
    .map(({ node }) => node?.parentElement?.closest("output") ?? node)
    .filter((node) => node && !node.matches?.("output")).map((node) => node.outerHTML.slice(0, 80))
)).observe({ type: "layout-shift" }); }"""
PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def draft(padaria: Customer, bruno: Member, at: datetime) -> Proposal:
    """An oven and its fitting, saved; a hood and a table stand in the catalogue."""
    for code, name, price in (("COI-1", "Coifa de inox", "990.5"), ("MES-7", "Mesa de apoio em inox", "1200")):
        Item.objects.create(
            company=bruno.company, code=code, name=name, price=Decimal(price), search=f"{code} {name}".lower()
        )
    return draft_for(padaria, bruno, at, lines=(OVEN, FITTING))


@pytest.fixture
def rough_window(chromium: Browser, live_server: LiveServer, bruno: Member) -> Iterator[Page]:
    """Bruno's window on a bad line: what cannot be reached is complained of in its console."""
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR")
    cookie = client_of(bruno).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def ready(page: Page, number: str) -> Page:
    """The editor, once its scripts work."""
    page.goto(editor(number))
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    return page


def saved(page: Page) -> None:
    """Waits until the page says so."""
    expect(page.locator("#saved")).to_contain_text("Salvo às", timeout=20_000)


def test_a_proposal_is_written_by_keyboard_alone(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 900}), draft.number)
    press, type_in = page.keyboard.press, page.keyboard.type
    page.get_by_role("group", name="Linha 2").get_by_label("Item", exact=True).focus()
    press("Enter")
    type_in("coífa")
    expect(page.locator("#catalog [role=option]")).to_have_count(1)
    press("ArrowDown")
    press("Enter")
    type_in("3")
    press("Enter")
    type_in("mes-7")
    press("Enter")
    third, fourth = page.get_by_role("group", name="Linha 3"), page.get_by_role("group", name="Linha 4")
    expect(fourth.get_by_label("Item", exact=True)).to_have_value("Mesa de apoio em inox")
    press("ArrowUp")
    expect(third.locator("[data-total]")).to_have_text("R$\u00a02.971,50")
    press("Alt+ArrowUp")
    press("Control+d")
    press("Alt+s")
    type_in("Cozinha")
    press("Enter")
    press("Alt+Delete")
    press("Control+z")
    expect(page.locator("#bar-total")).to_have_text("R$\u00a044.721,50")
    saved(page)
    lines = [(line.section, line.code, str(line.quantity)) for line in draft_of(fresh(draft)).lines]
    assert lines == [
        *(("", "FRN-010", "1.0000"), ("", "", "1.5000"), ("", "MES-7", "1.0000"), ("", "MES-7", "1.0000")),
        ("Cozinha", "COI-1", "3.0000"),
    ]
    assert fresh(draft).total == Decimal("44721.50")


def test_an_item_of_the_catalogue_brings_how_often_it_is_paid(
    window_of: WindowOf, bruno: Member, draft: Proposal
) -> None:
    Item.objects.filter(code="MES-7").update(recurs="month", periods=12)
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 900}), draft.number)
    total = page.locator("#bar-total").inner_text()
    page.get_by_role("group", name="Linha 2").get_by_label("Item", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("mes-7")
    expect(page.locator("#catalog [role=option]")).to_contain_text("1.200,00 / un por mês, por 12 meses")
    page.keyboard.press("Enter")
    expect(page.get_by_text("R$\u00a01.200,00 por mês, por 12 meses").first).to_be_visible()
    expect(page.locator("#bar-total")).to_have_text(total)
    saved(page)
    line = draft_of(fresh(draft)).lines[2]
    assert (line.code, line.recurs, line.periods) == ("MES-7", "month", 12)


def test_nothing_moves_while_the_totals_change(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    # High enough for the sums to be in sight: of what moves below the fold nobody is told.
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 1500}), draft.number)
    page.evaluate(SHIFTS)
    for label, amount in (("Preço unitário", "1.234.567,891"), ("Quantidade", ""), ("Quantidade", "12,5")):
        page.get_by_role("group", name="Linha 1").get_by_label(label).fill(amount)
    page.locator("#id_discount_value").fill("7,5")
    page.get_by_label("Tipo do desconto no total").select_option("percent")
    expect(page.locator("[data-sum=discount]")).to_have_text("\u2212\u00a0R$\u00a01.157.441,15")
    saved(page)
    assert page.evaluate("window.shifts") == []


def test_a_discount_is_of_the_kind_its_sign_says(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 900}), draft.number)
    value, kind = page.locator("#id_discount_value"), page.get_by_label("Tipo do desconto no total")
    # "5" is a percentage until the rest says otherwise; what is typed over it is taken at its word.
    for typed, meant in (
        ("5", "percent"),
        ("R$ 50,00", "amount"),
        ("7", "amount"),
        ("10%", "percent"),
        ("R$", "amount"),
    ):
        value.fill("")
        value.press_sequentially(typed)
        expect(kind).to_have_value(meant)
    value.fill("R$ 50,00")
    expect(page.locator("[data-sum=discount]")).to_have_text("\u2212\u00a0R$\u00a050,00")
    saved(page)
    assert (draft_of(fresh(draft)).discount_kind, draft_of(fresh(draft)).discount_value) == ("amount", Decimal(50))


def test_help_names_the_keys(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno), draft.number)
    page.get_by_role("group", name="Linha 1").get_by_label("Item", exact=True).focus()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog")).to_contain_text("Duplicar a linha")


def test_what_could_not_be_saved_is_kept_and_comes_back(rough_window: Page, draft: Proposal) -> None:
    page = ready(rough_window, draft.number)

    def lost(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/editar/", lost)
    name = page.get_by_role("group", name="Linha 1").get_by_label("Item", exact=True)
    name.fill("Forno a gás")
    expect(page.locator("#saved")).to_contain_text("guardado neste navegador")
    page.unroute("**/editar/", lost)
    page.reload()
    expect(page.locator("#recovered")).to_be_visible()
    expect(name).to_have_value("Forno a gás")
    saved(page)
    assert draft_of(fresh(draft)).lines[0].name == "Forno a gás"
    page.reload()
    expect(page.locator("#recovered")).to_be_hidden()


def test_a_session_that_ends_loses_nothing(rough_window: Page, draft: Proposal) -> None:
    page = ready(rough_window, draft.number)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_label("Título", exact=True).fill("Cozinha da loja 9")
    expect(page.locator("#saved")).to_contain_text("Sua sessão terminou")
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "csrftoken"])  # type: ignore[misc]
    page.keyboard.press("Control+s")
    saved(page)
    assert fresh(draft).title == "Cozinha da loja 9"


def test_two_editors_are_told_and_their_lines_are_put_together(
    rough_window: Page, marcos: Member, draft: Proposal
) -> None:
    page = ready(rough_window, draft.number)
    hers = client_of(marcos)
    typed = opened(hers, draft.number) | {"lines-0-name": "Forno turbo", "lines-1-unit_price": "350", "do": "save"}
    hers.post(editor(draft.number), typed)
    page.get_by_label("Título", exact=True).fill("Cozinha da loja 9")
    page.get_by_role("group", name="Linha 2").get_by_label("Preço unitário").fill("400")
    expect(page.locator("#saved")).to_contain_text("Marcos salvou esta proposta")
    page.get_by_role("button", name="Juntar e salvar").click()
    conflict = page.locator("#conflicts tr", has_text="Linha 2")
    expect(conflict).to_contain_text("350")
    expect(page.get_by_role("group", name="Linha 1").get_by_label("Item", exact=True)).to_have_value("Forno turbo")
    conflict.get_by_role("button", name="Usar o salvo").click()
    saved(page)
    draft_now = draft_of(fresh(draft))
    assert (draft_now.title, draft_now.lines[0].name) == ("Cozinha da loja 9", "Forno turbo")
    assert draft_now.lines[1].unit_price == Decimal(350)


def test_a_page_left_open_after_sending_says_so(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno), draft.number)
    Proposal.objects.filter(pk=draft.pk).update(state=State.SENT)
    page.get_by_label("Título", exact=True).fill("Tarde demais")
    expect(page.locator("#saved")).to_contain_text("Uma versão enviada não se edita")
    kept = page.evaluate(
        "Object.values(localStorage).find((text) => text.startsWith('{') && 'fields' in JSON.parse(text))"
    )
    assert json.loads(kept)["fields"]


def test_fifty_lines_pasted_into_a_line_are_looked_at_mended_and_taken(
    window_of: WindowOf, bruno: Member, draft: Proposal
) -> None:
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 900}), draft.number)
    page.get_by_role("group", name="Linha 1").get_by_label("Quantidade").fill("2")
    name = page.get_by_role("group", name="Linha 2").get_by_label("Item", exact=True)
    name.focus()
    name.evaluate(PASTE, FIFTY)
    broken = page.get_by_label("Linha 7, coluna 2")
    expect(broken).to_have_value("muitas")
    expect(page.get_by_text("47 linhas prontas para entrar.")).to_be_visible()
    assert violations(page) == []
    broken.fill("7")
    page.get_by_label("Linha 23, coluna 3").fill("23,90")
    page.get_by_label("Linha 41, coluna 1").fill("Item 41")
    page.get_by_role("button", name="Conferir de novo").click()
    page.get_by_role("button", name="Incluir 50 linhas").click()
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    lines = [(line.name, line.quantity, line.unit_price) for line in draft_of(fresh(draft)).lines]
    assert lines[0][1] == Decimal(2) and len(lines) == 52
    assert lines[2:4] == [("Item 1", Decimal(1), Decimal("1001.5")), ("Item 2", Decimal(2), Decimal("1002.5"))]
    assert (lines[8][1], lines[24][2], lines[42][0]) == (Decimal(7), Decimal("23.9"), "Item 41")


def test_a_table_of_six_columns_fits_the_desk(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = window_of(bruno, viewport={"width": 1440, "height": 900})
    page.goto(f"{editor(draft.number)}colar/")
    row = "COI-1\tCoifa de inox com duto e acabamento\t10,5\tun\t990,50\t120"
    page.get_by_label("Células copiadas").fill(f"Código\tItem\tQtd\tUn\tPreço\tDesconto\n{row}")
    page.get_by_role("button", name="Conferir").click()
    table = page.get_by_role("region", name="Linhas da planilha")
    expect(table.get_by_text("não pode passar de cem por cento")).to_be_in_viewport(ratio=1)
    assert table.evaluate("(table) => table.scrollWidth - table.clientWidth") == 0


def test_on_a_phone_no_word_of_a_button_is_broken(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno, viewport={"width": 360, "height": 740}), draft.number)
    words = page.get_by_role("button", name="Montar parcelas").locator("span")
    lines = """(words) => {
      const range = document.createRange();
      range.selectNodeContents(words);
      return range.getClientRects().length;
    }"""
    assert words.evaluate(lines) == 1


def test_undo_takes_words_and_payments_back_together(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 900}), draft.number)
    picks, amounts = page.locator("[name=condition]"), page.locator("[name^=pays-][name$=-amount]")
    words, title = page.locator("[name=payment_text]"), page.get_by_label("Título", exact=True)
    for condition, count in (("30/60/90 dias", 3), ("Entrada de 30 % + 2×", 3), ("À vista", 1)):
        picks.select_option(label=condition)
        expect(words).to_have_value(condition, timeout=20_000)
        expect(amounts).to_have_count(count)
    amounts.fill("1,00")
    expect(page.locator(".totals-gap")).to_be_visible()
    title.focus()
    page.keyboard.press("Control+z")
    expect(amounts).to_have_value("39.350,00")
    expect(page.locator(".totals-gap")).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(words).to_have_value("Entrada de 30 % + 2×")
    assert picks.evaluate("(picks) => picks.selectedOptions[0].text") == "Entrada de 30 % + 2×"
    expect(amounts.first).to_have_value("11.805,00")
    page.keyboard.press("Control+Shift+z")
    expect(amounts).to_have_count(1)
    page.keyboard.press("Control+z")
    # What came back obeys its buttons.
    page.get_by_role("button", name="Remover parcela").last.click()
    expect(amounts).to_have_count(2)
    page.keyboard.press("Control+z")
    saved(page)
    plan = draft_of(fresh(draft)).instalments
    assert [(one.amount, one.down_payment) for one in plan] == [
        (Decimal("11805.00"), True), (Decimal("13772.50"), False), (Decimal("13772.50"), False),
    ]  # fmt: skip
    assert draft_of(fresh(draft)).payment_text == "Entrada de 30 % + 2×"


@pytest.mark.parametrize("words", ["Montar só para esta proposta", "Do que é recorrente"])
def test_other_payments_leave_her_at_the_fold_she_had_gone_on_to(
    window_of: WindowOf, bruno: Member, draft: Proposal, words: str
) -> None:
    page = ready(window_of(bruno, viewport={"width": 1440, "height": 900}), draft.number)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    fold = page.locator("#plan summary", has_text=words)
    page.locator("[name=condition]").select_option(label="30/60/90 dias")
    fold.focus()
    expect(page.locator("[name^=pays-][name$=-amount]")).to_have_count(3, timeout=20_000)
    expect(fold).to_be_focused()
    assert wrong == []


def test_what_comes_back_brings_the_keys_help_along(rough_window: Page, draft: Proposal) -> None:
    page = ready(rough_window, draft.number)
    page.route("**/editar/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Título", exact=True).fill("Cozinha da loja 7")
    expect(page.locator("#saved")).to_contain_text("Não foi possível salvar")
    page.unroute_all()
    ready(page, draft.number)
    expect(page.locator("#recovered")).to_be_visible()
    page.get_by_role("button", name="Teclas").click()
    expect(page.get_by_role("dialog", name="Atalhos do teclado")).to_be_visible()


def test_what_was_posted_and_never_arrived_comes_back_though_somebody_else_saved(
    rough_window: Page, marcos: Member, draft: Proposal
) -> None:
    page = ready(rough_window, draft.number)
    cookies = page.context.cookies()
    page.get_by_label("Título", exact=True).fill("Cozinha da loja 9")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Salvar rascunho").last.click()
    page.wait_for_url(lambda address: "/editar/" not in urlsplit(address).path)
    hers = client_of(marcos)
    hers.post(editor(draft.number), opened(hers, draft.number) | {"lines-0-name": "Forno turbo", "do": "save"})
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "csrftoken"])  # type: ignore[misc]
    ready(page, draft.number)
    expect(page.locator("#recovered")).to_be_visible()
    page.get_by_role("button", name="Juntar e salvar").click()
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    expect(page.locator("#saved")).to_contain_text("Salvo")
    assert (fresh(draft).title, draft_of(fresh(draft)).lines[0].name) == ("Cozinha da loja 9", "Forno turbo")


def test_saving_while_it_saves_itself_is_no_contradiction(window_of: WindowOf, bruno: Member, draft: Proposal) -> None:
    page = ready(window_of(bruno), draft.number)
    waiting: list[Route] = []
    page.route("**/editar/", lambda route: waiting.append(route) if not waiting else route.continue_())
    with page.expect_request("**/editar/"):
        page.get_by_label("Título", exact=True).fill("Cozinha da loja 8")
        page.keyboard.press("Control+s")
    page.get_by_label("Título", exact=True).fill("Cozinha da loja 9")
    page.get_by_role("button", name="Salvar rascunho").last.click()
    waiting[0].continue_()
    expect(page.get_by_text("Rascunho salvo.")).to_be_visible()
    assert fresh(draft).title == "Cozinha da loja 9"
    expect(page.locator("#recovered")).to_be_hidden()


def test_a_draft_just_made_is_written_at_once(window_of: WindowOf, bruno: Member, padaria: Customer) -> None:
    page = window_of(bruno)
    page.goto(f"/aurora/gestao/vendas/nova/?cliente={padaria.pk}")
    page.get_by_label("Título", exact=True).fill("Cozinha")
    page.keyboard.press("Enter")
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    page.keyboard.type("Forno")
    line = page.get_by_role("group", name="Linha 1", exact=True)
    expect(line.get_by_label("Item", exact=True)).to_have_value("Forno")
    # Whoever comes back to look is not sent into a field.
    page.goto(page.url)
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    expect(page.locator("body")).to_be_focused()

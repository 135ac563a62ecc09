"""The editor of a proposal: what was typed is never lost, and the page counts as the server does."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import MAX_LINES, DraftRefused, clean_draft
from aceite.core.proposals.drafts import Draft, DraftLine, draft_of
from aceite.core.proposals.models import Proposal
from aceite.faces.office.editor_forms import Typed
from tests.clients import client_of
from tests.faces.office.keyboard import editor, filled_in, opened
from tests.walk import FITTING, OVEN, draft_for, fresh, sent

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    """An oven and its fitting, as Bruno saved them."""
    return draft_for(padaria, bruno, now, lines=(OVEN, FITTING))


def test_a_new_proposal_opens_in_its_editor_and_is_made_once(browser: Client, padaria: Customer) -> None:
    page = f"/aurora/gestao/vendas/nova/?cliente={padaria.pk}"
    typed = {"title": "Cozinha nova", "key": "k1"}
    assert browser.post(page, typed)["Location"] == browser.post(page, typed)["Location"] == editor("2026-0001")
    assert Proposal.objects.count() == 1


def test_choosing_the_customer_searches_without_accents(browser: Client, padaria: Customer, joana: Customer) -> None:
    page = browser.get("/aurora/gestao/vendas/nova/", {"q": "PADÁRIA"}).content.decode()
    assert "Padaria Central" in page
    assert "Joana" not in page


def test_the_whole_form_is_saved(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {
        "title": "Cozinha da loja 3", "lines-0-quantity": "2", "lines-0-note": "Entregar cedo",
        "discount_kind": "percent", "discount_value": "10", "warranty": "12 meses",
    }  # fmt: skip
    assert browser.post(editor(draft.number), typed | {"do": "save"}).status_code == 302
    saved = fresh(draft)
    assert saved.title == "Cozinha da loja 3"
    assert saved.total == Decimal("70425.00")
    assert saved.current is not None
    assert saved.current.lines.get(position=0).note == "Entregar cedo"


def test_without_scripts_a_button_adds_a_line_and_keeps_what_was_typed(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"title": "Digitado e não salvo", "lines-0-quantity": "três"}
    page = browser.post(editor(draft.number), typed | {"do": "add_line"}).context["page"]
    after = filled_in(page)
    assert (after["title"], after["lines-0-quantity"]) == ("Digitado e não salvo", "três")
    assert len(page.lines) == 3
    assert fresh(draft).title == "Cozinha da loja 2"


@pytest.mark.parametrize(
    ("do", "names"),
    [
        ("down-0", ["Instalação", "Forno combinado elétrico"]),
        ("double-1", ["Forno combinado elétrico", "Instalação", "Instalação"]),
        ("remove-0", ["Instalação"]),
    ],
)
def test_lines_are_moved_doubled_and_removed(browser: Client, draft: Proposal, do: str, names: list[str]) -> None:
    page = browser.post(editor(draft.number), opened(browser, draft.number) | {"do": do}).context["page"]
    assert [line.form["name"].value() for line in page.lines] == names


def test_headings_part_the_lines_into_sections(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number)
    page = browser.post(editor(draft.number), typed | {"do": "add_section"}).context["page"]
    typed = filled_in(page) | {"lines-2-heading": "Cozinha"}
    page = browser.post(editor(draft.number), typed | {"do": "up-2"}).context["page"]
    assert [row.is_heading for row in page.lines] == [False, True, False]
    assert browser.post(editor(draft.number), filled_in(page) | {"do": "save"}).status_code == 302
    assert [line.section for line in draft_of(fresh(draft)).lines] == ["", "Cozinha"]
    reopened = browser.get(editor(draft.number)).context["page"]
    assert [(row.is_heading, row.total) for row in reopened.lines][1] == (True, Decimal("450.00"))


def test_a_section_without_items_is_told_and_kept(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"lines-2-heading": "Cozinha"}
    answer = browser.post(editor(draft.number), typed | {"do": "save"})
    assert answer.status_code == 422
    assert "<strong>Seção 1, nome da seção</strong>" in answer.content.decode()
    assert filled_in(answer.context["page"])["lines-2-heading"] == "Cozinha"


def test_an_item_found_in_the_catalogue_becomes_a_line(browser: Client, draft: Proposal) -> None:
    item = Item.objects.create(
        company=draft.company, code="COI-1", name="Coifa", price=Decimal("990.5"), search="coi-1 coifa"
    )
    typed = opened(browser, draft.number) | {"find": "COÍFA"}
    assert browser.post(editor(draft.number), typed | {"do": "find"}).context["page"].found == [item]
    line = browser.post(editor(draft.number), typed | {"do": f"pick-{item.pk}"}).context["page"].lines[-1]
    assert (line.form["name"].value(), line.total) == ("Coifa", Decimal("990.50"))


def test_live_totals_are_the_saved_ones_to_the_cent(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {
        "lines-0-unit_price": "33,3333333333", "lines-0-quantity": "7,0001", "discount_kind": "percent",
        "discount_value": "3,33", "freight_kind": "cif", "freight": "10,01",
    }  # fmt: skip
    live = browser.post(f"{editor(draft.number)}totais/", typed).context["page"].priced
    browser.post(editor(draft.number), typed | {"do": "save"})
    assert fresh(draft).total == live.total


def test_the_plan_is_made_of_the_total(browser: Client, draft: Proposal) -> None:
    wish = {"down_payment": "1.000,00", "parts": "3", "first_due": "10/01/2027", "every": "month"}
    typed = opened(browser, draft.number) | wish | {"plan_method": "boleto", "do": "plan"}
    page = browser.post(editor(draft.number), typed).context["page"]
    assert [row.form["amount"].value() for row in page.instalments] == [
        "1.000,00",
        "12.783,34",
        "12.783,33",
        "12.783,33",
    ]
    assert page.plan_gap == ""


def test_a_line_left_blank_is_no_error(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"title": "", "lines-2-name": "", "lines-2-quantity": "1"}
    answer = browser.post(editor(draft.number), typed | {"do": "save"})
    assert answer.status_code == 422
    assert "Linha 3," not in answer.content.decode()


def test_errors_stand_beside_their_fields_and_nothing_is_saved(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"lines-1-quantity": "muitas", "title": ""}
    answer = browser.post(editor(draft.number), typed | {"do": "save"})
    page = answer.context["page"]
    assert answer.status_code == 422
    assert "quantity" in page.forms.lines[1].errors
    assert "<strong>Linha 2, quantidade</strong>" in answer.content.decode()
    assert filled_in(page)["lines-1-quantity"] == "muitas"
    assert fresh(draft).title == "Cozinha da loja 2"


@pytest.mark.parametrize(("typed", "name"), [("lines-1-", "lines"), ("", "head")])
def test_a_discount_that_says_nothing_of_its_kind_is_told_and_not_lost(
    browser: Client, draft: Proposal, typed: str, name: str
) -> None:
    form = opened(browser, draft.number) | {f"{typed}discount_value": "10", f"{typed}discount_kind": ""}
    answer = browser.post(editor(draft.number), form | {"do": "save"})
    forms = answer.context["page"].forms
    wrong = forms.lines[1] if name == "lines" else forms.head
    assert (answer.status_code, wrong.errors["discount_value"]) == (422, ["Diga se o desconto é em % ou em R$."])
    assert browser.post(editor(draft.number), form | {f"{typed}discount_kind": "percent"}).status_code == 302


@pytest.mark.parametrize(("typed", "name"), [("lines-1-", "lines"), ("", "head")])
@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("percent", "R$ 50,00", "O valor está em R$, mas o tipo escolhido é %. Acerte um dos dois."),
        ("percent", "r $50", "O valor está em R$, mas o tipo escolhido é %. Acerte um dos dois."),
        ("amount", "10 %", "O valor está em %, mas o tipo escolhido é R$. Acerte um dos dois."),
    ],
)
def test_a_discount_whose_sign_contradicts_its_kind_is_told_and_not_taken(
    browser: Client, draft: Proposal, typed: str, name: str, kind: str, value: str, sentence: str
) -> None:
    form = opened(browser, draft.number) | {f"{typed}discount_value": value, f"{typed}discount_kind": kind}
    answer = browser.post(editor(draft.number), form | {"do": "save"})
    forms = answer.context["page"].forms
    wrong = forms.lines[1] if name == "lines" else forms.head
    assert (answer.status_code, wrong.errors["discount_value"]) == (422, [sentence])
    other = "amount" if kind == "percent" else "percent"
    assert browser.post(editor(draft.number), form | {f"{typed}discount_kind": other}).status_code == 302


def test_the_summary_names_the_instalment(browser: Client, draft: Proposal) -> None:
    rows = {"pays-0-down": "True", "pays-0-due_on": "01/12/2026", "pays-0-amount": "1", "pays-0-method": "pix"}
    rows |= {"pays-1-due_on": "32/12/2026", "pays-1-amount": "1", "pays-1-method": "pix"}
    answer = browser.post(editor(draft.number), opened(browser, draft.number) | rows | {"do": "save"})
    assert "<strong>1ª parcela, vencimento</strong>" in answer.content.decode()


def test_what_only_the_verb_can_know_stands_beside_its_field_too(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"lines-1-discount_kind": "amount", "lines-1-discount_value": "9999"}
    answer = browser.post(editor(draft.number), typed | {"do": "save"})
    assert "discount_value" in answer.context["page"].forms.lines[1].errors


def test_the_second_of_two_editors_is_told_and_overwrites_nothing_unknowingly(
    browser: Client, marcos: Member, draft: Proposal
) -> None:
    his, hers = opened(browser, draft.number), client_of(marcos)
    hers.post(editor(draft.number), opened(hers, draft.number) | {"title": "De Marcos", "do": "save"})
    answer = browser.post(editor(draft.number), his | {"title": "De Bruno", "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Marcos salvou esta proposta" in page
    assert "De Marcos" in page
    assert "De Bruno" in page
    assert fresh(draft).title == "De Marcos"
    browser.post(editor(draft.number), filled_in(answer.context["page"]) | {"do": "save"})
    assert fresh(draft).title == "De Bruno"


def test_what_only_one_of_two_changed_is_put_together(browser: Client, marcos: Member, draft: Proposal) -> None:
    his, hers = opened(browser, draft.number), client_of(marcos)
    changed = {"lines-0-name": "Forno turbo", "lines-1-unit_price": "350", "do": "save"}
    hers.post(editor(draft.number), opened(hers, draft.number) | changed)
    mine = his | {"title": "De Bruno", "lines-1-unit_price": "400"}
    told = browser.post(editor(draft.number), mine | {"do": "autosave"}).json()
    assert (told["state"], fresh(draft).title) == ("meanwhile", "Cozinha da loja 2")
    page = browser.post(editor(draft.number), mine | {"do": "save"}).context["page"]
    [conflict] = page.conflicts
    written = (conflict.theirs.partition("× ")[2], conflict.mine.partition("× ")[2])
    assert (conflict.label, written) == ("Linha 2", ("R$ 350,00", "R$ 400,00"))
    chosen = {"do": f"theirs-{conflict.name}"}
    page = browser.post(editor(draft.number), filled_in(page) | chosen).context["page"]
    assert page.conflicts == []
    browser.post(editor(draft.number), filled_in(page) | {"do": "save"})
    now = draft_of(fresh(draft))
    assert (now.title, now.lines[0].name, now.lines[1].unit_price) == ("De Bruno", "Forno turbo", Decimal(350))


def test_what_differs_is_written_as_people_write_it(browser: Client, marcos: Member, draft: Proposal) -> None:
    his, hers = opened(browser, draft.number), client_of(marcos)
    theirs = {"valid_until": "20/12/2027", "lines-0-discount_value": "50", "lines-0-discount_kind": "amount"}
    mine = {"valid_until": "21/12/2027", "lines-0-discount_value": "5", "lines-0-discount_kind": "percent"}
    hers.post(editor(draft.number), opened(hers, draft.number) | theirs | {"do": "save"})
    page = browser.post(editor(draft.number), his | mine | {"do": "save"}).context["page"]
    day, line = page.conflicts
    assert (day.theirs, day.mine) == ("20/12/2027", "21/12/2027")
    assert [line.theirs.count(" − R$\xa050,00 · "), line.mine.count(" − 5 % · ")] == [1, 1]


def test_two_works_without_a_contradiction_are_saved_at_once(browser: Client, marcos: Member, draft: Proposal) -> None:
    his, hers = opened(browser, draft.number), client_of(marcos)
    hers.post(editor(draft.number), opened(hers, draft.number) | {"lines-1-name": "Montagem", "do": "save"})
    answer = browser.post(editor(draft.number), his | {"lines-0-quantity": "2", "do": "save"}, follow=True)
    assert "juntamos o que ela mudou: Linha 2." in answer.content.decode()
    now = draft_of(fresh(draft))
    assert (now.lines[0].quantity, now.lines[1].name) == (Decimal(2), "Montagem")


def test_a_draft_is_saved_while_the_typing_rests(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"title": "Salvo sozinho", "do": "autosave"}
    told = browser.post(editor(draft.number), typed).json()
    assert (told["state"], told["words"], told["revision"]) == ("saved", "Salvo às 12:00", "1")
    assert fresh(draft).title == "Salvo sozinho"


def test_a_sent_version_is_not_edited(
    browser: Client, draft: Proposal, bruno: Member, carla: object, now: datetime
) -> None:
    typed = opened(browser, draft.number)
    sent(draft, bruno, now)
    answer = browser.post(editor(draft.number), typed | {"title": "Tarde demais", "do": "save"})
    assert answer["Location"] == f"/aurora/gestao/vendas/{draft.number}/"
    assert fresh(draft).title == "Cozinha da loja 2"


def test_a_reader_and_a_stranger_find_no_editor(iris: Member, eva: Member, draft: Proposal) -> None:
    assert client_of(iris).get(editor(draft.number)).status_code == 404
    assert client_of(eva).get(editor(draft.number)).status_code == 404


def test_opening_the_editor_asks_a_fixed_number_of_questions(
    browser: Client, draft: Proposal, padaria: Customer, bruno: Member, now: datetime
) -> None:
    long = draft_for(padaria, bruno, now, lines=(OVEN, FITTING) * 20)
    browser.get(editor(draft.number))
    counts = []
    for sale in (draft, long):
        with CaptureQueriesContext(connection) as asked:
            browser.get(editor(sale.number))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_who_saved_in_another_window_is_told_so(browser: Client, draft: Proposal) -> None:
    first = opened(browser, draft.number)
    browser.post(editor(draft.number), first | {"title": "Da outra janela", "do": "save"})
    answer = browser.post(editor(draft.number), first | {"title": "Desta janela", "do": "save"})
    assert answer.status_code == 409
    assert "Você salvou esta proposta em outra janela" in answer.content.decode()


def test_no_row_is_cut_off_before_a_line_too_many_is_refused(now: datetime) -> None:
    rows = range(MAX_LINES + 1)
    typed = {f"lines-{2 * n + 1}-name": "Mesa" for n in rows} | {f"lines-{2 * n}-heading": "Sala" for n in rows[1:]}
    lines = [DraftLine(row["name"]) for row in Typed.posted(typed).lines.rows if "name" in row]
    with pytest.raises(DraftRefused) as refused:
        clean_draft(Draft("Cozinha", now.date(), tuple(lines)))
    assert "até 500 itens" in refused.value.problems[0].sentence


def test_a_copy_of_what_is_saved_is_nothing_unsaved(browser: Client, draft: Proposal) -> None:
    typed = opened(browser, draft.number) | {"lines-1-quantity": "2,50"}
    assert browser.post(editor(draft.number), typed | {"do": "restore"}).context["unsaved"]
    browser.post(editor(draft.number), typed | {"do": "save"})
    assert not browser.post(editor(draft.number), typed | {"do": "restore"}).context["unsaved"]
    # Nor once somebody else has gone on from there.
    browser.post(editor(draft.number), opened(browser, draft.number) | {"warranty": "12 meses", "do": "save"})
    assert not browser.post(editor(draft.number), typed | {"do": "restore"}).context["unsaved"]

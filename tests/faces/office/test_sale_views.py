"""Saved views, chosen columns and acts on many sales, as the list offers them."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from aceite.core.bulk.models import FILE_KEPT_FOR, BulkAct, BulkRow
from aceite.core.bulk.running import old_reports
from aceite.core.bulk.spreadsheet import forget_files
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.sales.extending import extend
from aceite.core.sales.saved_views import SavedView
from tests.clients import client_of, downloaded
from tests.jobs import run_jobs
from tests.walk import approved, draft_for, fresh, ordered, sent_for

pytestmark = pytest.mark.usefixtures("clock")
LIST = "/aurora/gestao/vendas/"


def saved(browser: Client, query: str = "situacao=sent&espera=customer", **given: str) -> SavedView:
    answer = browser.post(f"{LIST}visoes/nova/?{query}", {"name": "Minhas", "audience": "own"} | given)
    assert answer.status_code == 302, answer.content.decode()[:300]
    return SavedView.objects.latest("pk")


def test_a_view_holds_what_the_address_asks_for_and_says_when_it_differs(bruno: Member, padaria: Customer) -> None:
    browser = client_of(bruno)
    view = saved(browser, "situacao=sent&ordem=total&colunas=cliente&colunas=validade&depois=x&q=")
    opened = browser.get(f"{LIST}?visao={view.pk}")
    assert opened.status_code == 302
    asked = dict(parse_qsl(urlsplit(opened["Location"]).query))
    assert asked == {"visao": str(view.pk), "situacao": "sent", "ordem": "total", "colunas": "cliente,validade"}
    same = browser.get(opened["Location"]).context
    assert (same["views"].differs, same["columns"]) == (False, ("cliente", "validade"))
    other = browser.get(f"{LIST}?visao={view.pk}&situacao=draft").context["views"]
    assert other.differs and other.saved_url == opened["Location"]
    browser.post(f"{LIST}visoes/{view.pk}/?situacao=draft", {"name": "Rascunhos", "audience": "own", "renew": "on"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Rascunhos", "situacao=draft")


def test_the_list_opens_with_the_view_one_chose_and_all_sales_are_a_click_away(bruno: Member) -> None:
    browser = client_of(bruno)
    view = saved(browser, opens="on")
    assert browser.get(LIST)["Location"].startswith(f"{LIST}?visao={view.pk}&")
    assert browser.get(f"{LIST}?visao=0").status_code == 200
    browser.post(f"{LIST}visoes/{view.pk}/abertura/")
    assert browser.get(LIST).status_code == 200
    browser.post(f"{LIST}visoes/{view.pk}/remocao/")
    assert not SavedView.objects.exists()


def test_views_are_seen_by_those_they_are_shared_with(
    bruno: Member, marcos: Member, iris: Member, eva: Member, ana: Member
) -> None:
    view = saved(client_of(marcos), audience="sellers")
    refused = client_of(bruno).post(f"{LIST}visoes/nova/?situacao=sent", {"name": "Da equipe", "audience": "team"})
    assert refused.status_code == 422 and SavedView.objects.count() == 1
    seen = {
        who.name: [v.name for v in client_of(who).get(f"{LIST}?visao=0").context["views"].links]
        for who in (bruno, iris, ana)
    }
    assert seen == {"Bruno": ["Minhas"], "Íris": [], "Ana": ["Minhas"]}
    for who, answer in ((bruno, 404), (iris, 404), (eva, 404), (ana, 302)):
        assert client_of(who).post(f"{LIST}visoes/{view.pk}/remocao/").status_code == answer
    assert client_of(bruno).get("/boreal/gestao/vendas/visoes/nova/").status_code == 404


def test_one_name_is_one_view_and_no_mess_is_kept(bruno: Member) -> None:
    browser = client_of(bruno)
    saved(browser)
    for given in ({"name": "Minhas"}, {"name": " "}, {"name": "x", "audience": "nonsense"}):
        assert browser.post(f"{LIST}visoes/nova/?situacao=sent", {"audience": "own"} | given).status_code == 422
    long = browser.post(f"{LIST}visoes/nova/?q={'a' * 2000}", {"name": "Longa", "audience": "own"})
    assert long.status_code == 422


def test_filters_that_figures_and_people_ask_for(
    bruno: Member, marcos: Member, padaria: Customer, carla: PanelUser, now: datetime
) -> None:
    old = sent_for(padaria, bruno, now - timedelta(days=9))
    late = sent_for(padaria, bruno, now - timedelta(days=40))
    won = sent_for(padaria, marcos, now)
    approved(won, carla, now)
    draft = draft_for(padaria, bruno, now)
    browser = client_of(bruno)

    def numbers(query: str) -> list[str]:
        return [row.number for row in browser.get(f"{LIST}?{query}").context["page"].rows]

    assert numbers("situacao=ganhas") == [won.number]
    assert set(numbers("situacao=respondidas")) == {late.number, won.number}
    assert numbers("espera=customer&ha=7") == [old.number]
    assert numbers("espera=customer&ha=15") == []
    assert numbers("vence=7") == [old.number]
    assert numbers("feita_de=2026-11&feita_ate=2026-11&situacao=draft") == [draft.number]
    assert numbers("feita_ate=2026-10") == [late.number]
    assert "4 vendas, R$\xa0155.600,00 ao todo" in browser.get(LIST).content.decode()
    assert numbers("pedido_de=01/11/2026") == []
    ordered(won, bruno, now + timedelta(days=2))
    day = f"{now + timedelta(days=2):%d/%m/%Y}"
    assert numbers(f"pedido_de={day}&pedido_ate={day}") == [won.number] == numbers(f"pedido_ate={day}&situacao=order")
    month = browser.get(f"{LIST}?pedido_de={day}").content.decode()
    assert "1 venda, R$\xa038.900,00" in month and "Pedidos com itens (CSV)" in month
    assert "O último dia vem antes do primeiro." in browser.get(f"{LIST}?de=02/11/2026&ate=01/11/2026").content.decode()
    assert numbers(f"pedido_ate={now:%d/%m/%Y}") == []
    assert numbers("valor=2&situacao=draft") == [draft.number] and numbers("valor=0") == []
    assert len(numbers("valor=9&item=x&pendencia=y&feita_de=2026-99&ha=5&motivo=z&vence=1")) == 4
    assert numbers("pendencia=vias") == numbers("espera=entrada") == numbers("item=12") == []


def test_a_list_is_asked_for_by_those_who_sell(bruno: Member, ana: Member, marcos: Member, iris: Member) -> None:
    browser = client_of(bruno)
    assert [one.name for one in browser.get(LIST).context["sellers"]] == ["Ana", "Bruno", "Marcos"]
    # Whoever it is asked for already is named, though she sells no more.
    assert iris in browser.get(f"{LIST}?vendedor={iris.pk}").context["sellers"]


def test_from_ticks_to_the_report(
    bruno: Member, marcos: Member, padaria: Customer, carla: PanelUser, now: datetime
) -> None:
    one, two = sent_for(padaria, bruno, now), sent_for(padaria, bruno, now)
    draft = draft_for(padaria, bruno, now)
    browser = client_of(bruno)
    url = f"{LIST}lote/lembrete/?venda={one.number}&venda={draft.number}&venda=2026-9999"
    page = browser.get(url)
    touched = page.context["touched"]
    assert (touched.count, [sale.number for sale, _why in touched.left_out]) == (1, [draft.number])
    assert "Lembrar 1 cliente" in page.content.decode()
    answers = [browser.post(url, {name: page.context[name] for name in ("key", "sales")}) for _time in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] and BulkAct.objects.count() == 1
    run_jobs(at=now)
    report = browser.get(answers[0]["Location"]).content.decode()
    assert "Concluída" in report and draft.number in report and "ainda é um rascunho" in report
    everything = browser.get(f"{LIST}lote/lembrete/?todas=1&situacao=sent")
    assert (everything.context["touched"].count, everything.context["touched"].left_out_count) == (1, 1)
    assert browser.get(f"{LIST}lote/vendedor/?venda={two.number}").status_code == 404
    given = {"key": "k", "sales": two.pk, "seller": marcos.pk}
    handed = client_of(marcos).post(f"{LIST}lote/vendedor/?venda={two.number}", given)
    run_jobs(at=now)
    assert handed.status_code == 302 and fresh(two).seller == marcos
    refused = browser.post(f"{LIST}lote/validade/?venda={two.number}", {"key": "k", "valid_until": "30/02/2026"})
    assert refused.status_code == 422
    csv = browser.get(f"{LIST}arquivo.csv?venda={two.number}").getvalue().decode()
    assert two.number in csv and one.number not in csv


def test_who_stays_by_the_day_chosen_is_shown_before_anything_is_ordered(
    bruno: Member, padaria: Customer, carla: PanelUser, now: datetime
) -> None:
    soon, late = sent_for(padaria, bruno, now), sent_for(padaria, bruno, now)
    extend(late, valid_until=now.date() + timedelta(days=60), by=bruno, at=now)
    browser, url = client_of(bruno), f"{LIST}lote/validade/?venda={soon.number}&venda={late.number}"
    page = browser.get(url)
    assert "Prorrogar 2 propostas" in page.content.decode()

    def answered(days: int, looked: str = "") -> Any:
        day = (now.date() + timedelta(days=days)).strftime("%d/%m/%Y")
        given = {name: page.context[name] for name in ("key", "sales")}
        return browser.post(url, given | {"valid_until": day, "looked": looked})

    # A day that is over for all of them is refused beside its field.
    gone = answered(-900)
    assert (
        gone.status_code == 422 and "Nenhuma destas vendas muda assim." in gone.context["form"].errors["valid_until"][0]
    )
    shown = answered(40)
    words = shown.content.decode()
    assert "mais 1 venda fica como está" in words and "Prorrogar 1 proposta" in words
    assert "precisa ser depois da atual" in words and not BulkAct.objects.exists()
    # Another day is looked at anew; the same one is ordered, and so is what leaves nobody out.
    assert answered(41, shown.context["looked"]).status_code == 200
    ordered = answered(40, shown.context["looked"])
    assert ordered.status_code == 302
    run_jobs(at=now)
    # A second click is answered as the first, though by now neither would change.
    assert answered(40)["Location"] == ordered["Location"]


def test_all_of_a_filter_are_those_that_were_shown(
    bruno: Member, padaria: Customer, carla: PanelUser, now: datetime
) -> None:
    one, browser = sent_for(padaria, bruno, now), client_of(bruno)
    url = f"{LIST}lote/lembrete/?todas=1&situacao=sent"
    page = browser.get(url)
    later = sent_for(padaria, bruno, now)
    answer = browser.post(url, {name: page.context[name] for name in ("key", "sales")}, follow=True)
    assert "1 venda entrou no filtro depois que a página foi aberta" in answer.content.decode()
    assert list(BulkRow.objects.values_list("proposal", flat=True)) == [one.pk]
    # Sent with words that do not fit, it still speaks of what was shown.
    wrong = browser.post(f"{LIST}lote/validade/?todas=1", {"key": "k", "sales": one.pk, "valid_until": "30/02/2026"})
    assert wrong.context["sales"] == str(one.pk) and later.number not in wrong.content.decode()
    for forged in ("", "x", "-1", "9" * 30):
        assert browser.post(url, {"key": "n", "sales": forged}).status_code == 422
    assert BulkAct.objects.count() == 1


def test_from_ticks_to_a_spreadsheet(bruno: Member, iris: Member, padaria: Customer, now: datetime) -> None:
    one, two = draft_for(padaria, bruno, now), draft_for(padaria, bruno, now)
    browser, url = client_of(bruno), f"{LIST}lote/planilha/?venda={two.number}"
    page = browser.get(url)
    assert "Baixar 1 venda" in page.content.decode()
    assert browser.post(url, {"key": "k", "sales": two.pk, "file_kind": "pdf"}).status_code == 422
    report = browser.post(url, {"key": "k", "sales": two.pk, "file_kind": "csv"})["Location"]
    # Nothing to download yet: the page says how far it is.
    assert browser.get(f"{report}planilha/")["Location"] == report
    run_jobs(at=now)
    assert "Baixar a planilha (CSV)" in browser.get(report).content.decode()
    answer = browser.get(f"{report}planilha/")
    assert answer["Content-Disposition"].endswith('.csv"') and answer["Content-Security-Policy"] == "sandbox"
    text = downloaded(answer).decode()
    assert two.number in text and one.number not in text
    assert client_of(iris).get(f"{report}planilha/").status_code == 404
    assert "Baixar a planilha" not in client_of(iris).get(report).content.decode()


def test_what_is_no_longer_kept_is_said_and_no_number_is_made_up(
    bruno: Member, padaria: Customer, carla: PanelUser, now: datetime
) -> None:
    browser, sale = client_of(bruno), sent_for(padaria, bruno, now)

    def ordered(kind: str, **more: str) -> str:
        typed = {"key": kind, "sales": sale.pk, **more}
        return str(browser.post(f"{LIST}lote/{kind}/?venda={sale.number}", typed)["Location"])

    def shown(url: str) -> str:
        return browser.get(url, follow=True).content.decode()

    table, reminded = ordered("planilha", file_kind="csv"), ordered("lembrete")
    run_jobs(at=now)
    # Erased before its days were over, because it named somebody whose data went.
    forget_files(BulkAct.objects.all(), at=now)
    assert "apagada antes do prazo" in shown(f"{table}planilha/")
    BulkAct.objects.filter(kind="export").update(finished_at=now - FILE_KEPT_FOR)
    assert "A planilha ficou guardada até" in shown(f"{table}planilha/")
    old_reports(now + timedelta(days=31)).delete()
    for url, words in ((table, "os dois já foram apagados"), (reminded, "O que foi feito continua feito")):
        page = shown(url)
        assert words in page and "Nenhuma destas vendas" not in page and "<dt>" not in page
    BulkAct.objects.update(state="stopped")
    page = shown(reminded)
    assert "por isso esta ação não continua" in page and "Continuar de onde parou" not in page


def test_the_board_has_totals_pages_and_only_the_acts_there_are(
    bruno: Member, iris: Member, padaria: Customer, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aceite.faces.office.board.PER_COLUMN", 1)
    won = sent_for(padaria, bruno, now)
    approved(won, carla, now)
    drafts = [draft_for(padaria, bruno, now) for _time in range(2)]
    browser = client_of(bruno)
    columns = {column.state: column for column in browser.get(f"{LIST}quadro/").context["columns"]}
    assert (columns["draft"].count, str(columns["draft"].total)) == (2, "77800")
    assert [card.row.number for card in columns["draft"].cards] == [drafts[1].number]
    more = browser.get(columns["draft"].more).context["column"]
    assert [card.row.number for card in more.cards] == [drafts[0].number] and more.more == ""
    [card] = columns["approved"].cards
    assert [move.to for move in card.moves] == ["order", "cancelled"]
    assert {move.to for move in columns["draft"].cards[0].moves} == {"sent", "cancelled"}
    assert not any(
        card.moves for column in client_of(iris).get(f"{LIST}quadro/").context["columns"] for card in column.cards
    )
    assert browser.get(f"{LIST}quadro/nada/").status_code == 404

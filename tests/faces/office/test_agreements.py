"""Contracts in force as the office shows them, with their amendments."""

from datetime import date, datetime, timedelta

import time_machine

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.terminating import terminate
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.changes import Change
from aceite.core.proposals.locking import current_of
from aceite.core.sales.amending import amend, set_change
from aceite.core.sales.undoing import undo_approval
from tests.clients import client_of
from tests.core.agreements.test_in_force import NOTICE
from tests.core.receivables.test_recurring import CARE, closed
from tests.jobs import run_jobs
from tests.walk import approved, fresh, sent, sent_for

LIST = "/aurora/gestao/contratos/em-vigor/"


def test_an_amendment_whose_day_has_passed_is_shown_as_expired(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    sent(amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now), bruno, now)
    pages = (f"{LIST}{Agreement.objects.get().pk}/", f"/aurora/gestao/vendas/{order.number}/")
    for days, state in ((1, "sent"), (90, "expired")):
        # No job has told of the end yet.
        with time_machine.travel(now + timedelta(days=days), tick=False):
            browser = client_of(bruno)
            for page in pages:
                assert [row.state for row in browser.get(page).context["amendments"]] == [state]


def test_what_is_kept_for_its_ending_alone_is_in_no_list_and_has_no_page(
    padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now, lines=(CARE,))
    approved(sale, carla, now)
    run_jobs(now)
    row = Agreement.objects.get()
    terminate(row, NOTICE, by=bruno, at=now)
    with time_machine.travel(now, tick=False):
        browser = client_of(bruno)
        assert browser.get(LIST).context["count"] == 1
        undo_approval(fresh(sale), reason="Engano", by=marcos, at=now)
        run_jobs(now)
        assert browser.get(LIST).context["count"] == 0
        assert browser.get(f"{LIST}{row.pk}/").status_code == 404


def test_the_review_before_sending_says_what_the_amendment_changes(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    change = Change(ends="date", ends_on=date(2031, 12, 31))
    made = amend(order, change, with_lines=True, seller=bruno, by=bruno, at=now)
    with time_machine.travel(now, tick=False):
        browser = client_of(bruno)
        review = browser.get(f"/aurora/gestao/vendas/{made.number}/envio/").content.decode()
        assert f"Aditivo nº 1 ao {order.number}" in review
        for words in current_of(fresh(made)).change_words:
            assert words in review
        set_change(made, Change(), by=bruno, at=now)
        other = amend(order, Change(), seller=bruno, by=bruno, at=now)
        said = browser.get(f"/aurora/gestao/vendas/{made.number}/envio/").content.decode()
        assert "Os valores recorrentes deste aditivo somam-se ao que já se paga." in said
        said = browser.get(f"/aurora/gestao/vendas/{other.number}/envio/").content.decode()
        assert "A vigência continua como está." in said


def test_an_end_before_the_contract_began_is_refused_beside_its_field(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    made = amend(closed(padaria, bruno, carla, now), Change(), seller=bruno, by=bruno, at=now)
    with time_machine.travel(now, tick=False):
        answer = client_of(bruno).post(
            f"/aurora/gestao/vendas/{made.number}/aditivo/mudanca/",
            {"ends": "date", "ends_on": "01/01/2020", "recurring": "adds"},
        )
    assert "o último dia não pode vir antes" in answer.context["form"].errors["ends_on"][0]

"""One's own receipts at any time: each the file that was mailed, also without effect by now, and nobody else's."""

import json
from datetime import datetime

from django.core import mail
from django.test import Client

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import revise
from aceite.core.signatures.models import Receipt, Statement
from aceite_verify.checking import check
from aceite_verify.findings import Verdict
from aceite_verify.trust import Trust
from tests.clients import client_of
from tests.faces.panel.conftest import HOME
from tests.faces.panel.test_signing import signs
from tests.jobs import run_jobs
from tests.walk import declined, signed

RECEIPTS = f"{HOME}recibos/"


def address(act: Statement) -> str:
    return f"{RECEIPTS}{act.pk}/arquivo/"


def test_hers_are_listed_and_each_is_the_file_that_was_mailed(
    digital: Proposal, hers: Client, carla: PanelUser
) -> None:
    assert "Nenhum recibo por enquanto" in hers.get(RECEIPTS).content.decode()
    signs(hers, digital)
    run_jobs()
    page = hers.get(RECEIPTS).content.decode()
    assert page.count("Assinou “") == 2 and digital.number in page
    mailed = {
        name: json.loads(data) for letter in mail.outbox for name, data, _kind in letter.attachments if "recibo" in name
    }
    fetched = {}
    for act in Statement.objects.confirmed():
        answer = hers.get(address(act))
        fetched[answer["Content-Disposition"].split('"')[1]] = json.loads(answer.content)
    assert len(fetched) == 2 and fetched == mailed


def test_what_she_downloads_is_checked_without_us(sale: Proposal, hers: Client, carla: PanelUser, at: datetime) -> None:
    declined(sale, carla, at)
    [act] = Statement.objects.all()
    # Not yet mailed: it is issued now, once.
    first, second = (hers.get(address(act)).content for _twice in range(2))
    assert first == second and Receipt.objects.count() == 1
    report = check(first, Trust(at, {}))
    assert [one.code for one in report.findings if one.verdict is Verdict.BAD] == []
    assert "receipt.sound" in {one.code for one in report.findings}


def test_what_lost_its_effect_keeps_its_receipt(
    digital: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    signed(digital, carla, at=at)
    revise(digital, by=bruno, at=at)
    page = hers.get(RECEIPTS).content.decode()
    assert page.count("sem efeito na venda desde a versão seguinte") == 2
    assert hers.get(address(Statement.objects.confirmed().latest("pk"))).status_code == 200


def test_a_receipt_is_nobody_elses(
    digital: Proposal, carla: PanelUser, gil: PanelUser, fabio: PanelUser, at: datetime
) -> None:
    signed(digital, carla, at=at)
    act = Statement.objects.confirmed().latest("pk")
    assert client_of(gil).get(address(act)).status_code == 404
    assert client_of(fabio).get(address(act)).status_code == 404
    assert "Nenhum recibo por enquanto" in client_of(gil).get(RECEIPTS).content.decode()


def test_what_was_only_prepared_is_no_act(digital: Proposal, carla: PanelUser, hers: Client, at: datetime) -> None:
    signed(digital, carla, at=at)
    Statement.objects.update(confirmed_at=None)
    assert hers.get(address(Statement.objects.latest("pk"))).status_code == 404

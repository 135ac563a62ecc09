"""Where the company says that sellers see their own sales only, nothing of another's is found through any door."""

from datetime import datetime

import pytest
from django.urls import reverse

from aceite.core.companies.models import Company
from aceite.core.contracts.representing import set_countersigners
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.standing_in import Away, end_absence, plan_absence
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.receivables.models import Receivable
from aceite.faces.office.urls_sales import urlpatterns
from tests.clients import client_of, downloaded
from tests.walk import copied, draft_for, order_for, paid_in, sent, with_contract

pytestmark = pytest.mark.usefixtures("clock")
LIST = "/aurora/gestao/vendas/"
IDS = ("pk", "contract", "signer", "countersigner", "copy", "external", "file", "page", "part", "payment", "question",
       "form", "approval", "attachment", "version", "comment", "at", "refund", "delivery")  # fmt: skip


@pytest.fixture
def another(aurora: Company, padaria: Customer, marcos: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Marcos's order, in a company whose sellers see their own sales."""
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    return order_for(padaria, marcos, carla, now).proposal


def shown_to(member: Member) -> list[str]:
    return [row.number for row in client_of(member).get(LIST).context["page"].rows]


def test_a_seller_sees_her_own_and_the_others_see_all(
    another: Proposal, padaria: Customer, bruno: Member, marcos: Member, iris: Member, now: datetime
) -> None:
    own = draft_for(padaria, bruno, now)
    assert shown_to(bruno) == [own.number]
    assert shown_to(iris) == shown_to(marcos) == [own.number, another.number]
    browser = client_of(bruno)
    home = browser.get("/aurora/gestao/").content.decode()
    assert own.number in browser.get(LIST).content.decode() and "Pedido" in home
    assert browser.get(LIST).context["counted"].every.count == 1
    assert another.number not in browser.get(f"{LIST}arquivo.csv").getvalue().decode()
    assert another.number not in downloaded(browser.get(f"{LIST}pedidos/")).decode()
    assert another.number not in browser.get("/aurora/gestao/recebimentos/").content.decode()
    assert another.number not in browser.get(f"/aurora/gestao/clientes/{padaria.pk}/").content.decode()
    assert browser.get("/aurora/gestao/recebimentos/extrato/").status_code == 404


def test_no_page_of_anothers_sale_opens(another: Proposal, bruno: Member, marcos: Member) -> None:
    browser = client_of(bruno)
    given = {"company": "aurora", "number": another.number, "ceremony": "x", "kind": "scope"} | dict.fromkeys(IDS, 1)
    of_a_sale = [pattern for pattern in urlpatterns if "number" in pattern.pattern.converters]
    assert len(of_a_sale) > 50
    for pattern in of_a_sale:
        asked = pattern.pattern.converters
        url = reverse(f"office:{pattern.name}", kwargs={name: given[name] for name in ("company", *asked)})
        # What a door does not take at all it refuses first; what it takes is not there.
        answers = {browser.get(url).status_code, browser.post(url).status_code}
        assert answers in ({404}, {404, 405}), url
    assert client_of(marcos).get(f"{LIST}{another.number}/").status_code == 200


def test_whoever_signs_for_the_company_opens_the_sale_she_is_named_in(
    another: Proposal, padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, marcos, now)
    contract = with_contract(draft, marcos, now, carla)
    set_countersigners(contract, [bruno], by=marcos, at=now)
    sale = sent(draft, marcos, now)
    browser = client_of(bruno)
    assert browser.get(f"{LIST}{sale.number}/").status_code == 200
    assert browser.get(f"{LIST}{sale.number}/contratos/{contract.pk}/contrato.pdf").status_code == 200
    assert shown_to(bruno) == []
    page = browser.get(f"{LIST}{sale.number}/").content.decode()
    for act in ("cancelamento", "retirada", "nova-versao", "validade", "vendedor"):
        assert f"/{act}/" not in page
        assert browser.post(f"{LIST}{sale.number}/{act}/", {"reason": "Não quero"}).status_code == 404
    sale.refresh_from_db()
    assert sale.state == State.SENT
    assert browser.post(f"{LIST}{sale.number}/comentarios/", {"text": "Assino amanhã", "key": "um"}).status_code == 302
    assert bruno in client_of(marcos).get(f"{LIST}{sale.number}/comentarios/").context["colleagues"]
    assert bruno not in client_of(marcos).get(f"{LIST}{another.number}/comentarios/").context["colleagues"]


def test_a_sale_she_only_signs_for_the_company_counts_in_none_of_her_sums(
    another: Proposal, padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, marcos, now, instalments=paid_in("38900", now))
    contract = with_contract(draft, marcos, now, carla, requirement="manual")
    set_countersigners(contract, [bruno], by=marcos, at=now)
    sale = sent(draft, marcos, now)
    copy = copied(sale, carla, now)[0]
    Receivable.objects.create(company=sale.company, proposal=sale, number=1, due_on=now, amount=38900)
    his, all_see = client_of(bruno), client_of(marcos)
    for browser, count, money in ((all_see, 1, 38900), (his, 0, 0)):
        assert browser.get("/aurora/gestao/vias/").context["left"] == count
        assert browser.get("/aurora/gestao/recebimentos/").context["to_come"] == money
        owed = browser.get(f"/aurora/gestao/clientes/{padaria.pk}/").context["owed"]
        assert owed == (count, money)
        heaps = browser.get("/aurora/gestao/").context["waiting"]
        assert sum(len(heap.rows) for heap in heaps if heap.desk) == count
    # Nor does the queue let her answer for a sale whose page lets her only look.
    assert his.get(f"/aurora/gestao/vias/{copy.pk}/").status_code == 404
    assert his.post(f"/aurora/gestao/vias/{copy.pk}/aceite/").status_code == 404
    assert his.get(f"{LIST}{sale.number}/").status_code == 200


def test_a_stand_in_sees_the_sales_while_it_lasts(
    another: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    today = now.astimezone(marcos.company.tz).date()
    plan = plan_absence(marcos, Away(today, today, bruno), by=marcos, at=now)
    assert shown_to(bruno) == [another.number]
    end_absence(plan, by=marcos, at=now)
    assert shown_to(bruno) == []

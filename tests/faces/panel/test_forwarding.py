"""Who may not approve hands the proposal on in the panel; the vendor lets somebody in from the sale's page."""

from datetime import datetime, timedelta

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.models import AccessRequest
from tests.clients import client_of
from tests.faces.panel.conftest import url_of
from tests.walk import fresh

HOSTILE = "<b onclick=x>É com ela.</b>"


def office(sale: Proposal, rest: str = "") -> str:
    return f"/aurora/gestao/vendas/{sale.number}/{rest}"


def test_from_the_bar_to_a_colleague_who_decides(sale: Proposal, davi: PanelUser, carla: PanelUser) -> None:
    his = client_of(davi)
    page = his.get(url_of(sale)).content.decode()
    assert "Quem pode aprovar: Carla Nogueira." in page and url_of(sale, "encaminhar/") in page
    form = his.get(url_of(sale, "encaminhar/")).content.decode()
    assert carla.name in form and carla.email not in form and "Aurora também vê" in form
    assert his.post(url_of(sale, "encaminhar/"), {}).status_code == 422
    wrong = his.post(url_of(sale, "encaminhar/"), {"person": davi.pk, "text": HOSTILE})
    assert wrong.status_code == 422 and "É com ela." in wrong.content.decode() and HOSTILE not in wrong.content.decode()
    done = his.post(url_of(sale, "encaminhar/"), {"person": carla.pk, "text": HOSTILE}, follow=True).content.decode()
    assert "recebe um e-mail com a proposta" in done
    again = his.post(url_of(sale, "encaminhar/"), {"person": carla.pk}, follow=True).content.decode()
    assert "já foi avisado(a) hoje" in again


def test_who_may_only_look_finds_the_way_while_a_signature_is_missing(
    digital: Proposal, davi: PanelUser, carla: PanelUser, at: datetime
) -> None:
    PanelUser.objects.filter(pk=davi.pk).update(can_comment=False)
    page = client_of(davi).get(url_of(digital)).content.decode()
    assert url_of(digital, "encaminhar/") in page and url_of(digital, "perguntas/") not in page


def test_whoever_reads_at_no_address_of_hers_is_named_to_nobody(
    sale: Proposal, davi: PanelUser, carla: PanelUser, at: datetime
) -> None:
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=at)
    page = client_of(davi).get(url_of(sale)).content.decode()
    assert "Quem pode aprovar" not in page and url_of(sale, "encaminhar/acesso/") in page


def test_where_nobody_approves_the_vendor_is_asked_and_answers(
    sale: Proposal, davi: PanelUser, carla: PanelUser, bruno: Member, iris: Member, at: datetime
) -> None:
    PanelUser.objects.filter(pk=carla.pk).update(can_approve=False)
    his, hers = client_of(davi), client_of(bruno)
    assert "Diga a Aurora quem decide" in his.get(url_of(sale)).content.decode()
    assert "Nenhum outro colega" in his.get(url_of(sale, "encaminhar/")).content.decode()
    asking = url_of(sale, "encaminhar/acesso/")
    wrong = his.post(asking, {"name": "Lia", "email": "lia", "text": HOSTILE})
    assert wrong.status_code == 422 and 'value="Lia"' in wrong.content.decode()
    # Known or not, the answer is the same.
    for email in ("lia@padaria.example", carla.email):
        told = his.post(asking, {"name": "Lia Reis", "email": email, "text": HOSTILE}, follow=True).content.decode()
        assert "Pedido enviado. Aurora confere e decide" in told
    first, second = AccessRequest.objects.all()
    Proposal.objects.filter(pk=sale.pk).update(waiting_since=first.asked_at - timedelta(days=4))
    page = hers.get(office(sale)).content.decode()
    # Since it was asked, not since the customer has the proposal.
    assert "agora há pouco" in page and "há 4 dias" not in page
    assert "O cliente diz quem decide" in page and office(sale, f"acessos/{first.pk}/") in page
    assert office(sale, "acessos/") not in client_of(iris).get(office(sale)).content.decode()
    form = hers.get(office(sale, f"acessos/{first.pk}/")).content.decode()
    assert 'value="lia@padaria.example"' in form and HOSTILE not in form and "É com ela." in form
    known = hers.get(office(sale, f"acessos/{second.pk}/")).content.decode()
    assert "já está no cadastro" in known and "não pode aprovar" in known
    given = {"name": "Lia Reis", "email": first.email, "can_approve": "on"}
    for _twice in range(2):
        assert hers.post(office(sale, f"acessos/{first.pk}/"), given)["Location"] == office(sale)
    assert hers.post(office(sale, f"acessos/{second.pk}/recusa/"), {"reason": ""}).status_code == 422
    assert hers.post(office(sale, f"acessos/{second.pk}/recusa/"), {"reason": "Já tem."})["Location"] == office(sale)
    assert hers.get(office(sale, f"acessos/{second.pk}/"))["Location"] == office(sale)
    mine = his.get(asking).content.decode()
    assert "Já tem acesso." in mine and "Recusado: Já tem." in mine
    assert "Lia Reis" not in client_of(carla).get(asking).content.decode()


def test_a_closed_proposal_is_handed_to_nobody(
    sale: Proposal, davi: PanelUser, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    cancel(sale, reason="Fora de linha", by=bruno, at=at)
    his = client_of(davi)
    for rest, typed in (
        ("encaminhar/", {"person": carla.pk}),
        ("encaminhar/acesso/", {"name": "L", "email": "l@a.example"}),
    ):
        assert his.get(url_of(fresh(sale), rest))["Location"] == url_of(sale)
        assert his.post(url_of(sale, rest), typed).status_code == 409

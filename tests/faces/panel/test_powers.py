"""Powers declared in the panel and answered in the office, page by page."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import PanelUser, SigningPower
from aceite.core.people.models import Member
from tests.clients import client_of, downloaded
from tests.faces.panel.conftest import HOME
from tests.jobs import run_jobs
from tests.kit.paper_samples import drawing
from tests.outbound.mail.test_letters import mails

POWERS = f"{HOME}poderes/"


@pytest.fixture
def office(bruno: Member) -> Client:
    return client_of(bruno)


def declares(person: PanelUser, **more: object) -> Client:
    """The person says in her own browser that she signs alone."""
    browser = client_of(person)
    paper = SimpleUploadedFile("contrato-social.png", drawing(), content_type="image/png")
    answer = browser.post(f"{POWERS}{person.pk}/", {"kind": "alone", "proxy": paper, **more})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def test_declared_confirmed_and_told_to_both(carla: PanelUser, office: Client, ana: Member) -> None:
    hers = declares(carla, basis="Contrato social, cláusula 5ª", ends_on="31/12/2099")
    shown = hers.get(POWERS).content.decode()
    assert "Aguarda conferência" in shown and "31/12/2099" in shown and "contrato-social.png" in shown
    assert set(mails(timezone.now())) == {ana.email}
    page = f"/aurora/gestao/clientes/{carla.customer_id}/usuarios/{carla.pk}/poderes/"
    [declared] = SigningPower.objects.all()
    assert "Declarado pelo cliente" in office.get(page).content.decode()
    assert page in office.get("/aurora/gestao/clientes/poderes/").content.decode()
    assert "Conferir poderes" in office.get(f"/aurora/gestao/clientes/{carla.customer_id}/").content.decode()
    paper = office.get(f"{page}{declared.pk}/arquivo/")
    assert downloaded(paper) == drawing() and "attachment" in paper["Content-Disposition"]
    office.post(f"{page}{declared.pk}/confirmacao/")
    assert "Confirmado" in hers.get(POWERS).content.decode()
    assert "confirmados" in mails(timezone.now())[carla.email].subject


def test_what_she_replaced_while_it_was_read_is_told_and_not_lost(carla: PanelUser, office: Client) -> None:
    declares(carla)
    [first] = SigningPower.objects.all()
    declares(carla, basis="Ata de 2026")
    page = f"/aurora/gestao/clientes/{carla.customer_id}/usuarios/{carla.pk}/poderes/"
    for act in ("confirmacao/", "recusa/"):
        answer = office.post(f"{page}{first.pk}/{act}", {"reason": "Não."}, follow=True)
        assert "trocada por outra" in answer.content.decode() and "Ata de 2026" in answer.content.decode()
    assert [power.state for power in SigningPower.objects.all()] == ["declared"]


def test_a_refusal_reaches_her_with_its_reason(carla: PanelUser, office: Client) -> None:
    hers = declares(carla)
    [declared] = SigningPower.objects.all()
    act = f"/aurora/gestao/clientes/{carla.customer_id}/usuarios/{carla.pk}/poderes/{declared.pk}/recusa/"
    empty = office.post(act, {"reason": ""})
    assert empty.status_code == 422 and "Diga por quê" in empty.content.decode()
    office.post(act, {"reason": "Falta a página 2."})
    assert "Falta a página 2." in hers.get(POWERS).content.decode()
    run_jobs(timezone.now())


def test_who_administers_declares_for_colleagues_and_others_for_themselves(
    carla: PanelUser, gil: PanelUser, davi: PanelUser
) -> None:
    carla.can_manage = True
    carla.save()
    assert gil.name in client_of(carla).get(POWERS).content.decode()
    shown = client_of(gil).get(POWERS).content.decode()
    assert "Nada declarado" in shown and carla.name not in shown
    assert client_of(gil).get(f"{POWERS}{carla.pk}/").status_code == 404
    assert client_of(davi).get(POWERS).status_code == 404


def test_only_who_may_sign_is_offered_and_nothing_that_is_needed_is_called_optional(
    carla: PanelUser, gil: PanelUser, davi: PanelUser, office: Client
) -> None:
    address = f"/aurora/gestao/clientes/{carla.customer_id}/usuarios/{carla.pk}/poderes/"
    proxy = {"kind": "proxy", "proxy": SimpleUploadedFile("p.pdf", b"%PDF-1.7 procura")}
    hers, theirs = client_of(carla).get(f"{POWERS}{carla.pk}/"), office.get(address)
    for shown in (hers, theirs):
        assert list(shown.context["form"].fields["jointly"].queryset) == [gil]
        assert "destas pessoas <span" not in shown.content.decode()
    assert "(PDF) <span" not in theirs.content.decode()
    assert office.post(address, proxy).status_code == 302
    assert "(PDF) <span" in office.get(address).content.decode()


def test_where_nobody_else_may_sign_the_choice_of_partners_says_so(carla: PanelUser, office: Client) -> None:
    PanelUser.objects.exclude(pk=carla.pk).update(can_sign=False)
    address = f"/aurora/gestao/clientes/{carla.customer_id}/usuarios/{carla.pk}/poderes/"
    for shown in (client_of(carla).get(f"{POWERS}{carla.pk}/"), office.get(address)):
        assert "Mais ninguém deste cliente pode assinar contratos." in shown.content.decode()


def test_what_is_missing_is_said_beside_its_field(carla: PanelUser, now: datetime) -> None:
    answer = client_of(carla).post(f"{POWERS}{carla.pk}/", {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Escolha como a pessoa assina." in page and "Envie o documento" in page

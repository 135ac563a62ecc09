"""Each host shows its own: the house everything, a company's domain that company's panel, any other name nothing."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aceite.core.companies.domains import add_domain, use_domain, verify_domain
from aceite.core.companies.hosts import standing_at
from aceite.core.companies.models import Company, Domain
from aceite.core.companies.scope import Door, everywhere
from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.people.codes import digits_of
from aceite.core.people.entering import enter_by_password
from aceite.core.people.models import Member, OneTimeCode, User
from aceite.core.people.passwords import NotTypedHere
from aceite.outbound.mail import addresses
from tests.authenticator import Device
from tests.clients import client_of
from tests.core.people.holding import registered
from tests.jobs import run_jobs
from tests.walk import ORIGIN

OURS, THEIRS = "propostas.aurora.example", "propostas.boreal.example"
PANEL = "/aurora/painel/"


def own(owner: Member, host: str) -> Company:
    """Makes the domain the owner's company's, in links too."""
    at = timezone.now()
    noted = add_domain(owner.company, host, by=owner, at=at)
    domain = verify_domain(noted, texts=lambda _name: [noted.record_value], by=owner, at=at)
    return use_domain(owner.company, domain, by=owner, at=at)


@pytest.fixture
def two(ana: Member, eva: Member, carla: PanelUser, fabio: PanelUser, settings: Any) -> None:
    """Aurora and Boreal, each with a domain of its own, as in production."""
    settings.OPEN_HOUSE = False
    own(ana, OURS)
    own(eva, THEIRS)


def entered(person: PanelUser, host: str) -> Client:
    """This person's browser after she entered by code at that host."""
    browser, door = Client(headers={"host": host}), f"/{person.company.slug}/painel/entrar/"
    browser.post(door, {"email": person.email})
    browser.post(f"{door}codigo/", {"code": digits_of(OneTimeCode.objects.latest("pk"))})
    return browser


@pytest.mark.usefixtures("two")
def test_a_companys_host_shows_its_panel_and_nothing_else() -> None:
    browser = Client(headers={"host": OURS})
    assert browser.get("/")["Location"] == PANEL
    assert browser.get(f"{PANEL}entrar/").status_code == 200
    elsewhere = ["/boreal/painel/entrar/", "/boreal/painel/marca.css", "/aurora/gestao/", "/entrar/",
                 "/boreal/logo.png", "/healthz", "/readyz", "/dominios/conhecido", "/caixa-de-saida/", "/aurora/",
                 "/AURORA/painel/entrar/", f"{PANEL}../../boreal/painel/entrar/", "//boreal/painel/"]  # fmt: skip
    assert [path for path in elsewhere if browser.get(path).status_code != 404] == []


@pytest.mark.usefixtures("two")
def test_papers_are_checked_at_the_house() -> None:
    answer = Client(headers={"host": OURS}).get("/verificar/AAAA/")
    assert (answer.status_code, answer["Location"]) == (302, f"{configured.BASE_URL}/verificar/AAAA/")
    assert Client(headers={"host": OURS}).post("/verificar/arquivo/").status_code == 404


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("host", ["mal.example", "aurora.example", f"x.{OURS}", "10.0.0.7", f"{OURS}.mal.example"])
def test_nobodys_host_gets_nothing(host: str) -> None:
    for path in ("/", f"{PANEL}entrar/", "/entrar/", "/healthz"):
        assert Client(headers={"host": host}).get(path).status_code == 400


@pytest.mark.usefixtures("two")
def test_the_house_goes_on_serving_both(carla: PanelUser) -> None:
    assert client_of(carla).get(PANEL).status_code == 200
    assert Client().get("/boreal/painel/entrar/").status_code == 200
    # A port and a last dot are part of no name.
    assert Client(headers={"host": f"{OURS}.:443"}).get(f"{PANEL}entrar/").status_code == 200


@pytest.mark.usefixtures("two")
def test_a_session_counts_only_where_it_was_opened(carla: PanelUser) -> None:
    hers = entered(carla, OURS)
    assert hers.get(PANEL).status_code == 200
    house = client_of(carla)
    for browser, host in ((hers, "testserver"), (house, OURS)):
        assert "entrar" in browser.get(PANEL, headers={"host": host})["Location"]


@pytest.mark.usefixtures("two")
def test_a_browser_is_another_at_each_address_and_both_list_and_letter_say_at_which(carla: PanelUser) -> None:
    entered(carla, "testserver")
    listed = entered(carla, OURS).get(f"{PANEL}conta/").content.decode()
    assert listed.count(f"Entrou por {OURS}") == 1
    run_jobs(timezone.now())
    [told] = [one for one in mail.outbox if "aparelho novo" in one.subject]
    assert f"Entrou por {OURS}, um endereço próprio de Aurora" in told.body


@pytest.mark.usefixtures("two")
def test_what_is_said_of_a_domain_that_goes_is_true(ana: Member) -> None:
    office, page = client_of(ana), reverse("office:addresses", args=["aurora"])
    spare = add_domain(ana.company, "outro.aurora.example", by=ana, at=timezone.now())
    listed = office.get(page).content.decode()
    assert f"Remover {spare.host}? Ele ainda não atende" in listed
    assert f"Remover {OURS}? O painel deixa de atender" in listed
    led = Domain.objects.get(host=OURS)
    for one, said in ((spare, f"Os links seguem com {OURS}."), (led, f"Os próximos links usam {configured.HOST}.")):
        answer = office.post(reverse("office:remove_domain", args=["aurora", one.pk]), follow=True)
        assert said in answer.content.decode()


@pytest.mark.usefixtures("two")
def test_a_stolen_cookie_is_no_use_at_another_company(carla: PanelUser, fabio: PanelUser) -> None:
    """Fábio is also Aurora's customer: what Boreal's domain reads of him opens nothing of Aurora's."""
    PanelUser.objects.create(
        company=carla.company, customer=carla.customer, user=fabio.user, name="Fábio", email=fabio.email,
        created_at=timezone.now(), joined_at=timezone.now(),
    )  # fmt: skip
    stolen = entered(fabio, THEIRS).cookies["sessionid"].value
    for host in (OURS, "testserver"):
        thief = Client(headers={"host": host})
        thief.cookies["sessionid"] = stolen
        assert "entrar" in thief.get(PANEL)["Location"]
    # And at Boreal's own domain nothing is told of Aurora.
    choosing = entered(fabio, THEIRS).get("/boreal/painel/escolher/").content.decode()
    assert "Mercado Norte" in choosing and "Aurora" not in choosing


@pytest.mark.usefixtures("two")
def test_links_to_the_panel_use_the_own_host_and_the_office_stays(ana: Member) -> None:
    company = Company.objects.get(slug="aurora")
    assert addresses.panel_proposal(company, "2026-0001").split("/")[2].split(":")[0] == OURS
    there = addresses.panel_proposal(company, "2026-0001")
    assert addresses.panel_entry(company, onward=there).split("/")[2].split(":")[0] == OURS
    assert addresses.office_sale(company, "2026-0001").startswith(configured.BASE_URL)


@pytest.mark.usefixtures("two")
def test_a_form_of_another_host_is_refused() -> None:
    browser = Client(headers={"host": OURS}, enforce_csrf_checks=True)
    browser.get(f"{PANEL}entrar/")
    typed = {"email": "x@padaria.example", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(f"{PANEL}entrar/", typed, headers={"origin": f"http://{THEIRS}"}).status_code == 403
    assert browser.post(f"{PANEL}entrar/", typed, headers={"origin": f"http://{OURS}"}).status_code == 302


@pytest.mark.usefixtures("two")
def test_passkeys_belong_to_the_host(carla: PanelUser, settings: Any) -> None:
    registered(carla, Device(), timezone.now())
    settings.BASE_URL = "https://vendas.example"
    here = entered(carla, OURS)
    assert "valem em outro endereço" in here.get(PANEL).content.decode()
    asked = here.post(reverse("panel:passkey_options", args=["aurora"])).json()
    assert asked["rp"]["id"] == OURS and asked["excludeCredentials"] == []
    assert f'data-passkeys="https://{OURS}"' in Client(headers={"host": OURS}).get(f"{PANEL}entrar/").content.decode()
    assert 'data-passkeys="https://vendas.example"' in Client().get(f"{PANEL}entrar/").content.decode()


@pytest.mark.usefixtures("two")
def test_a_password_is_neither_asked_for_nor_taken_at_a_companys_own_host(
    carla: PanelUser,
) -> None:
    assert carla.user
    carla.user.set_password("farinha-e-fermento")
    carla.user.save()
    browser, typed = Client(headers={"host": OURS}), {"email": carla.email, "password": "farinha-e-fermento"}
    asked = browser.get(f"{PANEL}entrar/?com=senha").content.decode()
    assert 'type="password"' not in asked and "com=senha" not in asked
    # Whoever posts one all the same is mailed a code, as if she had typed the address alone.
    assert browser.post(f"{PANEL}entrar/?com=senha", typed)["Location"].endswith("/entrar/codigo/")
    with standing_at(OURS), everywhere(Door.SIGN_IN), pytest.raises(NotTypedHere):
        enter_by_password(carla.email, "farinha-e-fermento", origin=ORIGIN, at=timezone.now())
    assert Client().post(f"{PANEL}entrar/?com=senha", typed)["Location"] == PANEL


@pytest.mark.usefixtures("two")
def test_no_password_is_chosen_at_a_companys_own_host(carla: PanelUser, bruno: Member) -> None:
    hers = entered(carla, OURS)
    account = hers.get(f"{PANEL}conta/").content.decode()
    assert 'type="password"' not in account and f'href="{configured.BASE_URL}{PANEL}conta/"' in account
    hers.post(f"{PANEL}conta/senha/", {"password": "farinha-e-fermento"})
    at = timezone.now()
    rita = add_panel_user(carla.customer, PersonData("Rita", "rita@padaria.example"), by=bruno, at=at)
    link = f"{PANEL}convite/{mailed_token(invite(rita, by=bruno, at=at))}/"
    assert 'type="password"' in Client().get(link).content.decode()
    at_hers = Client(headers={"host": OURS})
    assert 'type="password"' not in at_hers.get(link).content.decode()
    entry = at_hers.post(link, {"password": "farinha-e-fermento"}, follow=True).content.decode()
    assert "Para voltar, entre com o seu e-mail." in entry
    # Opened again on another device, the invitation speaks of passwords where one may be typed alone.
    for host, told in ((OURS, False), ("testserver", True)):
        again = Client(headers={"host": host}).get(link).content.decode()
        assert "Entre com o seu e-mail: mandamos um código" in again and ("você usa a sua senha" in again) is told
    for person in (carla, rita):
        assert not User.objects.get(email=person.email).check_password("farinha-e-fermento")


@pytest.mark.usefixtures("two")
def test_a_companys_other_domains_are_left_alone(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = 60, True, True
    answer = Client(headers={"host": OURS}).get(f"{PANEL}entrar/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    assert "includeSubDomains" in Client().get("/entrar/", secure=True)["Strict-Transport-Security"]


@pytest.mark.usefixtures("two")
def test_the_proxy_learns_which_domains_are_known() -> None:
    asked = reverse("known_domain")
    assert Client().get(f"{asked}?domain={OURS}").status_code == 200
    for unknown in ("mal.example", "", "testserver", "x" * 3000, "\x00"):
        assert Client().get(asked, {"domain": unknown}).status_code == 404


def test_a_demo_is_opened_at_whatever_name_its_machine_has(aurora: Company) -> None:
    assert Client(headers={"host": "notebook.lan:8000"}).get(f"{PANEL}entrar/").status_code == 200

"""The link of a sale handed on by WhatsApp: the company's words, her telephone, and a note that nothing was mailed."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.sales.handing import NotForHer, hand_link
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.outbound.mail.handing import whatsapp_link, words_for
from aceite.outbound.mail.mail_texts import MailText
from tests.clients import client_of
from tests.walk import sent_for


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("(11) 98765-4321", "5511987654321"),
        ("+351 912 345 678", "351912345678"),
        ("011 3456-7890", "551134567890"),
        ("", ""),
    ],
)
def test_a_telephone_is_dialled_with_its_country(written: str, dialled: str) -> None:
    link = urlsplit(whatsapp_link(written, "Olá & até\nlogo"))
    assert (link.path, parse_qs(link.query)) == (f"/{dialled}", {"text": ["Olá & até\nlogo"]})


def test_the_message_is_in_the_companys_words(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    assert words_for(sale, carla, "LINK").startswith("Olá, Carla. Bruno") and "{" not in words_for(sale, carla, "LINK")
    MailText.objects.create(
        company=sale.company, letter="proposal_sent", language="pt-br", subject="s", body="Oi {{nome}}!", saved_at=now
    )
    assert words_for(sale, carla, "LINK") == "Oi Carla!\n\nLINK"


def test_the_seller_prepares_it_and_it_is_noted(padaria: Customer, bruno: Member, carla: PanelUser) -> None:
    sale = sent_for(padaria, bruno, timezone.now())
    browser, address = client_of(bruno), f"/aurora/gestao/vendas/{sale.number}/link/"
    assert browser.get(address).status_code == 200 and not Event.objects.filter(kind="link.handed").exists()
    ready = browser.post(address, {"person": carla.pk, "phone": "(11) 98765-4321"})["Location"]
    pages = [browser.get(ready).content.decode() for _twice in range(2)]
    page = pages[-1]
    assert "https://wa.me/5511987654321?text=" in page and f"/aurora/painel/propostas/{sale.number}/" in page
    assert Event.objects.get(kind="link.handed").data == {"version": 1, "panel_user": carla.pk}


@pytest.mark.parametrize(
    ("typed", "why"),
    [("99999-1234", "Falta o DDD"), ("(19) 99999", "Falta o DDD"), ("+1 23", "não"), ("(20) 98765-4321", "não existe")],
)
def test_a_telephone_that_cannot_be_dialled_is_told_beside_its_field(
    padaria: Customer, bruno: Member, carla: PanelUser, typed: str, why: str
) -> None:
    sale = sent_for(padaria, bruno, timezone.now())
    answer = client_of(bruno).post(f"/aurora/gestao/vendas/{sale.number}/link/", {"person": carla.pk, "phone": typed})
    assert why in " ".join(answer.context["form"].errors["phone"])
    assert not Event.objects.filter(kind="link.handed").exists()


def test_only_who_prepared_a_message_is_shown_it_again(
    padaria: Customer, bruno: Member, ana: Member, carla: PanelUser
) -> None:
    sale = sent_for(padaria, bruno, timezone.now())
    PanelUser.objects.filter(pk=carla.pk).update(joined_at=None)
    address = f"/aurora/gestao/vendas/{sale.number}/link/"
    browser = client_of(bruno)
    ready = browser.post(address, {"person": carla.pk, "phone": ""})["Location"]
    assert "/convite/" in browser.get(ready).content.decode()
    assert "/convite/" not in client_of(ana).get(ready).content.decode()
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=timezone.now())
    assert "/convite/" not in browser.get(ready).content.decode()


def test_the_message_is_in_the_language_of_whoever_reads_it(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    assert carla.user is not None
    carla.user.language, carla.user.zone = "en", "America/Manaus"
    carla.user.save()
    sale = sent_for(padaria, bruno, now)
    assert words_for(sale, carla, "LINK").startswith("Hello, Carla")
    MailText.objects.create(
        company=sale.company, letter="proposal_sent", language="en", subject="s", body="By {{prazo}}", saved_at=now
    )
    assert "22:59" in words_for(sale, carla, "LINK")


def test_nobody_is_handed_what_her_panel_does_not_show(
    padaria: Customer, bruno: Member, carla: PanelUser, iris: Member, fabio: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    with pytest.raises(NotForHer):
        hand_link(sale, fabio, by=bruno, at=now)
    with pytest.raises(NotAllowed):
        hand_link(sale, carla, by=iris, at=now)


def test_no_link_goes_to_her_while_the_address_is_a_strangers(
    padaria: Customer, bruno: Member, carla: PanelUser
) -> None:
    sale = sent_for(padaria, bruno, timezone.now())
    PanelUser.objects.filter(pk=carla.pk).update(joined_at=None, disowned_at=timezone.now())
    address = f"/aurora/gestao/vendas/{sale.number}/link/"
    page = client_of(bruno).post(address, {"person": carla.pk, "phone": ""}).content.decode()
    assert "Corrija o e-mail antes" in page and "wa.me" not in page
    carla.refresh_from_db()
    assert carla.disowned_at and not Event.objects.filter(kind="link.handed").exists()


def test_where_no_invitation_can_be_made_no_link_is_noted(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = sent_for(padaria, bruno, now)
    PanelUser.objects.filter(pk=carla.pk).update(joined_at=None)
    carla.refresh_from_db()
    assert hand_link(sale, carla, by=bruno, at=now)

    def refused(*_args: object, **_options: object) -> str:
        raise NotAllowed

    monkeypatch.setattr("aceite.core.sales.handing.copy_invitation", refused)
    with pytest.raises(NotAllowed):
        hand_link(sale, carla, by=bruno, at=now)
    assert Event.objects.filter(kind="link.handed").count() == 1

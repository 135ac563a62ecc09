"""What the customer meets when the company words its terms, and when they change while her page stands open."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Approval
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.models import Statement
from aceite.core.signatures.terms_saving import Text, save_terms
from aceite.core.signatures.wording import OwnWords
from tests.clients import client_of
from tests.faces.panel.conftest import url_of
from tests.faces.panel.test_approving import bound
from tests.faces.panel.test_signing import digits, reads, typed

CHANGED = "Os termos mudaram depois que esta página foi aberta."


def worded(company: Company, occasion: Occasion, by: Member, at: datetime, language: str = "pt-br") -> str:
    """The company writes terms; their hash."""
    return save_terms(company, Text(occasion, language), OwnWords(added="Foro de <Campinas>."), by=by, at=at).sha256


def test_a_page_that_stood_open_is_asked_again_and_keeps_what_was_typed(
    digital: Proposal, hers: Client, aurora: Company, ana: Member, at: datetime
) -> None:
    reads(hers, digital)
    own = worded(aurora, Occasion.SIGNATURE, ana, at)
    answer = hers.post(url_of(digital, "assinatura/"), typed())
    page = answer.content.decode()
    assert answer.status_code == 422 and CHANGED in page and "Foro de &lt;Campinas&gt;." in page
    assert "Carla Nogueira" in page and f'value="{own}"' in page
    assert not answer.context["form"]["consent"].value() and not Statement.objects.exists()
    ceremony = hers.post(url_of(digital, "assinatura/"), typed(consent_sha256=own))["Location"]
    hers.post(ceremony, {"code": digits()})
    assert {one.content()["consent"] for one in Statement.objects.confirmed()} == {own}


def test_another_mistake_on_an_old_page_does_not_agree_to_the_new_text_unread(
    digital: Proposal, hers: Client, aurora: Company, ana: Member, at: datetime
) -> None:
    reads(hers, digital)
    own = worded(aurora, Occasion.SIGNATURE, ana, at)
    form = hers.post(url_of(digital, "assinatura/"), typed(mark_text="")).context["form"]
    assert form["consent_sha256"].value() == own and not form["consent"].value()
    assert {"mark", "consent"} <= set(form.errors)


def test_an_approval_shows_the_companys_terms_open_and_tells_of_a_change(
    sale: Proposal, hers: Client, aurora: Company, ana: Member, at: datetime
) -> None:
    old = bound(sale)
    own = worded(aurora, Occasion.APPROVAL, ana, at)
    page = hers.get(url_of(sale, "aprovacao/")).content.decode()
    assert '<details class="disclosure" open>' in page and "Foro de &lt;Campinas&gt;." in page
    answer = hers.post(url_of(sale, "aprovacao/"), {**old, "note": "De manhã."})
    page = answer.content.decode()
    assert CHANGED in page and "De manhã." in page and f'value="{own}"' in page and not Approval.objects.exists()
    hers.post(url_of(sale, "aprovacao/"), {**old, "consent_sha256": own})
    assert Approval.objects.get().statement.content()["consent"] == own


@pytest.mark.parametrize("written", [["pt-br"], ["pt-br", "en"]])
def test_who_reads_english_gets_portuguese_until_english_is_written(
    digital: Proposal, carla: PanelUser, aurora: Company, ana: Member, at: datetime, written: list[str]
) -> None:
    assert carla.user is not None
    carla.user.language = "en"
    carla.user.save()
    browser = client_of(carla)
    reads(browser, digital)
    for language in written:
        worded(aurora, Occasion.SIGNATURE, ana, at, language)
    page = browser.get(url_of(digital, "assinatura/")).content.decode()
    assert f'role="region" lang="{written[-1]}"' in page and '<html lang="en"' in page

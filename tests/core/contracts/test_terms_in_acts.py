"""An act begun under a text of terms is confirmed under it; one whose page stood open while they changed is not."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.companies.models import Company
from aceite.core.contracts.confirming_otherwise import confirm_otherwise
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Countersigner
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.consent import ConsentChanged, Occasion
from aceite.core.signatures.models import Statement
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.terms_saving import Text, save_terms
from aceite.core.signatures.wording import OwnWords
from aceite.core.trail.models import Event
from aceite_verify.acts import LIFETIME
from tests.core.contracts.outside import send
from tests.core.contracts.sent import ORIGIN, confirm, given, opened, prepare
from tests.core.contracts.test_countersigning import confirm as countersigned
from tests.core.contracts.test_countersigning import made as made
from tests.core.contracts.test_countersigning import prepare as prepare_ours

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
      b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"  # fmt: skip


def worded(company: Company, occasion: Occasion, added: str, by: Member, at: datetime) -> str:
    """The company writes terms; their hash."""
    return save_terms(company, Text(occasion, "pt-br"), OwnWords(added=added), by=by, at=at).sha256


def test_what_was_prepared_under_a_text_is_confirmed_under_it(
    contract: Contract, aurora: Company, ana: Member, carla: PanelUser, now: datetime
) -> None:
    first = worded(aurora, Occasion.SIGNATURE, "Foro de Campinas.", ana, now)
    opened([contract], carla, at=now)
    begun = prepare([contract], carla, now, consent_sha256=first)
    worded(aurora, Occasion.SIGNATURE, "Foro de Santos.", ana, now)
    [signer] = confirm(begun, carla, now + timedelta(minutes=1))
    assert signer.statement is not None and signer.statement.content()["consent"] == first


def test_a_page_opened_before_the_change_signs_nothing_and_it_is_told(
    contract: Contract, aurora: Company, ana: Member, carla: PanelUser, now: datetime
) -> None:
    opened([contract], carla, at=now)
    worded(aurora, Occasion.SIGNATURE, "Foro de Campinas.", ana, now)
    with pytest.raises(ConsentChanged):
        prepare([contract], carla, now)
    assert Event.objects.get(kind="signature.refused").data["reason"] == "ConsentChanged"
    assert not Statement.objects.exists()


def test_other_means_go_on_under_the_same_text_while_its_time_lasts(
    contract: Contract, aurora: Company, ana: Member, carla: PanelUser, now: datetime
) -> None:
    opened([contract], carla, at=now)
    begun = prepare([contract], carla, now)
    worded(aurora, Occasion.SIGNATURE, "Foro de Campinas.", ana, now)
    found, how = {f"contract/{contract.pk}": contract}, ("session_code",)

    def again(at: datetime) -> None:
        confirm_otherwise(begun.id, found, means=Means.CODE, factors=how, by=carla, origin=ORIGIN, at=at)

    again(now + timedelta(minutes=1))
    assert len({one.content()["consent"] for one in Statement.objects.all()}) == 1 < Statement.objects.count()
    with pytest.raises(ConsentChanged):
        again(now + LIFETIME)


def test_a_file_from_outside_agrees_to_its_own_terms(
    contract: Contract, aurora: Company, ana: Member, carla: PanelUser, now: datetime
) -> None:
    opened([contract], carla, at=now)
    own = worded(aurora, Occasion.EXTERNAL, "Use o certificado da empresa.", ana, now)
    with pytest.raises(ConsentChanged):
        send(contract, carla, PDF, now)
    assert not ExternalFile.objects.exists()
    assert send(contract, carla, PDF, now, consent_sha256=own).consent_sha256 == own


def test_whoever_signs_for_the_company_agrees_to_its_own_terms(
    made: Contract, aurora: Company, ana: Member, carla: PanelUser, now: datetime
) -> None:
    opened([made], carla, at=now)
    confirm(prepare([made], carla, now), carla, now)
    own = worded(aurora, Occasion.COUNTERSIGNATURE, "Assino conforme o estatuto.", ana, now)
    with pytest.raises(ConsentChanged):
        prepare_ours(made, ana, now)
    countersigned(prepare_ours(made, ana, now, consent_sha256=own), ana, now)
    mine = Countersigner.objects.get()
    assert mine.statement is not None and mine.statement.content()["consent"] == own


def test_own_terms_cost_the_act_nothing_and_the_page_one_question(
    contract: Contract, aurora: Company, ana: Member, carla: PanelUser, now: datetime
) -> None:
    opened([contract], carla, at=now)
    # The first code of a person asks for other rows than the next one.
    prepare([contract], carla, now)
    counts = []
    for added in ("", "Foro de Campinas."):
        if added:
            worded(aurora, Occasion.SIGNATURE, added, ana, now)
        with CaptureQueriesContext(connection) as shown:
            consent = terms_for(Company.objects.get(pk=aurora.pk), Occasion.SIGNATURE, "pt-br")
        with CaptureQueriesContext(connection) as asked:
            prepare([contract], carla, now, consent_sha256=consent.sha256)
        counts.append((len(shown), len(asked)))
    assert counts[1] == (counts[0][0] + 1, counts[0][1]) and given().begun_under == ""

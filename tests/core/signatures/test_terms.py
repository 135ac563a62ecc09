"""A company's own consent terms: joined to what never goes, each version kept, the product's text a reset away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.companies.models import Company
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.signatures.agreed_terms import follows, kept_terms, refuse_other_terms, terms_for
from aceite.core.signatures.consent import CONSENTS, Consent, ConsentChanged, ConsentMissing, Occasion, consent_for
from aceite.core.signatures.models import Act
from aceite.core.signatures.own_terms import TermsVersion
from aceite.core.signatures.terms_saving import Text, WrittenMeanwhile, reset_terms, save_terms
from aceite.core.signatures.wording import FIXED, LANGUAGES, REPLACEABLE, WORDED, Edition, OwnWords, joined
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite_verify.own_words import own_words, stands_in
from aceite_verify.statements import consent_hash
from tests.threads import at_once

SIGNATURE = Text(Occasion.SIGNATURE, "pt-br")
WORDS = OwnWords("Sou o representante legal.", "O foro é o de Campinas.\n\nA garantia segue o manual.")
EDITION = Edition(Occasion.SIGNATURE, "pt-br", 3, "Aurora Ltda.", "2026-11-24")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", WORDED)
def test_what_never_goes_stands_in_the_products_texts(occasion: Occasion, language: str) -> None:
    paragraphs = consent_for(occasion.act, language).paragraphs
    assert set(FIXED) | {REPLACEABLE} == set(range(len(paragraphs)))
    assert "2.200-2" in paragraphs[1] and "CPF" in paragraphs[3]


@settings(max_examples=40, deadline=None)
@given(declaration=st.text(max_size=60), added=st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_no_words_take_the_fixed_part_out_or_out_of_its_place(declaration: str, added: str, language: str) -> None:
    base = consent_for(Act.SIGN, language)
    text = joined(base, OwnWords(declaration, added), replace(EDITION, language=language))
    fixed = [base.paragraphs[place] for place in FIXED]
    assert text.paragraphs[:2] == fixed[:2] and fixed[2] in text.paragraphs
    assert stands_in(text.content()) or text == base


def test_own_words_stand_where_they_may() -> None:
    base = consent_for(Act.SIGN, "pt-br")
    text = joined(base, WORDS, EDITION)
    assert text.paragraphs == [
        *base.paragraphs[:2], "Sou o representante legal.", base.paragraphs[3], "Termos de Aurora Ltda.:",
        "O foro é o de Campinas.", "A garantia segue o manual.",
    ]  # fmt: skip
    assert joined(base, OwnWords(), EDITION) is base
    assert "Aurora" not in joined(base, OwnWords("Sou eu."), EDITION).text


def test_the_hash_is_of_every_word_and_number_and_the_checker_makes_the_same() -> None:
    text = joined(consent_for(Act.SIGN, "pt-br"), WORDS, EDITION)
    others = [joined(consent_for(Act.SIGN, "pt-br"), WORDS, replace(EDITION, number=4)), replace(text, text="Sim.")]
    assert len({one.sha256 for one in (text, *others, *CONSENTS)}) == 3 + len(CONSENTS)
    assert Consent.of(text.content()) == text and consent_hash(text.content()) == text.sha256
    told = own_words(text.content())
    assert told is not None and (told.occasion, told.number) == ("signature", 3)
    assert not stands_in({**text.content(), "text": "Sim."}) and not stands_in({**text.content(), "own": {"number": 0}})


def test_a_text_is_kept_with_number_hash_who_and_when(
    aurora: Company, ana: Member, marcos: Member, now: datetime
) -> None:
    first = save_terms(aurora, SIGNATURE, WORDS, by=ana, at=now)
    again = save_terms(aurora, SIGNATURE, WORDS, by=marcos, at=now + timedelta(hours=1))
    second = save_terms(aurora, SIGNATURE, OwnWords(added="Outro."), by=marcos, at=now + timedelta(hours=2))
    assert (first.number, again.pk, second.number, second.saved_by) == (1, first.pk, 2, marcos)
    aurora.refresh_from_db()
    in_force = terms_for(aurora, Occasion.SIGNATURE, "pt-br")
    assert in_force.sha256 == second.sha256 and in_force.paragraphs[-1] == "Outro."
    assert kept_terms(aurora.pk, [first.sha256])[first.sha256].paragraphs[2] == "Sou o representante legal."
    told = [(event.kind, event.data["version"], event.data["sha256"]) for event in Event.objects.order_by("seq")]
    assert told == [("terms.saved", 1, first.sha256), ("terms.saved", 2, second.sha256)]


def test_back_to_the_products_text_and_nothing_is_lost(aurora: Company, ana: Member, now: datetime) -> None:
    assert reset_terms(aurora, SIGNATURE, by=ana, at=now) is None
    own = save_terms(aurora, SIGNATURE, WORDS, by=ana, at=now)
    for _twice in range(2):
        back = reset_terms(aurora, SIGNATURE, by=ana, at=now)
    assert back is not None and (back.number, back.is_own) == (2, False)
    assert terms_for(aurora, Occasion.SIGNATURE, "pt-br") == consent_for(Act.SIGN, "pt-br")
    assert TermsVersion.objects.count() == 2 and own.sha256 in kept_terms(aurora.pk, [own.sha256])


def test_each_occasion_has_its_own_and_english_follows_until_it_is_written(
    aurora: Company, ana: Member, now: datetime
) -> None:
    save_terms(aurora, SIGNATURE, WORDS, by=ana, at=now)
    assert terms_for(aurora, Occasion.SIGNATURE, "en").language == "pt-br"
    assert terms_for(aurora, Occasion.EXTERNAL, "pt-br").own is terms_for(aurora, Occasion.DECLINE, "en").own is None
    save_terms(aurora, Text(Occasion.SIGNATURE, "en"), OwnWords(added="Venue: Campinas."), by=ana, at=now)
    english = terms_for(aurora, Occasion.SIGNATURE, "en")
    assert english.paragraphs[-2:] == ["Terms of Aurora Ltda.:", "Venue: Campinas."]


def test_english_back_to_the_product_is_the_products_english(aurora: Company, ana: Member, now: datetime) -> None:
    english, product = Text(Occasion.SIGNATURE, "en"), consent_for(Act.SIGN, "en")
    save_terms(aurora, SIGNATURE, WORDS, by=ana, at=now)
    save_terms(aurora, english, OwnWords(added="Venue: Campinas."), by=ana, at=now)
    reset_terms(aurora, english, by=ana, at=now)
    assert terms_for(aurora, Occasion.SIGNATURE, "en") == product
    assert not follows(aurora, Occasion.SIGNATURE, "en")
    refuse_other_terms(aurora, Occasion.SIGNATURE, product.sha256)
    reset_terms(aurora, SIGNATURE, by=ana, at=now)
    assert terms_for(aurora, Occasion.SIGNATURE, "pt-br") == consent_for(Act.SIGN, "pt-br")


def test_only_a_text_in_force_counts(aurora: Company, ana: Member, now: datetime) -> None:
    product = consent_for(Act.SIGN, "pt-br").sha256
    refuse_other_terms(aurora, Occasion.SIGNATURE, product)
    own = save_terms(aurora, SIGNATURE, WORDS, by=ana, at=now).sha256
    refuse_other_terms(aurora, Occasion.SIGNATURE, own)
    with pytest.raises(ConsentMissing):
        refuse_other_terms(aurora, Occasion.SIGNATURE, "")
    for other, occasion in ((product, Occasion.SIGNATURE), (own, Occasion.EXTERNAL), ("0" * 64, Occasion.APPROVAL)):
        with pytest.raises(ConsentChanged):
            refuse_other_terms(aurora, occasion, other)


def test_who_may_word_them(
    aurora: Company, bruno: Member, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    for somebody in (bruno, iris, eva, carla):
        with pytest.raises(NotAllowed):
            save_terms(aurora, SIGNATURE, WORDS, by=somebody, at=now)
        with pytest.raises(NotAllowed):
            reset_terms(aurora, SIGNATURE, by=somebody, at=now)
    assert not TermsVersion.objects.exists()


@pytest.mark.parametrize("text", [Text(Occasion.DECLINE, "pt-br"), Text(Occasion.SIGNATURE, "fr")])
def test_a_text_that_is_not_the_companys(aurora: Company, ana: Member, now: datetime, text: Text) -> None:
    with pytest.raises(NotAllowed):
        save_terms(aurora, text, WORDS, by=ana, at=now)


@pytest.mark.parametrize(
    "hostile",
    ["", " \n ", "a" * 101, "x \u202e y", "x\x00y", "\ud800", "fim\ue000", "x" + "\u0301" * 9, "palavra " * 1001],
)
def test_hostile_text_is_refused_beside_its_field(aurora: Company, ana: Member, now: datetime, hostile: str) -> None:
    with pytest.raises(Unfit) as refused:
        save_terms(aurora, SIGNATURE, OwnWords(added=hostile), by=ana, at=now)
    assert refused.value.field == "added" and not TermsVersion.objects.exists()


def test_markup_and_fields_stay_letters(aurora: Company, ana: Member, now: datetime) -> None:
    typed = "<script>alert(1)</script> {{cliente.nome}} %(name)s {0}"
    save_terms(aurora, SIGNATURE, OwnWords(added=typed), by=ana, at=now)
    assert terms_for(aurora, Occasion.SIGNATURE, "pt-br").paragraphs[-1] == typed


def test_a_colleagues_version_is_not_run_over(aurora: Company, ana: Member, marcos: Member, now: datetime) -> None:
    seen = replace(SIGNATURE, after=0)
    save_terms(aurora, seen, WORDS, by=ana, at=now)
    with pytest.raises(WrittenMeanwhile):
        save_terms(aurora, seen, OwnWords(added="Outro."), by=marcos, at=now)
    assert save_terms(aurora, seen, WORDS, by=marcos, at=now).number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_at_once_are_two_versions(aurora: Company, ana: Member, marcos: Member, now: datetime) -> None:
    def saves(who: Member) -> Callable[[], int]:
        return lambda: save_terms(aurora, SIGNATURE, OwnWords(added=f"De {who.name}."), by=who, at=now).number

    assert sorted(at_once(aurora.pk, saves(ana), saves(marcos))) == [1, 2]
    newest = TermsVersion.objects.get(number=2)
    assert Company.objects.get(pk=aurora.pk).own_terms == {"signature/pt-br": newest.sha256}


TABLE = "signatures_termsversion"
COLUMNS = "company_id, occasion, language, declaration, added, body, sha256, saved_at"


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET body = 'x'",
        f"DELETE FROM {TABLE}",
        f"INSERT INTO {TABLE} ({COLUMNS}, number) SELECT {COLUMNS}, number + 2 FROM {TABLE}",
        f"INSERT INTO {TABLE} ({COLUMNS}, number) SELECT {COLUMNS}, number FROM {TABLE}",
    ],
)
def test_the_database_itself_keeps_every_version(aurora: Company, ana: Member, now: datetime, sql: str) -> None:
    save_terms(aurora, SIGNATURE, WORDS, by=ana, at=now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert TermsVersion.objects.get().number == 1

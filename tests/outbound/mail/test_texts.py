"""The company's own words in its mails: fields filled, what must stand kept, unknown fields refused by name."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.recurring import Recurring, as_data
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.outbound.mail.models import MailText
from aceite.outbound.mail.previewing import preview
from aceite.outbound.mail.rules import BY_NAME
from aceite.outbound.mail.text_saving import LetterText, reset_text, save_text
from aceite.outbound.mail.wording import EDITABLE, FIELDS, USUAL, merged, unknown_fields
from tests.jobs import run_jobs
from tests.outbound.mail.story import contract, happens, sale
from tests.walk import approved, sent_for

OWN = LetterText("proposal_sent", "pt-br", "{{cliente}}: sua proposta {{numero}}", "Oi, {{nome}}!\n\nAté {{ prazo }}.")


@pytest.fixture
def offer(bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sale(bruno, carla.customer, now)


def sent(offer: Proposal, by: Member, at: datetime) -> mail.EmailMultiAlternatives:
    """The mail of a proposal that was sent just now."""
    mail.outbox.clear()
    happens("proposal.sent", offer, by, at, version=1)
    run_jobs(at)
    (letter,) = mail.outbox
    assert isinstance(letter, mail.EmailMultiAlternatives)
    return letter


def test_every_letter_that_can_be_worded_exists_with_usual_words_of_known_fields() -> None:
    assert set(EDITABLE) == set(USUAL) <= set(BY_NAME)
    assert [name for name, (subject, body) in USUAL.items() if unknown_fields(f"{subject}{body}")] == []


@settings(max_examples=50, deadline=None)
@given(value=st.text(max_size=30), name=st.sampled_from(list(FIELDS)))
def test_what_is_filled_in_is_never_filled_again(value: str, name: str) -> None:
    said = f"{{{{total}}}}{value}"
    assert merged(f"a {{{{{name}}}}} b", {**dict.fromkeys(FIELDS, "x"), name: said}) == f"a {said} b"


@pytest.mark.django_db
def test_own_words_stand_in_the_mail_and_what_must_stand_stays(
    offer: Proposal, ana: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    contract(offer, now, carla)
    save_text(offer.company, OWN, by=ana, at=now)
    letter = sent(offer, bruno, now)
    assert letter.subject == "Padaria Central Ltda.: sua proposta 2026-0014"
    assert "Oi, Carla!\n\nAté 30/11/2026, 23:59 (horário de Brasília)." in letter.body
    for fixed in ("R$\u00a012.400,00 · responda até", "Você assina: Contrato de fornecimento.", "Ler e assinar",
                  "Instalação e treino", "por isso você recebe", "/painel/propostas/2026-0014/"):  # fmt: skip
        assert fixed in letter.body
    assert "preparou para" not in letter.body and letter.from_email.startswith("Aurora <")


@pytest.mark.django_db
def test_what_falls_due_at_once_stays_under_own_words(
    padaria: Customer, ana: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    due = now.date() + timedelta(days=7)
    entry, rest = (DraftInstalment(due, Decimal(19450), "pix", down_payment=first) for first in (True, False))
    sold = sent_for(padaria, bruno, now, instalments=(entry, rest))
    save_text(padaria.company, LetterText("approved", "pt-br", "Aprovada", "Obrigada, {{nome}}."), by=ana, at=now)
    approved(sold, carla, now)
    run_jobs(now)
    [letter] = [one for one in mail.outbox if one.subject == "Aprovada"]
    assert "Obrigada, Carla." in letter.body and "A entrada, de R$\u00a019.450,00, vence em" in letter.body


@pytest.mark.django_db
def test_the_total_in_own_words_tells_what_recurs_too(
    offer: Proposal, ana: Member, bruno: Member, now: datetime
) -> None:
    care = Recurring("month", 12, Decimal(890))
    offer.versions.update(recurring=as_data([care]))
    save_text(offer.company, replace(OWN, body="Tudo: {{total}}."), by=ana, at=now)
    said = sent(offer, bruno, now).body.replace("\u00a0", " ")
    assert "Tudo: R$ 12.400,00 uma vez + R$ 890,00 por mês, por 12 meses." in said


@pytest.mark.django_db
def test_words_of_another_language_or_company_change_nothing(
    offer: Proposal, ana: Member, bruno: Member, eva: Member, now: datetime
) -> None:
    english = LetterText("proposal_sent", "en", "Hello", "Hi {{nome}}")
    save_text(offer.company, english, by=ana, at=now)
    save_text(eva.company, OWN, by=eva, at=now)
    assert sent(offer, bruno, now).subject.startswith("Proposta 2026-0014 de Aurora")


@pytest.mark.django_db
def test_reset_the_usual_words_stand_again(offer: Proposal, ana: Member, bruno: Member, now: datetime) -> None:
    save_text(offer.company, OWN, by=ana, at=now)
    for _time in range(2):
        reset_text(offer.company, OWN, by=ana, at=now)
    assert sent(offer, bruno, now).subject.startswith("Proposta 2026-0014 de Aurora")
    assert Event.objects.filter(kind="mail_text.reset").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "body", "named"),
    [("{{preco}}", "Oi", "{{preco}}"), ("Oi", "{{Nome}} {{x y}}", "{{Nome}}, {{x y}}"), ("", "Oi", ""), ("Oi", "", "")],
)
def test_what_cannot_be_merged_is_refused_by_name(
    aurora: Company, ana: Member, now: datetime, subject: str, body: str, named: str
) -> None:
    with pytest.raises(Unfit) as refused:
        save_text(aurora, LetterText("approved", "pt-br", subject, body), by=ana, at=now)
    assert named in str(refused.value) and not MailText.objects.exists()


@pytest.mark.django_db
def test_sellers_strangers_and_unknown_letters_are_turned_away(
    aurora: Company, ana: Member, bruno: Member, eva: Member, now: datetime
) -> None:
    wrong = [(OWN, bruno), (OWN, eva), (LetterText("code", "pt-br", "a", "b"), ana),
             (LetterText("approved", "xx", "a", "b"), ana)]  # fmt: skip
    for text, by in wrong:
        with pytest.raises(NotAllowed):
            save_text(aurora, text, by=by, at=now)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_the_preview_is_the_mail_with_examples(ana: Member, now: datetime, language: str) -> None:
    with translation.override(language):
        message = preview("proposal_sent", "{{titulo}}", "<b>{{vendedor}}</b>", sender=ana, at=now)
    html = str(message.alternatives[0][0])
    assert "&lt;b&gt;Ana&lt;/b&gt;" in html and "Aurora" in html and "{{" not in html + message.subject

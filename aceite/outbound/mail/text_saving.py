"""The company chooses the words of a letter, or goes back to the usual ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit, fit_text
from aceite.outbound.mail.mail_texts import MailText
from aceite.outbound.mail.wording import EDITABLE, FIELDS, unknown_fields

LONGEST: Final = 4000


@dataclass(frozen=True)
class LetterText:
    """Which letter in which language, and its words."""

    letter: str
    language: str
    subject: str = ""
    body: str = ""


def save_text(company: Company, text: LetterText, *, by: Actor, at: datetime) -> MailText:
    """These words stand in the letter from now on, mails on their way included. Raises NotAllowed, Unfit (a field that
    does not exist is named)."""
    _permit(company, text, by)
    subject = _fit(text.subject, "subject", 160, _("Escreva o assunto."))
    body = _fit(text.body, "body", LONGEST, _("Escreva o texto."))
    with transaction.atomic():
        kept, _new = MailText.objects.update_or_create(
            company=company, letter=text.letter, language=text.language,
            defaults={"subject": subject, "body": body, "saved_at": at},
        )  # fmt: skip
        record("mail_text.saved", by=by, at=at, data={"letter": text.letter, "language": text.language})
    return kept


def reset_text(company: Company, text: LetterText, *, by: Actor, at: datetime) -> None:
    """The usual words stand again; twice is harmless. Raises NotAllowed."""
    _permit(company, text, by)
    with transaction.atomic():
        kept = MailText.objects.filter(company=company, letter=text.letter, language=text.language)
        if kept.delete()[0]:
            record("mail_text.reset", by=by, at=at, data={"letter": text.letter, "language": text.language})


def _permit(company: Company, text: LetterText, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("mail.word"):
        raise NotAllowed
    if text.letter not in EDITABLE or text.language not in dict(settings.LANGUAGES):
        raise NotAllowed


def _fit(typed: str, field: str, longest: int, empty: str) -> str:
    kept = fit_text(field, typed, longest=longest, multiline=field == "body", empty=empty)
    if unknown := unknown_fields(kept):
        named = ", ".join(f"{{{{{name}}}}}" for name in unknown)
        known = ", ".join(f"{{{{{name}}}}}" for name in FIELDS)
        sentence = _("Não existe o campo %(unknown)s. Os campos são: %(known)s.")
        raise Unfit(field, sentence % {"unknown": named, "known": known})
    return kept

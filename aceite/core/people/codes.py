"""One-time codes: asked for, derived where the mail is written, checked once. No row holds the digits."""

import re
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aceite.core.people.limits import count, hit, is_spent, refuse_spent
from aceite.core.people.models import SHORT, CodePurpose, OneTimeCode
from aceite.core.rows.worded import Blank, Change
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal
from aceite.kit.codes import derive_digits, new_nonce, same

CODE_HOLDS: Final = timedelta(minutes=10)
CODES_ASKED: Final = 5
# How long after it was asked for a mail may still come in.
LATE_MAIL: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WRONG_A_DAY: Final = 100
# Anybody may type at the door, so a day's limit there would let strangers shut a person out. Her codes grow instead.
GUESSED_AT_DOOR: Final = 10
LONGER: Final = 9

# One statement asks and writes, so of two tabs with the right digits one is too late.
_USE_UP: Final = Change(
    OneTimeCode.objects.filter(
        pk=Blank("pk"), used_at=None, voided_at=None, tries_left__gt=0, expires_at__gt=Blank("at")
    ),
    used_at=Blank("at"),
)


class CodeRefusal(Refusal):
    """A code was not taken; each reason has its own class and sentence."""


class CodeMissing(CodeRefusal):
    """No code was asked for yet."""

    sentence = _("Peça primeiro o código: ele chega ao seu e-mail em instantes.")


class CodeNotYours(CodeRefusal):
    """The code was made for somebody or something else."""

    sentence = _("Este código foi pedido para outra coisa. Peça um código aqui e use o que chegar.")


class CodeUsed(CodeRefusal):
    """The code did its work already."""

    sentence = _("Este código já foi usado. Se precisar, peça outro.")


class CodeReplaced(CodeRefusal):
    """A newer code, or a change of access, took its place."""

    sentence = _("Este código não vale mais: há um mais novo. Use o do último e-mail ou peça outro.")


class CodeLocked(CodeRefusal):
    """Five wrong tries."""

    sentence = _("O código foi digitado errado cinco vezes e não vale mais. Peça outro.")


class CodeExpired(CodeRefusal):
    """Its ten minutes are over."""

    sentence = _("O código venceu: ele vale por 10 minutos. Peça outro.")


class WrongCode(CodeRefusal):
    """The digits are not those that were sent; `tries_left` more may be tried."""

    def __init__(self, tries_left: int) -> None:
        self.tries_left = tries_left
        sentence = ngettext(
            "O código não confere. Resta %(tries)s tentativa.",
            "O código não confere. Restam %(tries)s tentativas.",
            tries_left,
        )
        super().__init__(sentence % {"tries": tries_left})


def ask_for_code(
    *, purpose: CodePurpose, subject: str, company_id: int, bound_to: str = "", by: Actor, at: datetime
) -> OneTimeCode:
    """Makes a code that holds for ten minutes and voids older ones of this subject and purpose.

    `subject` is the person ("user/7", "panel_user/7"), `bound_to` what the code confirms (at most 64 letters).
    The event tells the mail to derive and send the digits. Raises TooMany: five codes in ten minutes, or a hundred
    wrong tries of this purpose in a day, so that nobody comes through by asking and guessing for long. Codes that let
    somebody in have nine digits instead of six after ten wrong ones in a day, and nobody is shut out.
    """
    at_door = purpose == CodePurpose.SIGN_IN
    if not at_door:
        refuse_spent(_wrong_tries(subject, purpose), limit=WRONG_A_DAY, at=at)
    guessed = at_door and is_spent(_wrong_tries(subject, purpose), limit=GUESSED_AT_DOOR, at=at)
    with transaction.atomic():
        # The count's row stays locked until the commit, so two requests at once do not both leave a valid code.
        hit(f"code/{subject}/{purpose}", limit=CODES_ASKED, per=CODE_HOLDS, at=at)
        void_codes(subject, purpose=purpose, at=at)
        code = OneTimeCode.objects.create(
            company_id=company_id,
            purpose=purpose,
            subject=subject,
            bound_to=bound_to,
            nonce=new_nonce(),
            length=LONGER if guessed else SHORT,
            asked_at=at,
            expires_at=at + CODE_HOLDS,
        )
        data = {"code": code.pk, "purpose": str(purpose), "subject": subject}
        record("code.requested", by=by, at=at, data=data)
    return code


def digits_of(code: OneTimeCode) -> str:
    """The digits, derived from the row's nonce and the instance's pepper."""
    parts = (code.purpose, code.subject, code.bound_to, code.nonce)
    return derive_digits(settings.PEPPER.encode(), "one-time code", *parts, digits=code.length)


def is_open(code: OneTimeCode, at: datetime) -> bool:
    """Whether the code can still be used: a mail that comes too late is not worth sending."""
    return code.used_at is None and code.voided_at is None and code.tries_left > 0 and at < code.expires_at


def newest_code(*, purpose: CodePurpose, subject: str) -> OneTimeCode | None:
    """The code a person means who types digits: the last one asked for."""
    return OneTimeCode.objects.filter(purpose=purpose, subject=subject).order_by("asked_at", "pk").last()


def void_codes(subject: str, *, at: datetime, purpose: CodePurpose | None = None) -> None:
    """Voids the open codes of a subject, of one purpose or of all."""
    standing = OneTimeCode.objects.filter(subject=subject, used_at=None, voided_at=None)
    if purpose is not None:
        standing = standing.filter(purpose=purpose)
    standing.update(voided_at=at)


def check_code(
    code: OneTimeCode | None, typed: str, *, purpose: CodePurpose, subject: str, bound_to: str = "", at: datetime
) -> None:
    """Uses the code up, or raises the CodeRefusal that says why not.

    Not to be called inside an atomic block that the exception would leave: the wrong try must stay counted (try_code).
    """
    refusal = try_code(code, typed, purpose=purpose, subject=subject, bound_to=bound_to, at=at)
    if refusal is not None:
        raise refusal


def try_code(
    code: OneTimeCode | None, typed: str, *, purpose: CodePurpose, subject: str, bound_to: str = "", at: datetime
) -> CodeRefusal | None:
    """Uses the code up and returns None, or counts the wrong try and returns why. Of two tabs one gets CodeUsed."""
    if code is None:
        return CodeMissing()
    if (code.purpose, code.subject, code.bound_to) != (purpose, subject, bound_to):
        return CodeNotYours()
    digits = re.sub(r"[\s.\-]", "", typed)
    if same(digits_of(code), digits) and _USE_UP.make(pk=code.pk, at=at) == 1:
        return None
    with transaction.atomic(savepoint=False):
        locked = OneTimeCode.objects.select_for_update().get(pk=code.pk)
        if (refusal := _why_closed(locked, at)) is not None:
            return refusal
        if _is_former(locked, digits, at):
            # She typed what a late mail brought: no guess, and nothing is learned from a code that opens nothing.
            return CodeReplaced()
        locked.tries_left -= 1
        locked.save(update_fields=["tries_left"])
        count(_wrong_tries(subject, purpose), per=DAY, at=at)
    return WrongCode(locked.tries_left) if locked.tries_left else CodeLocked()


def _wrong_tries(subject: str, purpose: CodePurpose) -> str:
    return f"wrong-code/{subject}/{purpose}"


def _is_former(code: OneTimeCode, digits: str, at: datetime) -> bool:
    """Whether these are the digits of a code for the same thing that `code` took the place of, lately."""
    former = OneTimeCode.objects.filter(
        purpose=code.purpose,
        subject=code.subject,
        bound_to=code.bound_to,
        voided_at__isnull=False,
        asked_at__gt=at - LATE_MAIL,
    ).exclude(pk=code.pk)
    return any(same(digits_of(one), digits) for one in former.order_by("-pk")[:CODES_ASKED])


def _why_closed(code: OneTimeCode, at: datetime) -> CodeRefusal | None:
    if code.used_at is not None:
        return CodeUsed()
    if code.voided_at is not None:
        return CodeReplaced()
    if code.tries_left <= 0:
        return CodeLocked()
    return CodeExpired() if at >= code.expires_at else None

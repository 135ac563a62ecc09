"""One-time codes: right once, wrong five times, and each refusal in its own words."""

from datetime import datetime, timedelta

import pytest

from aceite.core.people.codes import (
    CODE_HOLDS,
    CodeExpired,
    CodeLocked,
    CodeMissing,
    CodeNotYours,
    CodeRefusal,
    CodeReplaced,
    CodeUsed,
    WrongCode,
    check_code,
    digits_of,
    is_open,
    newest_code,
    try_code,
)
from aceite.core.people.limits import TooMany
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.trail.models import Event
from tests.core.people.asking import other, sign_in_code
from tests.threads import together


def check(code: OneTimeCode | None, typed: str, member: Member, at: datetime, *, bound_to: str = "") -> None:
    subject = f"user/{member.user_id}"
    check_code(code, typed, purpose=CodePurpose.SIGN_IN, subject=subject, bound_to=bound_to, at=at)


def test_six_digits_are_derived_and_stand_in_no_row_and_no_event(ana: Member, now: datetime) -> None:
    code = sign_in_code(ana, now)
    digits = digits_of(code)
    assert len(digits) == 6 and digits.isdigit()
    assert digits not in str(OneTimeCode.objects.values().get()).replace(code.nonce, "")
    expected = {"code": code.pk, "purpose": "sign_in", "subject": f"user/{ana.user_id}"}
    assert Event.objects.get(kind="code.requested").data == expected


def test_a_code_is_right_once_also_with_a_space_in_it(ana: Member, now: datetime) -> None:
    code = sign_in_code(ana, now)
    digits = digits_of(code)
    check(code, f" {digits[:3]} {digits[3:]}", ana, now)
    with pytest.raises(CodeUsed):
        check(code, digits, ana, now)


def test_five_wrong_tries_lock_it_for_the_right_digits_too(ana: Member, now: datetime) -> None:
    code = sign_in_code(ana, now)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode) as refusal:
            check(code, other(digits_of(code)), ana, now)
        assert refusal.value.tries_left == left
    for typed in (other(digits_of(code)), digits_of(code)):
        with pytest.raises(CodeLocked):
            check(code, typed, ana, now)


def test_it_holds_for_ten_minutes_and_not_one_moment_longer(ana: Member, now: datetime) -> None:
    code = sign_in_code(ana, now)
    end = now + CODE_HOLDS
    assert is_open(code, end - timedelta(microseconds=1)) and not is_open(code, end)
    with pytest.raises(CodeExpired):
        check(code, digits_of(code), ana, end)


def test_a_newer_code_replaces_the_older(ana: Member, now: datetime) -> None:
    old, new = sign_in_code(ana, now), sign_in_code(ana, now + timedelta(minutes=1))
    assert newest_code(purpose=CodePurpose.SIGN_IN, subject=f"user/{ana.user_id}") == new
    with pytest.raises(CodeReplaced):
        check(old, digits_of(old), ana, now)
    check(new, digits_of(new), ana, now)


def test_a_foreign_code_opens_nothing(ana: Member, marcos: Member, now: datetime) -> None:
    code = sign_in_code(ana, now, bound_to="a" * 64)
    with pytest.raises(CodeNotYours):
        check(code, digits_of(code), marcos, now, bound_to="a" * 64)
    with pytest.raises(CodeNotYours):
        check(code, digits_of(code), ana, now, bound_to="b" * 64)
    code.refresh_from_db()
    assert code.tries_left == 5


def test_without_a_code_the_sentence_says_to_ask_for_one(ana: Member, now: datetime) -> None:
    with pytest.raises(CodeMissing, match="Peça primeiro o código"):
        check(None, "123456", ana, now)


def test_the_sixth_code_in_ten_minutes_is_refused(ana: Member, now: datetime) -> None:
    for _ in range(5):
        sign_in_code(ana, now)
    with pytest.raises(TooMany):
        sign_in_code(ana, now)
    sign_in_code(ana, now + CODE_HOLDS)


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    kinds = (CodeMissing, CodeNotYours, CodeUsed, CodeReplaced, CodeLocked, CodeExpired)
    sentences = [str(kind()) for kind in kinds] + [str(WrongCode(1)), str(WrongCode(2))]
    assert len(set(sentences)) == len(sentences)
    assert str(WrongCode(1)).endswith("Resta 1 tentativa.")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_one_uses_the_code(ana: Member, now: datetime) -> None:
    code = sign_in_code(ana, now)
    digits = digits_of(code)
    results = together(*[lambda: check(code, digits, ana, now)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["CodeUsed"] * 3 + ["NoneType"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_threads_have_no_more_than_five_wrong_tries_together(ana: Member, now: datetime) -> None:
    code = sign_in_code(ana, now)
    wrong = other(digits_of(code))

    def attempt() -> CodeRefusal | None:
        return try_code(code, wrong, purpose=CodePurpose.SIGN_IN, subject=f"user/{ana.user_id}", at=now)

    refusals = together(*[attempt] * 8)
    assert sorted(type(refusal).__name__ for refusal in refusals) == ["CodeLocked"] * 4 + ["WrongCode"] * 4
    code.refresh_from_db()
    assert code.tries_left == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one_open_code(ana: Member, now: datetime) -> None:
    together(*[lambda: sign_in_code(ana, now)] * 3)
    assert OneTimeCode.objects.filter(voided_at=None).count() == 1


def guess_all_day(member: Member, purpose: CodePurpose, at: datetime) -> datetime:
    """Twenty codes, five wrong tries each; when it ends."""
    for _code in range(20):
        code = sign_in_code(member, at, purpose=purpose)
        for _try in range(5):
            wrong = other(digits_of(code))
            assert try_code(code, wrong, purpose=purpose, subject=f"user/{member.user_id}", at=at) is not None
        at += CODE_HOLDS
    return at


def test_a_hundred_wrong_tries_end_the_guessing_for_a_day(ana: Member, now: datetime) -> None:
    at = guess_all_day(ana, CodePurpose.SIGNATURE, now)
    with pytest.raises(TooMany):
        sign_in_code(ana, at, purpose=CodePurpose.SIGNATURE)
    assert is_open(sign_in_code(ana, at, purpose=CodePurpose.APPROVAL), at)
    tomorrow = now + timedelta(days=1)
    assert is_open(sign_in_code(ana, tomorrow, purpose=CodePurpose.SIGNATURE), tomorrow)


def test_strangers_at_the_door_shut_nobody_out_and_meet_longer_codes(ana: Member, now: datetime) -> None:
    assert len(digits_of(sign_in_code(ana, now))) == 6
    at = guess_all_day(ana, CodePurpose.SIGN_IN, now)
    code = sign_in_code(ana, at)
    assert len(digits_of(code)) == 9
    check(code, digits_of(code), ana, at)
    assert len(digits_of(sign_in_code(ana, now + timedelta(days=1)))) == 6

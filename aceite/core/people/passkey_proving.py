"""What a passkey's answer proves: that its holder, checked by her device, said yes to exactly this challenge here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aceite.core.people.models import Passkey, User
from aceite.core.people.passkey_refusals import CounterBack, PasskeyElsewhere, UnknownPasskey, in_words
from aceite.core.people.passkeys import require_site
from aceite.core.rows.worded import Blank, Change, Worded
from aceite.kit.passkey_answers import Answer, judge
from aceite.kit.passkeys import Site

_NAMED: Final = Worded(
    Passkey.objects.filter(credential_id=Blank("credential"), user__is_active=True).select_related("user").order_by()
)
# The counter is compared where it is written: of two answers at once the second meets the first one's.
_USED: Final = Change(
    Passkey.objects.filter(pk=Blank("pk"), sign_count=Blank("seen")),
    sign_count=Blank("count"),
    backed_up=Blank("backed_up"),
    last_used_at=Blank("at"),
)


@dataclass(frozen=True)
class Proved:
    """A good answer: whose passkey gave it, where, and what its counter says."""

    passkey: Passkey
    answer: Answer
    site: Site
    sign_count: int


def prove_by_passkey(answer: Answer, *, challenge: bytes, user_id: int | None = None, at: datetime) -> Proved:
    """Whose passkey said yes to `challenge`; with `user_id` only hers will do. Moves its counter on.

    Raises a PasskeyRefusal of its own class for each reason why not; then nothing is written.
    """
    site = require_site()
    passkey = _NAMED.first(credential=answer.credential_id)
    if passkey is None or user_id not in (None, passkey.user_id) or not _fits(answer, passkey.user):
        raise UnknownPasskey
    if passkey.rp_id != site.rp_id:
        raise PasskeyElsewhere
    with in_words():
        judged = judge(answer, bytes(passkey.public_key), site=site, challenge=challenge)
    seen, count = passkey.sign_count, judged.sign_count
    # WebAuthn §7.2, step 22: devices that do not count say 0 each time.
    if count <= seen and (count or seen):
        raise CounterBack
    if _USED.make(pk=passkey.pk, seen=seen, count=count, backed_up=judged.backed_up, at=at) != 1:
        raise CounterBack
    return Proved(passkey, answer, site, count)


def handle_of(user: User) -> bytes:
    """What devices keep to tell one account from another: the row's id, which says nothing about her."""
    return f"user/{user.pk}".encode()


def _fits(answer: Answer, user: User) -> bool:
    # A device that was told which passkeys to use may leave the handle out.
    return answer.user_handle in (b"", handle_of(user))

"""Several statements confirmed by one mailed code or one touch of a passkey, bound to every file and statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.people.challenges import MINUTES
from aceite.core.people.codes import CODE_HOLDS, CodeRefusal, ask_for_code, try_code
from aceite.core.people.limits import PERSON_TRIES, hit
from aceite.core.people.models import CodePurpose, OneTimeCode, User
from aceite.core.people.passkeys import known, require_site, usable_passkeys
from aceite.core.rows.worded import Blank, Worded
from aceite.core.signatures.assertions import keep_assertion
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.proofs import CodeProof, Means, Proof, UserBehind, WrongMeans
from aceite.core.signatures.statements import refuse_unconfirmable, stamp
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import Held, head
from aceite.core.trail.refusals import Refusal
from aceite.kit.hashing import canonical, tagged_sha256
from aceite.kit.passkeys import request_options
from aceite_verify.canonical import CEREMONY_TAG

_PREPARED: Final = Worded(
    Statement.objects.filter(
        company_id=Blank("company"),
        ceremony=Blank("ceremony"),
        actor_kind=Blank("kind"),
        actor_id=Blank("actor"),
    )
    .select_related("code")
    .order_by("pk")
)


class NoSuchCeremony(Refusal):
    """Nothing was prepared under this id for this person."""

    sentence = _("Não há nada preparado para confirmar aqui. Comece de novo a partir da proposta.")


@dataclass(frozen=True)
class Ceremony:
    """What one code, or without a code one touch of a passkey, confirms."""

    id: str
    statements: tuple[Statement, ...]
    code: OneTimeCode | None

    @property
    def means(self) -> Means:
        """By what it was prepared to be confirmed."""
        return Means.PASSKEY if self.code is None else Means.CODE


def digest(statements: Sequence[Statement]) -> str:
    """What the code is bound to: all d and all s, each sorted."""
    return tagged_sha256(CEREMONY_TAG, canonical(covered(statements)))


def covered(statements: Sequence[Statement]) -> dict[str, list[str]]:
    """What the digest is made of."""
    return {
        "files": sorted(statement.file_sha256 for statement in statements),
        "statements": sorted(statement.sha256 for statement in statements),
    }


def challenge_of(statements: Sequence[Statement]) -> bytes:
    """What a passkey signs: s itself for one statement, the digest for several."""
    return bytes.fromhex(statements[0].sha256 if len(statements) == 1 else digest(statements))


def begin(statements: Sequence[Statement], *, means: Means = Means.CODE, by: Actor, at: datetime) -> Ceremony:
    """Stores statements that were built for one ceremony, and asks for their code where a code confirms them.

    Raises people.limits.TooMany.
    """
    with transaction.atomic():
        if means is Means.PASSKEY:
            hit(f"touch/{_subject(by)}", limit=PERSON_TRIES, per=CODE_HOLDS, at=at)
            code = None
        else:
            code = _ask(statements, by=by, at=at)
        for statement in statements:
            statement.code = code
        Statement.objects.bulk_create(statements)
    return Ceremony(statements[0].ceremony, tuple(statements), code)


def find(ceremony_id: str, *, by: Actor) -> Ceremony:
    """The person's ceremony of this id. Raises NoSuchCeremony, also for somebody else's."""
    statements = tuple(_PREPARED.all(company=by.company_id, ceremony=ceremony_id, kind=by.kind, actor=by.actor_id))
    # A statement that its session alone proved was never prepared for anything.
    if not statements or (statements[0].code is None and not _asks_passkey(statements[0])):
        raise NoSuchCeremony
    return Ceremony(ceremony_id, statements, statements[0].code)


def touch_options(ceremony: Ceremony, user: User | None) -> dict[str, Any]:
    """What her browser is to ask the device: one of her passkeys, over this ceremony. Raises NoPasskeysHere."""
    hers = usable_passkeys(user) if user else []
    return request_options(
        require_site(), challenge=challenge_of(ceremony.statements), known=map(known, hers), minutes=MINUTES
    )


def send_again(ceremony: Ceremony, *, by: Actor, at: datetime) -> Ceremony:
    """A new code for the same statements; the older one opens nothing any more. Raises people.limits.TooMany.

    What is confirmed already needs no code: then nothing is sent. Raises WrongMeans where a passkey confirms.
    """
    if all(statement.confirmed_at for statement in ceremony.statements):
        return ceremony
    if ceremony.means is not Means.CODE:
        raise WrongMeans
    with transaction.atomic():
        newest = head(by.company_id, ceremony.statements[0].sale_id)
        refuse_unconfirmable(ceremony.statements, newest=newest, by=by, at=at)
        code = _ask(ceremony.statements, by=by, at=at)
        Statement.objects.filter(pk__in=[statement.pk for statement in ceremony.statements]).update(code=code)
    for statement in ceremony.statements:
        statement.code = code
    return Ceremony(ceremony.id, ceremony.statements, code)


def try_to_confirm(
    ceremony: Ceremony,
    proof: Proof,
    *,
    only: Sequence[Statement],
    chain: Held,
    by: UserBehind,
    origin: Origin,
    at: datetime,
) -> CodeRefusal | None:
    """Confirms the statements `only` of the ceremony when the proof is good; otherwise returns why the code is not.

    A wrong code is counted and its refusal returned instead of raised, so that the caller's transaction keeps the
    count: raise it after the transaction. Raises what `confirm` raises, before the code is touched, and a
    PasskeyRefusal, which has changed nothing. `chain` is the sale's, held.
    """
    refuse_unconfirmable(only, newest=chain.hash, by=by, at=at)
    if proof.means is not ceremony.means:
        raise WrongMeans
    if isinstance(proof, CodeProof):
        refusal = try_code(
            ceremony.code,
            proof.digits,
            purpose=_purpose(ceremony.statements),
            subject=_subject(by),
            bound_to=digest(ceremony.statements),
            at=at,
        )
        if refusal is not None:
            return refusal
    else:
        several = covered(ceremony.statements) if len(ceremony.statements) > 1 else None
        challenge = challenge_of(ceremony.statements)
        kept = keep_assertion(proof, ceremony.id, challenge=challenge, covers=several, by=by, at=at)
        for statement in only:
            statement.assertion = kept
    stamp(only, origin=origin, at=at)
    return None


def _ask(statements: Sequence[Statement], *, by: Actor, at: datetime) -> OneTimeCode:
    return ask_for_code(
        purpose=_purpose(statements),
        subject=_subject(by),
        company_id=by.company_id,
        bound_to=digest(statements),
        by=by,
        at=at,
    )


def _purpose(statements: Sequence[Statement]) -> CodePurpose:
    return CodePurpose.SIGNATURE if statements[0].act == Act.SIGN else CodePurpose.APPROVAL


def _subject(by: Actor) -> str:
    return f"{by.kind}/{by.actor_id}"


def _asks_passkey(statement: Statement) -> bool:
    return Means.PASSKEY.value in statement.content()["factors"]

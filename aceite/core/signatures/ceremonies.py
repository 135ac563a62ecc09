"""Several statements confirmed by one mailed code: the code is bound to every file and every statement of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.people.codes import CodeRefusal, ask_for_code, try_code
from aceite.core.people.models import CodePurpose, OneTimeCode
from aceite.core.rows.worded import Blank, Worded
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.statements import refuse_unconfirmable, stamp
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import Held, head
from aceite.core.trail.refusals import Refusal
from aceite.kit.hashing import canonical, tagged_sha256

CEREMONY_TAG: Final = "aceite.ceremony.v1"

_PREPARED: Final = Worded(
    Statement.objects.filter(
        company_id=Blank("company"),
        ceremony=Blank("ceremony"),
        actor_kind=Blank("kind"),
        actor_id=Blank("actor"),
        code__isnull=False,
    )
    .select_related("code")
    .order_by("pk")
)


class NoSuchCeremony(Refusal):
    """Nothing was prepared under this id for this person."""

    sentence = _("Não há nada preparado para confirmar aqui. Comece de novo a partir da proposta.")


@dataclass(frozen=True)
class Ceremony:
    """What one code confirms."""

    id: str
    statements: tuple[Statement, ...]
    code: OneTimeCode


def digest(statements: Sequence[Statement]) -> str:
    """What the code is bound to: all d and all s, each sorted."""
    content = {
        "files": sorted(statement.file_sha256 for statement in statements),
        "statements": sorted(statement.sha256 for statement in statements),
    }
    return tagged_sha256(CEREMONY_TAG, canonical(content))


def begin(statements: Sequence[Statement], *, by: Actor, at: datetime) -> Ceremony:
    """Stores statements that were built for one ceremony and asks for their code. Raises people.limits.TooMany."""
    with transaction.atomic():
        code = _ask(statements, by=by, at=at)
        for statement in statements:
            statement.code = code
        Statement.objects.bulk_create(statements)
    return Ceremony(statements[0].ceremony, tuple(statements), code)


def find(ceremony_id: str, *, by: Actor) -> Ceremony:
    """The person's ceremony of this id. Raises NoSuchCeremony, also for somebody else's."""
    statements = tuple(_PREPARED.all(company=by.company_id, ceremony=ceremony_id, kind=by.kind, actor=by.actor_id))
    if not statements or statements[0].code is None:
        raise NoSuchCeremony
    return Ceremony(ceremony_id, statements, statements[0].code)


def send_again(ceremony: Ceremony, *, by: Actor, at: datetime) -> Ceremony:
    """A new code for the same statements; the older one opens nothing any more. Raises people.limits.TooMany.

    What is confirmed already needs no code: then nothing is sent.
    """
    if all(statement.confirmed_at for statement in ceremony.statements):
        return ceremony
    with transaction.atomic():
        newest = head(by.company_id, ceremony.statements[0].sale_id)
        refuse_unconfirmable(ceremony.statements, newest=newest, by=by, at=at)
        code = _ask(ceremony.statements, by=by, at=at)
        Statement.objects.filter(pk__in=[statement.pk for statement in ceremony.statements]).update(code=code)
    for statement in ceremony.statements:
        statement.code = code
    return Ceremony(ceremony.id, ceremony.statements, code)


def try_to_confirm(
    ceremony: Ceremony, typed: str, *, only: Sequence[Statement], chain: Held, by: Actor, origin: Origin, at: datetime
) -> CodeRefusal | None:
    """Confirms the statements `only` of the ceremony when the code is right; otherwise returns why it is not.

    The wrong try is counted and the refusal returned instead of raised, so that the caller's transaction keeps the
    count: raise it after the transaction. Raises what `confirm` raises, before the code is touched. `chain` is the
    sale's, held.
    """
    refuse_unconfirmable(only, newest=chain.hash, by=by, at=at)
    refusal = try_code(
        ceremony.code,
        typed,
        purpose=_purpose(ceremony.statements),
        subject=_subject(by),
        bound_to=digest(ceremony.statements),
        at=at,
    )
    if refusal is None:
        stamp(only, origin=origin, at=at)
    return refusal


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

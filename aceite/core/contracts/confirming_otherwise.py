"""Changing one's mind about how to confirm: what was typed is kept, and S prepared anew for the other means."""

from collections.abc import Mapping
from datetime import datetime

from aceite.core.contracts.models import Contract
from aceite.core.contracts.signing import Given, prepare_signing
from aceite.core.customers.models import PanelUser
from aceite.core.signatures.ceremonies import Ceremony, find
from aceite.core.signatures.models import MarkKind, Statement
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.statements import MarkGiven, Opened
from aceite.core.trail.actors import Origin


def confirm_otherwise(
    ceremony_id: str,
    contracts: Mapping[str, Contract],
    *,
    means: Means,
    factors: tuple[str, ...],
    by: PanelUser,
    origin: Origin,
    at: datetime,
) -> Ceremony:
    """A new ceremony with what she gave for this one, to be confirmed by `means`; the code is mailed where it is one.

    `contracts` by the subject of their statements: those she may see. Raises NoSuchCeremony, and what prepare_signing
    raises: everything is asked again, as it stands now.
    """
    begun = find(ceremony_id, by=by)
    wanted = [contracts[one.subject] for one in begun.statements if one.subject in contracts]
    given = given_again(begun, contracts, means, factors, at=at)
    return prepare_signing(wanted, given=given, by=by, origin=origin, at=at)


def given_again(
    begun: Ceremony, contracts: Mapping[str, Contract], means: Means, factors: tuple[str, ...], *, at: datetime
) -> Given:
    """What was filled in for a ceremony, to be confirmed by other means. While its time lasts, the terms agreed to
    count although others stand by now."""
    statements = begun.statements
    first = statements[0]
    return Given(
        mark=MarkGiven(MarkKind(first.mark_kind), text=first.mark_text, picture=first.mark),
        cpf=str(first.openings.get("cpf", {}).get("value", "")),
        consent_sha256=first.content()["consent"],
        begun_under=first.content()["consent"] if at < first.expires_at else "",
        factors=factors,
        means=means,
        opened={contracts[one.subject].pk: _opened(one) for one in statements if one.subject in contracts},
    )


def _opened(statement: Statement) -> Opened:
    body = statement.content()
    return Opened.of(body["opened"], body["client_sha256"])

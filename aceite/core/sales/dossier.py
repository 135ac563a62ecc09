"""The dossier of a sale: asked for by a person, made by the worker, kept for a week, then forgotten."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.sales.dossier_making import Written
from aceite.core.sales.dossier_store import throw_away
from aceite.core.sales.models import Audience, Dossier, DossierQuerySet
from aceite.core.signatures.sealed_files import told_of
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal

KEPT: Final = timedelta(days=7)
# Whatever takes longer has died with its worker.
PATIENCE: Final = timedelta(minutes=30)


class NothingSent(Refusal):
    """A draft proves nothing yet."""

    sentence = gettext_lazy("Ainda não há o que provar: o dossiê existe a partir do primeiro envio da proposta.")


class Overtaken(Refusal):
    """What was gathered for it is to go."""

    sentence = gettext_lazy("Dados desta venda foram apagados enquanto o dossiê era montado. Peça outro.")


def audience_of(by: Actor) -> Audience:
    """On whose side an actor stands."""
    return Audience.PANEL if by.kind == "panel_user" else Audience.OFFICE


def newest_dossier(proposal: Proposal, *, by: Actor) -> Dossier | None:
    """The last dossier that this actor's side asked for."""
    return Dossier.objects.of_sale(proposal, audience_of(by)).first()


def is_under_way(dossier: Dossier, at: datetime) -> bool:
    """Whether the worker is still expected to finish it."""
    return dossier.made_at is None and dossier.failed_at is None and at < dossier.asked_at + PATIENCE


def is_ready(dossier: Dossier) -> bool:
    """Whether its files can be downloaded."""
    return dossier.made_at is not None and dossier.forgotten_at is None


def ask_for_dossier(proposal: Proposal, *, by: Actor, at: datetime) -> Dossier:
    """Asks the worker for the dossier of a sale as it stands; the one that is under way when asked for twice.

    The event stands in the company's chain: asking for proof changes nothing of what is proved. Raises NotAllowed,
    NothingSent.
    """
    require("sale.dossier", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if locked.first_sent_at is None:
            raise NothingSent
        standing = newest_dossier(locked, by=by)
        if standing is not None and is_under_way(standing, at):
            return standing
        made = Dossier.objects.create(
            company_id=locked.company_id,
            proposal=locked,
            audience=audience_of(by),
            asked_by_kind=by.kind,
            asked_by_id=by.actor_id,
            asked_at=at,
            key=secrets.token_hex(16),
        )
        record("dossier.asked", by=by, at=at, data={"sale": locked.pk, "dossier": made.pk})
    return made


def finish_dossier(dossier: Dossier, written: Written, *, by: Actor, at: datetime) -> None:
    """Says what was made, and throws away what was made before for the same side; or this one, when it was stopped.

    Raises NotAllowed.
    """
    _require_system(dossier.company_id, by)
    with transaction.atomic():
        fresh = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if fresh.failed_at is not None or fresh.forgotten_at is not None:
            throw_away(dossier)
            return
        dossier.made_at, dossier.index_sha256 = at, written.index_sha256
        dossier.zip_sha256, dossier.zip_size = written.zip.sha256, written.zip.size
        dossier.pdf_sha256, dossier.pdf_size = written.pdf.sha256, written.pdf.size
        for column, value in told_of(written.cover).items():
            setattr(dossier, column, value)
        dossier.save()
        data = {"sale": dossier.proposal_id, "dossier": dossier.pk, "index_sha256": dossier.index_sha256}
        record("dossier.made", by=by, at=at, data=data)
    older = Dossier.objects.of_sale(dossier.proposal, Audience(dossier.audience)).holding_files()
    for other in older.exclude(pk=dossier.pk):
        forget_dossier(other, by=by, at=at)


def fail_dossier(dossier: Dossier, refusal: Refusal, *, by: Actor, at: datetime) -> None:
    """Keeps the reason, in words for whoever asked. Raises NotAllowed."""
    _require_system(dossier.company_id, by)
    dossier.failed_at, dossier.failure = at, str(refusal)[:300]
    dossier.save(update_fields=["failed_at", "failure"])


def stop_dossiers(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Those under way never come to hand; what was written of them is thrown away. Raises NotAllowed."""
    _require_system(proposal.company_id, by)
    under_way = Dossier.objects.filter(proposal=proposal, made_at=None, failed_at=None)
    under_way.update(failed_at=at, failure=str(Overtaken()))


def forget_dossier(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Throws the files away; the row stays and says what was made. Twice is harmless. Raises NotAllowed."""
    _require_system(dossier.company_id, by)
    throw_away(dossier)
    Dossier.objects.filter(pk=dossier.pk, forgotten_at=None).update(forgotten_at=at)


def due_to_be_forgotten(at: datetime) -> DossierQuerySet:
    """Those whose days are over."""
    return Dossier.objects.holding_files().filter(made_at__lte=at - KEPT)


def _require_system(company_id: int, by: Actor) -> None:
    if by.company_id != company_id or by.kind != "system":
        raise NotAllowed

"""What people can try again: a mail that did not leave, a job that was given up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.jobs.models import DeadLetter
from aceite.core.jobs.queue import UnknownJob, job_named
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.outbound.mail.models import Delivery, State
from aceite.outbound.mail.posting import queue


class NoSuchJob(Refusal):
    """The letter names a job that this version of the product no longer has."""

    sentence = _(
        "Esta versão do Aceite não conhece mais esta tarefa, e nada foi feito. Fale com quem cuida da instalação."
    )


def send_again(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Queues a failed mail once more, to the address its reader has by then; twice is harmless. Raises NotAllowed."""
    _refuse_strangers(delivery.company_id, by)
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if delivery.state == State.FAILED:
            delivery.state = State.WAITING
            delivery.tries = 0
            delivery.save(update_fields=["state", "tries"])
            queue(delivery)
    return delivery


def try_again(letter: DeadLetter, *, by: Actor, at: datetime) -> DeadLetter:
    """Queues the job of a dead letter once more, with all its tries; twice is harmless.

    Raises NotAllowed and NoSuchJob.
    """
    _refuse_strangers(letter.company_id, by)
    with transaction.atomic():
        letter = DeadLetter.objects.select_for_update().get(pk=letter.pk)
        if letter.tried_again_at is None:
            try:
                job = job_named(letter.kind)
            except UnknownJob as unknown:
                raise NoSuchJob from unknown
            job.enqueue(**letter.arguments)
            letter.tried_again_at = at
            letter.save(update_fields=["tried_again_at"])
    return letter


def _refuse_strangers(company_id: int, by: Actor) -> None:
    if by.company_id != company_id or not by.may("mail.retry"):
        raise NotAllowed

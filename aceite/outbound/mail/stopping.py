"""Switching letters off and on again: on the account page, or by the link that each such letter carries.

The link is signed and opens nothing but this; whoever has it read the mail. It holds for as long as the mail is kept.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.folding import standing_as
from aceite.core.customers.models import PanelUser
from aceite.core.trail.recording import record
from aceite.outbound.mail.mail_stops import MailStop, Topic

# Letter → what it is about, of those nobody has to read.
TOPICS: Final[dict[str, Topic]] = {
    "reminder": Topic.REMINDERS,
    "asked_again": Topic.REMINDERS,
    "question_answered": Topic.ANSWERS,
    "points_answered": Topic.ANSWERS,
    "ticket_answered": Topic.ANSWERS,
    "ticket_moved": Topic.ANSWERS,
    "signed_by_colleague": Topic.COLLEAGUES,
    "payment_confirmed": Topic.PAYMENTS,
    "invoice_added": Topic.PAYMENTS,
}
HINTS: Final[dict[Topic, "str | Promise"]] = {
    Topic.REMINDERS: _(
        "Quando uma proposta espera por você ou está para vencer. O que o vendedor lembra à mão sempre vai."
    ),
    Topic.ANSWERS: _("Perguntas, contrapropostas e chamados seus, quando a empresa responde."),
    Topic.COLLEAGUES: _("Quando outra pessoa assina um contrato que você também decide."),
    Topic.PAYMENTS: _("Pagamentos confirmados, notas fiscais e boletos."),
}
# What always goes, and why.
ALWAYS: Final[tuple[tuple["str | Promise", "str | Promise"], ...]] = (
    (
        _("Propostas, versões, prazos e a sua vez de assinar"),
        _("É a oferta em si: sem elas um prazo correria sem você saber."),
    ),
    (
        _("Assinaturas, aprovações, recusas, desistências e pedidos"),
        _("São os seus comprovantes: provam o que você fez e o que recebeu."),
    ),
    (
        _("Códigos, convites, aparelhos novos e mudanças no seu acesso ou nos seus poderes"),
        _("Protegem a sua conta: se não foi você, é por eles que fica sabendo."),
    ),
)


def stopped_by(person: PanelUser) -> set[str]:
    """The topics this person switched off."""
    return set(MailStop.objects.filter(panel_user=person).values_list("topic", flat=True))


def choose_topics(person: PanelUser, wanted: Collection[str], *, by: PanelUser, at: datetime) -> None:
    """Keeps exactly these topics on. Her own choice alone; twice is harmless."""
    assert by.pk == person.pk
    with transaction.atomic():
        PanelUser.objects.select_for_update(of=("self",)).get(pk=person.pk)
        before, after = stopped_by(person), set(Topic.values) - set(wanted)
        if before == after:
            return
        MailStop.objects.filter(panel_user=person, topic__in=before - after).delete()
        MailStop.objects.bulk_create(
            MailStop(company_id=person.company_id, panel_user=person, topic=topic, stopped_at=at)
            for topic in sorted(after - before)
        )
        data = {"panel_user": person.pk, "stopped": sorted(after)}
        record("mail_choice.changed", by=by, at=at, data=data)


def stop_topic(person: PanelUser, topic: Topic, *, at: datetime) -> None:
    """Switches one off, as the link of a letter asks."""
    choose_topics(person, set(Topic.values) - stopped_by(person) - {topic}, by=person, at=at)


def want_topic(person: PanelUser, topic: Topic, *, at: datetime) -> None:
    """Switches one on again, from the same link."""
    choose_topics(person, (set(Topic.values) - stopped_by(person)) | {topic}, by=person, at=at)


def reads_for_others(person: PanelUser) -> bool:
    """Whether this address gets the company's letters for other customers too: of those nothing is switched off."""
    beside = PanelUser.objects.within_reach().filter(company=person.company_id, email__iexact=person.email)
    return beside.exclude(pk=person.pk).exists()


def stop_token(person_id: int, topic: Topic) -> str:
    """What the link of a letter about this topic carries."""
    return _signer().sign(f"{person_id}.{topic}")


def read_stop_token(token: str, *, company_id: int) -> tuple[PanelUser, Topic] | None:
    """Whose letters about what the link speaks of; None for no such link."""
    try:
        person_id, _dot, topic = _signer().unsign(token).partition(".")
    except BadSignature:
        return None
    # A letter of before two of her customers became one speaks of an access that ended.
    now = standing_as([int(person_id)])[int(person_id)]
    person = PanelUser.objects.filter(company=company_id, pk=now, erased_at=None).select_related("customer").first()
    return (person, Topic(topic)) if person is not None and topic in Topic.values else None


def _signer() -> Signer:
    return Signer(salt="aceite.mail-stop")

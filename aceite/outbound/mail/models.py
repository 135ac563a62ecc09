"""The log of mails: one row for each event, letter and reader, from before it is written until it has left."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.trail.kinds import KINDS
from aceite.outbound.mail.mail_stops import MailStop, Topic
from aceite.outbound.mail.mail_texts import MailText

__all__ = ["Delivery", "DeliveryQuerySet", "MailStop", "MailText", "State", "Topic"]


class State(models.TextChoices):
    """Where a mail stands. `SENDING` is written before the mail server is spoken to."""

    WAITING = "waiting", _("na fila")
    SENDING = "sending", _("enviando")
    SENT = "sent", _("enviado")
    MAYBE_TWICE = "maybe_twice", _("enviado; pode ter chegado duas vezes")
    SKIPPED = "skipped", _("não foi mais preciso enviar")
    FAILED = "failed", _("não foi possível enviar")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions asked of the log."""

    def of_company(self, company_id: int) -> "DeliveryQuerySet":
        """The mails sent in this company's name."""
        return self.filter(company_id=company_id)

    def of_sale(self, proposal_id: int) -> "DeliveryQuerySet":
        """The mails about one sale, newest first."""
        return self.filter(sale_id=proposal_id)

    def failed(self) -> "DeliveryQuerySet":
        """Those that were given up, or that the server refused."""
        return self.filter(state=State.FAILED)

    def under_way(self) -> "DeliveryQuerySet":
        """Those that still have to leave."""
        return self.filter(state__in=[State.WAITING, State.SENDING])


class Delivery(models.Model):
    """One mail to one reader. It keeps no text: a letter is written from what it speaks of when it is sent."""

    company_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    event_kind = models.CharField(max_length=60)
    letter = models.CharField(max_length=40)
    reader_kind = models.CharField(max_length=12)
    reader_id = models.BigIntegerField()
    # The failed delivery that a letter to the seller speaks of; 0 for every other letter.
    about_id = models.BigIntegerField(default=0)
    reader_name = models.CharField(max_length=120, blank=True)
    address = models.EmailField(max_length=254)
    sale_id = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    # A try was cut off between "enviando" and the server's answer, so one copy may be on its way already.
    doubtful = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "event_id", "letter", "reader_kind", "reader_id", "about_id"],
                name="one_delivery_per_reader",
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "sale_id"], name="mails_of_a_sale"),
            models.Index(fields=["company_id", "state", "-created_at"], name="mails_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} → {self.reader_kind}/{self.reader_id}"

    @property
    def title(self) -> "str | Promise":
        """What the letter is about, in the words of the timeline."""
        return KINDS.get(self.event_kind, self.event_kind)

"""Letters that somebody of a customer does not want; without a row she gets them all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser


class Topic(models.TextChoices):
    """What may be switched off. All else binds, proves or secures, and always goes."""

    REMINDERS = "reminders", _("Lembretes automáticos")
    ANSWERS = "answers", _("Respostas da empresa")
    COLLEAGUES = "colleagues", _("Assinaturas dos colegas")
    PAYMENTS = "payments", _("Pagamentos e cobranças")


class MailStop(Owned):
    """One topic that one person switched off."""

    panel_user = models.ForeignKey(PanelUser, on_delete=models.CASCADE, related_name="mail_stops")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "panel_user", "topic"], name="one_stop_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.panel_user_id}"

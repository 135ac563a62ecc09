"""A company's rules for reminding its customers, and what they sent."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.reminders.rules import Rule, Rules

LABELS = {
    Rule.BEFORE_END: _("a validade está no fim"),
    Rule.UNSEEN: _("ainda não abriu a proposta"),
    Rule.UNANSWERED: _("viu e ainda não respondeu"),
    Rule.ENTRY_LATE: _("a entrada está atrasada"),
}


class ReminderRules(Owned):
    """What the company chose; without a row the usual rules hold."""

    on = models.BooleanField(_("lembrar os clientes"), default=True)
    before_end = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(60)])
    unseen = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(60)])
    unanswered = models.PositiveSmallIntegerField(default=4, validators=[MaxValueValidator(60)])
    entry_late = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(60)])
    at_most = models.PositiveSmallIntegerField(default=4)
    from_hour = models.PositiveSmallIntegerField(default=8)
    until_hour = models.PositiveSmallIntegerField(default=18)
    business_days_only = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="one_set_of_reminder_rules")]

    def __str__(self) -> str:
        return f"{self.company_id}"

    def as_rules(self) -> Rules:
        """What the arithmetic takes."""
        return Rules(**{name: getattr(self, name) for name in Rules.__slots__})


class Reminder(Owned):
    """A reminder that a rule sent, once for each version and day."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reminders")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=12, choices=[(rule.value, rule.value) for rule in Rule])
    day = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "version", "rule", "day"], name="one_reminder_per_rule_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.rule} {self.day}"


def rules_of(company_id: int) -> Rules:
    """The rules that hold in a company."""
    found = ReminderRules.objects.filter(company=company_id).first()
    return found.as_rules() if found else Rules()

"""For how long a company keeps what, what people asked it about their data, and which sales were cleared."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company, Owned
from aceite.core.documents.models import Document
from aceite.core.people.models import Member


class Retention(Owned):
    """The company's own periods; without a row the defaults hold. Each counts from the end of the sale, or the sending
    of the mail."""

    # Código Civil, art. 205: the longest period in which a claim can be brought.
    evidence_years = models.PositiveSmallIntegerField(_("provas de assinatura e aprovação (anos)"), default=10)
    lost_years = models.PositiveSmallIntegerField(_("rascunhos e vendas perdidas (anos)"), default=2)
    mail_months = models.PositiveSmallIntegerField(_("registro de e-mails (meses)"), default=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="one_retention_per_company")]

    def __str__(self) -> str:
        return f"{self.evidence_years}/{self.lost_years}/{self.mail_months}"


def retention_of(company: Company | int) -> Retention:
    """The periods in force."""
    pk = company.pk if isinstance(company, Company) else company
    return Retention.objects.filter(company_id=pk).first() or Retention(company_id=pk)


class PersonKind(models.TextChoices):
    """Whose data."""

    PANEL_USER = "panel_user", _("usuário do painel")
    CUSTOMER = "customer", _("cliente pessoa física")
    MEMBER = "member", _("membro da equipe")


class RequestKind(models.TextChoices):
    """What is asked for (LGPD art. 18, II and V; VI)."""

    EXPORT = "export", _("cópia dos dados")
    ERASURE = "erasure", _("exclusão dos dados")


class RequestState(models.TextChoices):
    """Where it stands. `ASKED`: the company has to answer; `ORDERED`: the worker is at it."""

    ASKED = "asked", _("aguarda resposta")
    ORDERED = "ordered", _("em andamento")
    DONE = "done", _("atendido")
    REFUSED = "refused", _("recusado")


class RequestQuerySet(models.QuerySet["Request"]):
    """Questions asked of the requests."""

    def about(self, kind: str, pk: int) -> "RequestQuerySet":
        """Those about one person."""
        return self.filter(person_kind=kind, person_id=pk)

    def exports(self) -> "RequestQuerySet":
        """For a copy."""
        return self.filter(kind=RequestKind.EXPORT)

    def erasures(self) -> "RequestQuerySet":
        """To be erased."""
        return self.filter(kind=RequestKind.ERASURE)

    def waiting(self) -> "RequestQuerySet":
        """Those the company has to answer."""
        return self.filter(state=RequestState.ASKED)

    def under_way(self) -> "RequestQuerySet":
        """Asked or ordered, not ended."""
        return self.filter(state__in=[RequestState.ASKED, RequestState.ORDERED])

    def at_hand(self, at: datetime) -> "RequestQuerySet":
        """Copies that can be downloaded now."""
        return self.exports().filter(file__isnull=False, file_until__gt=at)


# LGPD, art. 19, II: a full answer is due within fifteen days of the request.
ANSWER_WITHIN: Final = timedelta(days=15)


class Request(Owned):
    """What somebody asked about one person's data. It holds no personal value: the person stands by her row."""

    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    person_kind = models.CharField(max_length=10, choices=PersonKind.choices)
    person_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=RequestState.choices)
    # Who asked: "panel_user" herself, or "member" for her.
    asked_by_kind = models.CharField(max_length=20)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("motivo"), max_length=400, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # What of hers is still kept because evidence must be, and until when at the latest.
    kept_until = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_until = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "person_kind", "person_id"],
                condition=models.Q(state__in=["asked", "ordered"]),
                name="one_request_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_kind}/{self.person_id}"


class ClearedSale(Owned):
    """A sale whose time was over: its chain stands, what it spoke of is gone."""

    # A plain id: the sale itself may be removed later.
    sale_id = models.BigIntegerField()
    cleared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "sale_id"], name="one_clearing_per_sale")]

    def __str__(self) -> str:
        return f"{self.sale_id}"

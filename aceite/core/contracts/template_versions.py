"""Templates, and what they said each time they were saved: contracts name the version they came from."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.contracts.clauses import Clause
from aceite.core.contracts.demands import Level, Requirement
from aceite.core.people.models import Member
from aceite.core.rows.searching import found


class ContractTemplateQuerySet(models.QuerySet["ContractTemplate"]):
    """Questions asked of the templates."""

    def active(self) -> "ContractTemplateQuerySet":
        """Those that can be picked for a contract."""
        return self.filter(active=True)

    def active_or(self, keys: Iterable[int]) -> "ContractTemplateQuerySet":
        """Those that can be picked, and these, which were picked before."""
        return self.filter(Q(active=True) | Q(pk__in=list(keys)))

    def matching(self, text: str) -> "ContractTemplateQuerySet":
        """Templates whose title holds what was typed, without case or accents."""
        return found(self, text)

    def archived(self) -> "ContractTemplateQuerySet":
        """Those taken out of the choice."""
        return self.filter(active=False)

    def with_requirement(self, requirement: str) -> "ContractTemplateQuerySet":
        """Those to be signed in this way."""
        return self.filter(requirement=requirement)

    def referring_to(self, clause: Clause) -> "ContractTemplateQuerySet":
        """Those whose text means some version of this clause."""
        return self.filter(clauses__has_key=clause.key)

    def meanings(self) -> list[dict[str, int]]:
        """Which clauses, at which versions, each of them means."""
        return list(self.exclude(clauses={}).order_by().values_list("clauses", flat=True))

    def without_text(self) -> "ContractTemplateQuerySet":
        """For lists: the texts stay in the database."""
        return self.defer("body", "search")


class ContractTemplate(Owned):
    """A source text with merge fields (`{{cliente.nome}}`)."""

    title = models.CharField(_("título"), max_length=160)
    body = models.TextField(_("texto"), max_length=400_000)
    requirement = models.CharField(
        _("assinatura"), max_length=8, choices=Requirement.choices, default=Requirement.DIGITAL
    )
    level = models.CharField(_("nível da assinatura"), max_length=9, choices=Level.choices, default=Level.SIMPLE)
    executive = models.BooleanField(_("título executivo"), default=False)
    # The usual term of what is made from it, as `terms.as_data` writes it.
    term = models.JSONField(default=dict, blank=True)
    # Which version of each clause the text means: key → number.
    clauses = models.JSONField(default=dict, blank=True)
    # The fields asked when it is put into a proposal; see asked.asked_of.
    asked = models.JSONField(default=list, blank=True)
    active = models.BooleanField(_("ativo"), default=True)
    search = models.TextField(blank=True, editable=False)
    # The same form sent twice makes one: see rows.once.
    form_key = models.CharField(max_length=40, blank=True, editable=False)
    updated_at = models.DateTimeField()

    objects = ContractTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "form_key"], condition=~Q(form_key=""), name="one_template_per_form"
            )
        ]

    def __str__(self) -> str:
        return self.title


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    """Questions asked of the versions of templates."""

    def of_template(self, pk: int) -> "TemplateVersionQuerySet":
        """The versions of one template."""
        return self.filter(template=pk)

    def numbered(self, number: int) -> "TemplateVersionQuerySet":
        """The one with this number."""
        return self.filter(number=number)

    def newest_first(self) -> "TemplateVersionQuerySet":
        """As a history is read, with who saved each."""
        return self.order_by("-number").select_related("saved_by")

    def before(self, number: int) -> "TemplateVersionQuerySet":
        """Those older than this number, the nearest first."""
        return self.filter(number__lt=number).order_by("-number")

    def without_text(self) -> "TemplateVersionQuerySet":
        """For lists: the texts stay in the database."""
        return self.defer("body")


class TemplateVersion(Owned):
    """A template as it was saved. `restored` is the number of an older version that was brought back by it.

    `saved_by` is empty for what no member wrote, and for the text that stood before versions were kept.
    """

    template = models.ForeignKey(ContractTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField(max_length=400_000)
    requirement = models.CharField(max_length=8)
    level = models.CharField(max_length=9)
    executive = models.BooleanField(default=False)
    term = models.JSONField(default=dict, blank=True)
    clauses = models.JSONField(default=dict, blank=True)
    asked = models.JSONField(default=list, blank=True)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()
    restored = models.PositiveIntegerField(null=True, blank=True)
    # How many words it added to the version before it, and took out of it.
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "template", "number"], name="one_template_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

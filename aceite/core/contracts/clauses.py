"""The clause library: texts that templates refer to, each version kept, each with the rule by which it enters."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member
from aceite.core.rows.searching import found


class ClauseQuerySet(models.QuerySet["Clause"]):
    """Questions asked of the library."""

    def active(self) -> "ClauseQuerySet":
        """Those offered to be put into a text."""
        return self.filter(active=True)

    def archived(self) -> "ClauseQuerySet":
        """Those taken out of the offer; texts that refer to them keep them."""
        return self.filter(active=False)

    def matching(self, text: str) -> "ClauseQuerySet":
        """Clauses whose title, tags or text hold what was typed, without case or accents."""
        return found(self, text)

    def keyed(self, keys: "list[str]") -> "ClauseQuerySet":
        """Those with these keys."""
        return self.filter(key__in=keys)

    def without_text(self) -> "ClauseQuerySet":
        """For lists: the texts stay in the database."""
        return self.defer("body", "search")


class Clause(Owned):
    """A clause as it stands. Texts say `{{clausula.key}}`; which version they mean is kept beside them."""

    key = models.CharField(max_length=60)
    title = models.CharField(_("título"), max_length=160)
    body = models.TextField(_("texto"), max_length=400_000)
    tags = models.JSONField(default=list, blank=True)
    # See rules.rule_of; empty: the clause always enters.
    rule = models.JSONField(default=dict, blank=True)
    number = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)
    search = models.TextField(blank=True, editable=False)
    # The same form sent twice makes one: see rows.once.
    form_key = models.CharField(max_length=40, blank=True, editable=False)
    updated_at = models.DateTimeField()

    objects = ClauseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="one_clause_per_key"),
            models.UniqueConstraint(
                fields=["company", "form_key"], condition=~Q(form_key=""), name="one_clause_per_form"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ClauseVersion(Owned):
    """A clause as it was saved once; it never changes."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField(max_length=400_000)
    rule = models.JSONField(default=dict, blank=True)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "clause", "number"], name="one_clause_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

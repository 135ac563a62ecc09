"""What a template said each time it was saved: a version never changes, and contracts name the one they came from."""

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member


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

    template = models.ForeignKey("contracts.ContractTemplate", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField(max_length=400_000)
    requirement = models.CharField(max_length=8)
    level = models.CharField(max_length=9)
    executive = models.BooleanField(default=False)
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

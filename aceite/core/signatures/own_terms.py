"""The terms a company wrote: each saved text is a numbered version that stays for ever (see trail.walls)."""

import json
from typing import Any

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member


class TermsVersionQuerySet(models.QuerySet["TermsVersion"]):
    """Questions asked of the versions."""

    def of_text(self, occasion: str, language: str) -> "TermsVersionQuerySet":
        """Those of one occasion in one language, the newest first, with who saved each."""
        return self.filter(occasion=occasion, language=language).order_by("-number").select_related("saved_by")

    def numbered(self, number: int) -> "TermsVersion | None":
        """The one with this number."""
        return self.filter(number=number).first()

    def before(self, number: int) -> "TermsVersion | None":
        """The one that stood before this number."""
        return self.filter(number__lt=number).first()


class TermsVersion(Owned):
    """A text as it was saved once. `body` is the canonical JSON that `sha256` is of, with the whole text shown.

    Without own words it says that the product's text stands again: `body` is then the product's.
    """

    occasion = models.CharField(max_length=16)
    language = models.CharField(max_length=5)
    number = models.PositiveIntegerField()
    declaration = models.TextField(blank=True)
    added = models.TextField(blank=True)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = TermsVersionQuerySet.as_manager()

    class Meta:
        ordering = ["occasion", "language", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "occasion", "language", "number"], name="one_terms_version_per_number"
            )
        ]
        indexes = [models.Index(fields=["company", "sha256"], name="terms_by_their_hash")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.language} {self.number}"

    @property
    def is_own(self) -> bool:
        """Whether it holds words of the company."""
        return bool(self.declaration or self.added)

    def content(self) -> dict[str, Any]:
        """What `sha256` is of; `consent.Consent.of` reads it."""
        body: dict[str, Any] = json.loads(self.body)
        return body

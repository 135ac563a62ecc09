"""The words a company chose for its letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned


class MailText(Owned):
    """Subject and paragraphs of one letter in one language; without a row the letter's usual words stand."""

    letter = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    subject = models.CharField(_("assunto"), max_length=160)
    body = models.TextField(_("texto"), max_length=4000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "language"]
        constraints = [
            models.UniqueConstraint(fields=["company", "letter", "language"], name="one_text_per_letter_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.language}"

"""The pictures of a line as it was sent: those that the catalogue had of its item at that moment."""

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document


class LinePicture(Owned):
    """One picture of one line of a sent version, named in its bundle by hash; `small` is the same, for a row."""

    line = models.ForeignKey("proposals.Line", on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["company", "line", "position"], name="one_picture_per_place")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.position}"

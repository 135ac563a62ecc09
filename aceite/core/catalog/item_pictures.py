"""The pictures of an item: those of the catalogue as it is now. A version that was sent keeps its own."""

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document


class ItemPictureQuerySet(models.QuerySet["ItemPicture"]):
    """Questions asked of the pictures."""

    def under(self, sha256: str) -> "ItemPictureQuerySet":
        """Those whose file, in either size, has this hash."""
        return self.filter(models.Q(document__sha256=sha256) | models.Q(small__sha256=sha256))

    def with_files(self) -> "ItemPictureQuerySet":
        """Joined with both files, in the order they are shown."""
        return self.select_related("document", "small").order_by("item", "position", "pk")


class ItemPicture(Owned):
    """One picture of an item, in two sizes; the one with the lowest `position` stands for the item."""

    item = models.ForeignKey("catalog.Item", on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ItemPictureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["company", "item", "document"], name="each_picture_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.position}"

"""A file under its SHA-256: stored once, never changed."""

from django.db import models

from aceite.core.companies.models import Owned


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions asked of stored files."""


class Document(Owned):
    """One immutable file of a company. The bytes stand in the storage under their hash."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=80)
    pages = models.PositiveIntegerField(default=0)
    stored_at = models.DateTimeField()
    # The bytes are gone, at the end of their time or because a person was erased; hash and length stay.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "sha256"], name="one_row_per_content")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.sha256[:8]}"

    @property
    def path(self) -> str:
        """Where the bytes stand: one folder per company, so that one can be removed or moved whole."""
        return f"{self.company_id}/{self.sha256[:2]}/{self.sha256}"


class PagePicture(Owned):
    """A picture of one page, made once from the document's own bytes; as page 0, where the words of all pages stand."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pictures")
    page = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    renderer = models.CharField(max_length=120)
    picture = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "document", "page", "width", "renderer"], name="one_picture_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} p. {self.page}"


class Serving(Owned):
    """That a page's picture, or (page 0) the file itself, went to a session, which stands here as a hash of its key."""

    reader = models.CharField(max_length=64)
    # A plain hash: a note about a file keeps none from being removed.
    file_sha256 = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    renderer = models.CharField(max_length=120, blank=True)
    served_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "file_sha256", "reader", "page", "sha256"], name="one_note_per_serving"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_sha256[:8]} p. {self.page}"

"""A file of a signed copy on its way: announced by its hash, then brought in chunks that outlive a lost network."""

from datetime import datetime

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser


class ArrivingFileQuerySet(models.QuerySet["ArrivingFile"]):
    """Questions asked of the files on their way."""

    def of(self, person: PanelUser) -> "ArrivingFileQuerySet":
        """What this person is sending, in the order in which she began."""
        return self.filter(company_id=person.company_id, begun_by=person).order_by("began_at", "pk")

    def offsets(self) -> dict[int, int]:
        """How many bytes of each are here, by its id."""
        summed = self.order_by().values_list("pk", models.Sum("chunks__size"))
        return {pk: here or 0 for pk, here in summed}

    def untouched_since(self, moment: datetime) -> "ArrivingFileQuerySet":
        """Those of which nothing came any more since then."""
        return self.filter(touched_at__lte=moment)


class ArrivingFile(Owned):
    """One announced file; its row goes once it is among the files she prepares, which is where it then is.

    Its bytes stand outside of the storage, in the folder `place`, until all of them are here and their hash is right.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="arriving_files")
    begun_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    rotation = models.PositiveSmallIntegerField(default=0)
    # Where it stands among the files she chose, as her browser says: a later choice has a greater one. 0 is unknown.
    rank = models.PositiveBigIntegerField(default=0)
    place = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    # From then on the worker opens it.
    whole_at = models.DateTimeField(null=True, blank=True)
    # Why it was not taken, in the language of whoever sent it.
    refusal = models.CharField(max_length=400, blank=True)

    objects = ArrivingFileQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "contract", "begun_by", "sha256"], name="one_way_for_the_same_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.sha256[:8]}"


class ArrivedChunk(Owned):
    """One chunk that is here: chunks lie end to end from the file's first byte on."""

    file = models.ForeignKey(ArrivingFile, on_delete=models.CASCADE, related_name="chunks")
    offset = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["company", "file", "offset"], name="one_chunk_per_place")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.offset}"

    @property
    def end(self) -> int:
        """The offset that comes next."""
        return self.offset + self.size

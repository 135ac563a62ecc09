"""That one customer's register went into another's: what moved, what it said before, and whether it was undone."""

from collections.abc import Mapping

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member


class CustomerMergeQuerySet(models.QuerySet["CustomerMerge"]):
    """Questions asked of the merges."""

    def standing(self) -> "CustomerMergeQuerySet":
        """Those nobody undid, the newest first."""
        return self.filter(undone_at=None).order_by("-pk")


class CustomerMerge(Owned):
    """`gone` went into `kept`. `moved` holds the ids of what moved, by kind; `before` what the fields of `kept` said.

    With what is in it a merge is undone; then nothing is left of the fields. When the data of a person are erased, be
    she the one or the other, it is emptied, and then it stands for good.
    """

    kept = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = CustomerMergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "kept", "-id"], name="merges_of_a_customer")]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"

    @property
    def folded(self) -> dict[int, int]:
        """Who was at both: her row of the register that went → the one that stays."""
        return {int(person): twin for person, twin in self.moved.get("people", {}).get("folded", {}).items()}

    def note(self, kind: str, moved: Mapping[int, int | list[int]]) -> None:
        """Keeps what else moved along, by id, for the way back; what went along before stands as it was noted then."""
        self.moved[kind] = {str(pk): before for pk, before in moved.items()} | self.moved.get(kind, {})
        self.save(update_fields=["moved"])

"""Rows of the trail: events that are only ever added, and the personal values they commit to."""

from typing import Any

from django.db import models

from aceite.kit.hashing import rfc3339
from aceite_verify.trail import GENESIS, event_hash

__all__ = ["GENESIS", "Event", "EventQuerySet", "PersonalValue"]


class EventQuerySet(models.QuerySet["Event"]):
    """Questions asked of the trail."""

    def of_chain(self, company_id: int, chain: str) -> "EventQuerySet":
        """The events of one chain, oldest first."""
        return self.filter(company_id=company_id, chain=chain).order_by("seq")


class Event(models.Model):
    """One thing that happened. It holds no personal value in clear: those stand as salted commitments."""

    company_id = models.BigIntegerField()
    chain = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "chain", "seq"], name="one_event_per_place")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.kind}"

    def content(self) -> dict[str, Any]:
        """What the hash is taken over, as canonical JSON can hold it."""
        return {
            "company": self.company_id,
            "chain": self.chain,
            "seq": self.seq,
            "kind": self.kind,
            "at": rfc3339(self.at),
            "actor": {"kind": self.actor_kind, "id": self.actor_id},
            "data": self.data,
            "commitments": self.commitments,
            "previous": self.previous,
        }

    def computed_hash(self) -> str:
        """SHA-256("aceite.trail.v1\\n" ‖ canonical(event with the previous hash)), TRUST: *What is bound to what*."""
        return event_hash(self.content())

    @property
    def sale_id(self) -> int | None:
        """The proposal whose chain this is, or None for the company's own chain."""
        return int(self.chain.removeprefix("sale/")) if self.chain.startswith("sale/") else None


class PersonalValue(models.Model):
    """The opening of one commitment: erasing it leaves the chain valid and the value unknown."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="openings")
    company_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "field"], name="one_opening_per_field")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.field}"

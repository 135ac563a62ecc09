"""Rows of the trail: events that are only ever added, the personal values they commit to, and their anchors."""

from typing import Any

from django.db import models

from aceite.kit.hashing import rfc3339
from aceite_verify.canonical import ANCHOR_TAG
from aceite_verify.trail import GENESIS, event_hash

__all__ = ["GENESIS", "Anchor", "AnchorStamp", "AnchoredHead", "Event", "EventQuerySet", "PersonalValue"]


class EventQuerySet(models.QuerySet["Event"]):
    """Questions asked of the trail."""

    def of_chain(self, company_id: int, chain: str) -> "EventQuerySet":
        """The events of one chain, oldest first."""
        return self.filter(company_id=company_id, chain=chain).order_by("seq")

    def about_customer(self, customer: int) -> "EventQuerySet":
        """What the company's own chain says of a register of customers, the newest first."""
        return self.filter(chain="company", data__customer=customer).order_by("-seq")


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
        indexes = [
            models.Index(fields=["company_id", "at", "id"], name="events_by_time"),
            models.Index(fields=["company_id", "kind", "at", "id"], name="events_by_kind"),
            models.Index(fields=["company_id", "actor_kind", "actor_id", "at", "id"], name="events_by_actor"),
        ]

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


class Anchor(models.Model):
    """The newest hashes of all chains of a company as one root; `hash` names it, and was mailed to the owners.

    It stands outside of the chains, and only ever follows the one before it (TRUST: *Keys, time, people*).
    """

    company_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    # The key of the installation that signed it, told by its id; the keys' room stands above this one.
    key_id = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)

    class Meta:
        ordering = ["company_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["company_id", "seq"], name="one_anchor_per_place")]

    def __str__(self) -> str:
        return f"{self.company_id}#{self.seq}"

    def content(self) -> dict[str, Any]:
        """A, as canonical JSON can hold it."""
        return {
            "type": ANCHOR_TAG,
            "company": self.company_id,
            "seq": self.seq,
            "at": rfc3339(self.at),
            "count": self.count,
            "root": self.root,
            "previous": self.previous,
        }


class AnchoredHead(models.Model):
    """A chain's newest event when an anchor was made; only chains that have grown since the anchor before have one."""

    company_id = models.BigIntegerField()
    chain = models.CharField(max_length=40)
    anchor_seq = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "chain", "anchor_seq"], name="one_head_per_anchor")
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq}"


class AnchorStamp(models.Model):
    """The time stamp (RFC 3161, DER) over an anchor, where an authority gave one, be it later."""

    company_id = models.BigIntegerField()
    anchor_seq = models.PositiveIntegerField()
    token = models.BinaryField()
    time = models.DateTimeField()
    authority = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "anchor_seq"], name="one_stamp_per_anchor")]

    def __str__(self) -> str:
        return f"{self.anchor_seq} {self.authority}"

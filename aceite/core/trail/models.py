"""Rows of the trail: events that are only ever added, the personal values they commit to, and their anchors."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.db.models import Q

from aceite.core.rows.json_numbers import NumberIn
from aceite.kit.hashing import rfc3339
from aceite_verify.canonical import ANCHOR_TAG
from aceite_verify.trail import GENESIS, event_hash

__all__ = ["GENESIS", "THINGS", "Anchor", "AnchorStamp", "AnchoredHead", "Event", "EventQuerySet", "PersonalValue"]

# What an event can be about, by the name under which its data hold the row's id. Each has a column `about_…`.
THINGS: Final = ("customer", "panel_user", "item", "member", "template", "clause", "condition")


class EventQuerySet(models.QuerySet["Event"]):
    """Questions asked of the trail."""

    def of_chain(self, company_id: int, chain: str) -> "EventQuerySet":
        """The events of one chain, oldest first."""
        return self.filter(company_id=company_id, chain=chain).order_by("seq")

    def about_customer(self, customer: int, people: Iterable[int]) -> "EventQuerySet":
        """What the company's own chain says of a customer's register and of these people of hers, the newest first."""
        named = Q(about_customer=customer) | Q(about_panel_user__in=list(people))
        return self.filter(named, chain="company").order_by("-at", "-pk")

    def about(self, thing: str, pk: int) -> "EventQuerySet":
        """The events whose data name this row; `thing` is one of THINGS."""
        return self.filter(**{f"about_{thing}": pk})


def _named(thing: str) -> models.GeneratedField:
    expression = NumberIn("data", name=thing)
    return models.GeneratedField(expression=expression, output_field=models.BigIntegerField(null=True), db_persist=True)


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

    # The database works these out of `data`: an index answers by them, which row-level security lets no JSON do.
    about_customer = _named("customer")
    about_panel_user = _named("panel_user")
    about_item = _named("item")
    about_member = _named("member")
    about_template = _named("template")
    about_clause = _named("clause")
    about_condition = _named("condition")

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "chain", "seq"], name="one_event_per_place")]
        indexes = [
            models.Index(fields=["company_id", "at", "id"], name="events_by_time"),
            models.Index(fields=["company_id", "kind", "at", "id"], name="events_by_kind"),
            models.Index(fields=["company_id", "actor_kind", "actor_id", "at", "id"], name="events_by_actor"),
            *(
                models.Index(
                    fields=["company_id", f"about_{thing}", "at", "id"],
                    name=f"events_about_{thing}",
                    condition=Q(**{f"about_{thing}__isnull": False}),
                )
                for thing in THINGS
            ),
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

"""Whom an event concerns: the members it makes notices and mails for, and the colleagues who stand in for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aceite.core.clearances.deciding import may_decide
from aceite.core.clearances.models import Clearance
from aceite.core.clearances.needing import deciders, rules_of
from aceite.core.comments.models import Comment
from aceite.core.companies.models import Company
from aceite.core.contracts.models import Countersigner
from aceite.core.contracts.seeing import may_open
from aceite.core.notices.kinds import Kind
from aceite.core.people.absences import closure, stand_ins_on
from aceite.core.people.models import Member, MemberQuerySet
from aceite.core.people.permissions import Role
from aceite.core.people.sight import sees_everybodys, sellers_seen
from aceite.core.proposals.models import Proposal
from aceite.core.sales.offer_choices import Failure
from aceite.core.tickets.models import Ticket
from aceite.core.trail.models import Event


@dataclass(frozen=True)
class Told:
    """One member who is told, and in whose place when she stands in for somebody."""

    member: Member
    kind: Kind
    in_place_of: Member | None = None


# Nobody signs in another's place.
_BRIDGED: Final = frozenset(Kind) - {Kind.COUNTERSIGN}
# What colleagues say to each other stands on the sale's own page, where whoever signs it reads and writes too.
_SAID: Final = frozenset({Kind.MENTION, Kind.COMMENT})
Group = tuple[Kind, Iterable[int]]
Who = Callable[[Event], Iterable[Group]]


def audience_of(event: Event, *, at: datetime) -> list[Told]:
    """Everybody the event concerns, once, by the first of the kinds that fit; never whoever did it. Runs in the
    company's scope."""
    groups = AUDIENCES[event.kind](event) if event.kind in AUDIENCES else ()
    # Whose turn to sign came by her own act is called all the same.
    actor = event.actor_id if event.actor_kind == Member.kind and not event.kind.startswith("countersigner.") else 0
    found = _with_stand_ins(event, [(kind, set(members) - {actor}) for kind, members in groups], at)
    sale = Proposal.objects.filter(pk=event.sale_id or _id(event, "sale")).first()
    return [one for one in found if one.member.pk != actor and _may_know(event, sale, one, at)]


def told_of_failed_mail(event: Event, *, at: datetime) -> list[Told]:
    """Who hears that a mail about the event did not leave: the sale's seller, whoever did it."""
    return _with_stand_ins(event, [(Kind.MAIL_FAILED, set(_seller_of(event, event.sale_id)))], at)


def _with_stand_ins(event: Event, wanted: list[tuple[Kind, set[int]]], at: datetime) -> list[Told]:
    if not any(members for _kind, members in wanted):
        return []
    zone = Company.objects.get(pk=event.company_id).tz
    bridged = stand_ins_on(event.company_id, at.astimezone(zone).date())
    # Whoever is told already needs to hear it in nobody's place; of several kinds the first counts.
    named = {pk: (kind, 0) for kind, members in reversed(wanted) for pk in members}
    for kind, members in wanted:
        for stand_in, away in closure(members, bridged if kind in _BRIDGED else {}).items():
            named.setdefault(stand_in, (kind, away))
    team = _team(event).select_related("company", "user").in_bulk(set(named))
    absent = Member.objects.in_bulk({place for _kind, place in named.values() if place})
    return [Told(member, named[pk][0], absent.get(named[pk][1])) for pk, member in sorted(team.items())]


def first_look(event: Event) -> bool:
    """Whether nobody of the customer had seen this version before."""
    earlier = Event.objects.of_chain(event.company_id, event.chain).filter(kind="proposal.viewed", seq__lt=event.seq)
    return all(one.data.get("version") != event.data.get("version") for one in earlier)


def _may_know(event: Event, sale: Proposal | None, told: Told, at: datetime) -> bool:
    """Nobody is told of a sale she may not see; a request for internal approval concerns those whose yes counts, also
    in another's place."""
    if event.kind == "clearance.asked":
        asked = Clearance.objects.with_sheet().filter(pk=_id(event, "clearance")).first()
        return asked is not None and may_decide(asked, told.member, at=at)
    if sale is None or told.kind in {Kind.COUNTERSIGN, Kind.CLEARANCE}:
        return True
    if told.kind in _SAID:
        return may_open(told.member, sale, at=at)
    sellers = sellers_seen(told.member, at=at)
    return sellers is None or sale.seller_id in sellers


def _team(event: Event) -> MemberQuerySet:
    return Member.objects.joined().filter(company=event.company_id)


def _id(event: Event, name: str) -> int:
    value = event.data.get(name, 0)
    return int(value) if str(value).isdigit() else 0


def _owners(event: Event) -> list[int]:
    return list(_team(event).filter(role=Role.OWNER).values_list("pk", flat=True))


def _seller_of(event: Event, proposal_id: int | None) -> list[int]:
    """The sale's seller; the owners when she has left the team."""
    found = Proposal.objects.filter(pk=proposal_id or 0).values_list("seller_id", flat=True).first()
    if found is None:
        return []
    return [found] if _team(event).filter(pk=found).exists() else _owners(event)


def _seller(kind: Kind) -> Who:
    return lambda event: [(kind, _seller_of(event, event.sale_id))]


def _who_sold_more(event: Event) -> Iterable[Group]:
    """The amendment's seller, where the purchase that was withdrawn from is another's: hers she hears of already."""
    original = Proposal.objects.filter(amendments=event.sale_id or 0).values_list("pk", flat=True).first()
    return [(Kind.RESCINDED, set(_seller_of(event, event.sale_id)) - set(_seller_of(event, original)))]


def _viewed(event: Event) -> Iterable[Group]:
    return [(Kind.VIEWED, _seller_of(event, event.sale_id))] if first_look(event) else []


def _handed_over(event: Event) -> Iterable[Group]:
    """Whoever the sale was handed to, as long as it is hers."""
    to = _id(event, "to")
    return [(Kind.HANDED_OVER, [pk for pk in _seller_of(event, event.sale_id) if pk == to])]


def _choice_failed(event: Event) -> Iterable[Group]:
    """Only what the vendor has to mend: what overtook a choice is told by what overtook it."""
    to_mend = event.data.get("failure") in {Failure.CONTRACTS, Failure.PAPERS}
    return [(Kind.CHOSEN, _seller_of(event, event.sale_id))] if to_mend else []


def _who_may_clear(event: Event) -> Iterable[Group]:
    asked = Clearance.objects.filter(pk=_id(event, "clearance")).first()
    if asked is None:
        return []
    team = _team(event).exclude(pk=asked.asked_by_id)
    return [(Kind.CLEARANCE, [member.pk for member in deciders(rules_of(asked), team)])]


def _who_asked(event: Event) -> Iterable[Group]:
    asked = Clearance.objects.select_related("proposal").filter(pk=_id(event, "clearance")).first()
    return [(Kind.CLEARANCE, {asked.asked_by_id, asked.proposal.seller_id})] if asked else []


def _when_handed_over(event: Event) -> Iterable[Group]:
    """The seller, when a signer passed her place on herself; what the vendor's own people did they know."""
    return [(Kind.SIGNED, _seller_of(event, event.sale_id))] if event.actor_kind == "panel_user" else []


def _when_unable(event: Event) -> Iterable[Group]:
    """The seller, unless it was she who ended the access or took the right."""
    return [(Kind.SIGNED, set(_seller_of(event, event.sale_id)) - {_id(event, "taken_by")})]


def _representative(name: str) -> Who:
    """Who signs for the company, as soon as her turn has come."""

    def called(event: Event) -> Iterable[Group]:
        waiting = Countersigner.objects.awaited().filter(contract=_id(event, "contract"), member=_id(event, name))
        return [(Kind.COUNTERSIGN, list(waiting.values_list("member", flat=True)))]

    return called


def _commented(event: Event) -> Iterable[Group]:
    """Those it names; of a new comment also the seller and those who wrote before."""
    mentioned = [(Kind.MENTION, [int(pk) for pk in event.data.get("mentioned", [])])]
    if event.kind != "comment.added":
        return mentioned
    others = Comment.objects.standing().filter(proposal=_id(event, "sale"), pk__lt=_id(event, "comment"))
    wrote = set(others.order_by().values_list("author", flat=True).distinct())
    return [*mentioned, (Kind.COMMENT, wrote | set(_seller_of(event, _id(event, "sale"))))]


def _ticket(event: Event) -> Iterable[Group]:
    """The sale's seller and those who answered; without either the owners and managers. Of what the vendor wrote the
    colleagues read on the page."""
    ticket = Ticket.objects.filter(pk=_id(event, "ticket")).first()
    if ticket is None or event.actor_kind == Member.kind:
        return []
    answered = ticket.messages.filter(member__isnull=False).order_by().values_list("member", flat=True)
    wanted = set(answered) & set(_team(event).values_list("pk", flat=True))
    wanted |= set(_seller_of(event, ticket.proposal_id))
    return [(Kind.TICKET, wanted or _leading(event))]


def _of_customer(kind: Kind) -> Who:
    """The seller of the customer's newest sale; before there is any, the owners and managers."""

    def concerned(event: Event) -> Iterable[Group]:
        sales = Proposal.objects.filter(company=event.company_id, customer=_id(event, "customer"))
        newest = sales.order_by("-pk").first()
        return [(kind, set(_seller_of(event, newest.pk if newest else None)) or _leading(event))]

    return concerned


def _leading(event: Event) -> set[int]:
    return set(_team(event).filter(role__in=[Role.OWNER, Role.MANAGER]).values_list("pk", flat=True))


def _who_minds(event: Event) -> Iterable[Group]:
    """The member whom the contract names for it; the seller where it names nobody, where she has left the team, and
    where she sees the sale at most in another's place, so that an end is always told to somebody."""
    named = _team(event).filter(pk=_id(event, "tell")).select_related("company").first()
    wanted = {named.pk} if named else set()
    if named is None or not sees_everybodys(named):
        wanted |= set(_seller_of(event, event.sale_id))
    return [(Kind.AGREEMENT, wanted)]


AUDIENCES: Final[dict[str, Who]] = {
    "proposal.viewed": _viewed,
    "agreement.ending": _who_minds,
    "question.asked": _seller(Kind.QUESTION),
    "points.sent": _seller(Kind.QUESTION),
    "time.asked": _seller(Kind.QUESTION),
    "proposal.forwarded": _seller(Kind.QUESTION),
    "access.asked": _seller(Kind.QUESTION),
    "contract.signed": _seller(Kind.SIGNED),
    "signer.replaced": _when_handed_over,
    "signer.unable": _when_unable,
    "copy.uploaded": _seller(Kind.TO_CHECK),
    "external.to_check": _seller(Kind.TO_CHECK),
    "proposal.approved": _seller(Kind.ANSWERED),
    "proposal.declined": _seller(Kind.ANSWERED),
    "proposal.rescinded": _seller(Kind.RESCINDED),
    "amendment.fell": _who_sold_more,
    "choice.made": _seller(Kind.CHOSEN),
    "choice.failed": _choice_failed,
    "proposal.expired": _seller(Kind.EXPIRED),
    "proposal.reassigned": _handed_over,
    "clearance.asked": _who_may_clear,
    "clearance.given": _who_asked,
    "clearance.refused": _who_asked,
    "countersigner.called": _representative("member"),
    "countersigner.replaced": _representative("new_member"),
    "comment.added": _commented,
    "comment.changed": _commented,
    "panel_user.disowned": _of_customer(Kind.WRONG_PERSON),
    "power.declared": _of_customer(Kind.POWER),
    "power.ending": _of_customer(Kind.POWER),
    "power.ended": _of_customer(Kind.POWER),
    "ticket.opened": _ticket,
    "ticket.written": _ticket,
    "ticket.closed": _ticket,
    "ticket.reopened": _ticket,
}

"""Whether a draft needs a colleague's yes now, for what, and who can give it."""

from collections.abc import Iterable
from dataclasses import dataclass

from aceite.core.clearances.measures import Caught, Offer, Offered, caught_by, measured
from aceite.core.clearances.models import Clearance, Rule
from aceite.core.clearances.states import ClearanceState
from aceite.core.people.models import Member
from aceite.core.proposals.models import Line, Proposal, ProposalVersion
from aceite.core.proposals.recurring import Recurring
from aceite.core.trail.actors import Actor


@dataclass(frozen=True)
class Need:
    """What keeps this actor from sending this draft. `latest` is the newest request about the draft as it stands."""

    caught: list[Caught]
    rules: list[Rule]
    latest: Clearance | None = None

    @property
    def is_met(self) -> bool:
        """Whether nothing is caught, or a colleague said yes to exactly this."""
        given = self.latest is not None and self.latest.state == ClearanceState.GIVEN
        return not self.caught or (given and self.latest is not None and self.latest.covers(self.caught))


def need_of(proposal: Proposal, version: ProposalVersion, *, by: Actor) -> Need:
    """What the rules about the seller or the sender find; a rule under which the sender decides catches nothing of
    hers: sending is her yes."""
    rules = _rules(proposal, by)
    caught = caught_by([rule.as_limit for rule in rules], measured(offer_of(version))) if rules else []
    if not caught:
        return Need([], [])
    numbers = {each.rule for each in caught}
    latest = Clearance.objects.of_version(version).filter(revision=version.revision).with_sheet().first()
    return Need(caught, [rule for rule in rules if rule.pk in numbers], latest)


def deciders(rules: Iterable[Rule], members: Iterable[Member]) -> list[Member]:
    """Those whose yes is enough for all of these rules."""
    wanted = list(rules)
    return [member for member in members if all(rule.lets_decide(member) for rule in wanted)]


def rules_of(clearance: Clearance) -> list[Rule]:
    """The rules a request was made under, also those put away since."""
    return list(Rule.objects.filter(company=clearance.company_id, pk__in=[one.rule for one in clearance.findings]))


def offer_of(version: ProposalVersion) -> Offer:
    """What counts of the draft as the arithmetic takes it: the list prices its lines remember, and their costs; what
    recurs as often as the worth of the version counts it."""
    lines = tuple(map(_offered, version.lines.counted().select_related("item")))
    return Offer(lines, version.discount, version.adjustment, version.worth)


def _offered(line: Line) -> Offered:
    item = line.item
    return Offered(
        line.quantity,
        line.unit_price,
        line.total,
        line.list_price if line.list_price is not None or item is None else item.price,
        item.cost if item else None,
        recurs=bool(line.recurs),
        periods=Recurring(line.recurs, line.periods, line.total).counted if line.recurs else 1,
    )


def _rules(proposal: Proposal, by: Actor) -> list[Rule]:
    sender = by if isinstance(by, Member) else None
    people = [proposal.seller, *([sender] if sender else [])]
    rules = Rule.objects.active().filter(company=proposal.company_id)
    about = [rule for rule in rules if any(rule.is_about(member) for member in people)]
    return [rule for rule in about if sender is None or not rule.lets_decide(sender)]

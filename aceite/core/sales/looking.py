"""Who of the customer may see a sale, and who looked at what when, as its trail tells it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, Signer
from aceite.core.customers.folding import standing_as
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Proposal
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import Event

LOOKS: Final = ("proposal.viewed", "contract.opened", "dossier.asked")


@dataclass(frozen=True)
class Look:
    """What somebody opened; the trail notes the same thing once a person and day."""

    at: datetime
    words: str


@dataclass(frozen=True)
class Looker:
    """One person: whether and why she may see the sale, and what she opened, the newest first."""

    person: PanelUser
    sees: bool
    why: str
    looks: tuple[Look, ...]


def lookers_of(proposal: Proposal) -> list[Looker]:
    """Everybody of the customer who may see the sale, by name, and after them whoever saw it and may no more.

    In five queries whatever the number of people and looks; three more where somebody acted under the access of a
    register that went into this one.
    """
    people = list(PanelUser.objects.filter(customer=proposal.customer_id, erased_at=None).order_by("name", "pk"))
    known = {person.pk for person in people}
    looks = _looks(proposal, known)
    named = set(proposal.shares.values_list("panel_user", flat=True))
    signing = Signer.objects.standing().filter(contract__version=proposal.shown_id)
    signers = set(_now(set(signing.values_list("panel_user", flat=True)), known).values())
    found = [
        Looker(person, sees, _why(person, proposal, signers) if sees else _gone(person), tuple(looks[person.pk]))
        for person in people
        if (sees := _sees(person, proposal, named)) or looks[person.pk]
    ]
    return sorted(found, key=lambda one: not one.sees)


def _sees(person: PanelUser, proposal: Proposal, named: Iterable[int]) -> bool:
    return person.deactivated_at is None and (proposal.shared_with_all or person.pk in named)


def _why(person: PanelUser, proposal: Proposal, signers: Iterable[int]) -> str:
    if person.pk in signers:
        return _("Assina um contrato desta proposta")
    return _("Todas as pessoas do cliente veem") if proposal.shared_with_all else _("Pessoa escolhida pela empresa")


def _gone(person: PanelUser) -> str:
    return _("Acesso ao painel encerrado") if person.deactivated_at else _("Não vê mais esta proposta")


def _now(people: Collection[int], known: Collection[int]) -> dict[int, int]:
    """Whose each access is now; nothing is asked of those that are."""
    return {person: person for person in people} | standing_as(set(people) - set(known))


def _looks(proposal: Proposal, known: Collection[int]) -> dict[int, list[Look]]:
    chain = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}")
    events = list(chain.filter(kind__in=LOOKS, actor_kind=PanelUser.kind).order_by("-seq"))
    titles = dict(Contract.objects.filter(version__proposal=proposal).values_list("pk", "title"))
    now = _now({event.actor_id for event in events}, known)
    found: dict[int, list[Look]] = defaultdict(list)
    for event in events:
        version = event.data.get("version")
        which = _("versão %(number)s") % {"number": version} if version else ""
        parts = (str(KINDS[event.kind]), titles.get(event.data.get("contract", 0), ""), which)
        found[now[event.actor_id]].append(Look(event.at, " · ".join(part for part in parts if part)))
    return found

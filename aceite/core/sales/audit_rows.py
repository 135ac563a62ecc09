"""Events of the audit in plain words: who, what, about which thing, and what of it changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.blueprints.models import Block, Blueprint
from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.conditions.models import PaymentCondition
from aceite.core.contracts.models import Clause, ContractTemplate
from aceite.core.customers.models import Customer, CustomerGroup, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.prices.models import PriceList
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.consent import Occasion
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import THINGS, Event

# Of what kind the things are that an event's data name, the most telling first, and the column that names each.
_NAMED: Final[Mapping[str, tuple[type[Model], str]]] = {
    "panel_user": (PanelUser, "name"), "customer": (Customer, "name"), "item": (Item, "name"),
    "member": (Member, "name"), "template": (ContractTemplate, "title"), "clause": (Clause, "title"),
    "condition": (PaymentCondition, "name"), "price_list": (PriceList, "name"), "group": (CustomerGroup, "name"),
    "blueprint": (Blueprint, "name"), "block": (Block, "title"),
}  # fmt: skip
_TOLD: Final[Mapping[str, tuple[type[Model], str]]] = {"sale": (Proposal, "number"), **_NAMED}
# A name that other events use for something else tells one of these only in the events of such a kind.
_ONLY_IN: Final[Mapping[str, str]] = {"group": "customer_group."}
_FIELDS_OF: Final[Mapping[str, type[Model]]] = {
    "company": Company, "customer": Customer, "item": Item, "panel_user": PanelUser,
}  # fmt: skip
_UNNAMED: Final = {
    "logo_sha256": gettext_lazy("logotipo"), "holidays_state": gettext_lazy("feriados estaduais"),
    "pix_kind": gettext_lazy("tipo da chave Pix"), "pix_key": gettext_lazy("chave Pix"),
    "cost": gettext_lazy("custo"), "evidence_years": gettext_lazy("anos de guarda das provas"),
    "lost_years": gettext_lazy("anos de guarda do que não foi vendido"),
    "mail_months": gettext_lazy("meses de guarda dos e-mails"),
}  # fmt: skip


@dataclass(frozen=True)
class AuditRow:
    """One event for the eye. `about` names what it is about; `thing` is its name and id where the audit can be asked
    for it alone; `sale` is a number."""

    event: Event
    at: datetime
    words: str
    who: str
    about: str
    thing: tuple[str, int] | None
    sale: str
    detail: str


# The names of things: of which company, of what kind and which one it is.
_Names = Mapping[tuple[int, str, int], str]


def audit_rows(events: Sequence[Event]) -> list[AuditRow]:
    """The events with all names looked up: a query for each kind of thing among them, however many there are."""
    names = _names(events)
    return [_row(event, names) for event in events]


def _names(events: Sequence[Event]) -> _Names:
    wanted: dict[str, set[int]] = defaultdict(set)
    companies = {event.company_id for event in events}
    for event in events:
        wanted[event.actor_kind].add(event.actor_id)
        if (sale := _sale(event)) is not None:
            wanted["sale"].add(sale)
        for name, pk in _things(event):
            wanted[name].add(pk)
        if event.kind == "proposal.reassigned":
            wanted["member"] |= {pk for pk in (event.data.get("from"), event.data.get("to")) if isinstance(pk, int)}
    found: dict[tuple[int, str, int], str] = {}
    for name, (model, column) in _TOLD.items():
        rows = model._default_manager.filter(company__in=companies)
        found |= {(company, name, pk): text for company, pk, text in _told(rows, column, wanted[name])}
    return found


def _told(rows: "QuerySet[Any]", column: str, keys: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    wanted = list(keys)
    return iter(rows.filter(pk__in=wanted).values_list("company_id", "pk", column)) if wanted else iter(())


def _things(event: Event) -> Iterator[tuple[str, int]]:
    for name in _NAMED:
        if isinstance(pk := event.data.get(name), int) and event.kind.startswith(_ONLY_IN.get(name, "")):
            yield name, pk


def _sale(event: Event) -> int | None:
    """The sale it is about; what colleagues say among themselves stands beside her trail, and names her in its data."""
    named = event.data.get("sale")
    return event.sale_id if event.sale_id is not None else named if isinstance(named, int) else None


def _row(event: Event, names: _Names) -> AuditRow:
    thing, of = next(_things(event), None), event.company_id
    who = names.get((of, event.actor_kind, event.actor_id), "")
    about = names.get((of, *thing), "") if thing else ""
    return AuditRow(
        event=event,
        at=event.at,
        words=str(KINDS.get(event.kind, event.kind)),
        who=who or (_("Sistema") if event.actor_kind == "system" else ""),
        about=about,
        thing=thing if thing and (of, *thing) in names and thing[0] in THINGS else None,
        sale=names.get((of, "sale", sale), "") if (sale := _sale(event)) is not None else "",
        detail=_detail(event, names),
    )


def _detail(event: Event, names: _Names) -> str:
    data, before, after = event.data, event.data.get("from"), event.data.get("to")
    match event.kind:
        case "member.changed" | "member.invited" | "member.deactivated":
            return " → ".join(str(Role(one).label) for one in (before, after or data.get("role")) if one in Role.values)
        case "proposal.reassigned":
            return " → ".join(
                names.get((event.company_id, "member", pk), "?") for pk in (before, after) if isinstance(pk, int)
            )
        case "retention.changed":
            return ", ".join(f"{_UNNAMED.get(name, name)}: {value}" for name, value in data.items())
        case "template.saved" | "clause.saved":
            return _("versão %(number)s") % {"number": data.get("version", "?")}
        case "terms.saved" | "terms.reset":
            told = {"text": Occasion(data["occasion"]).label, "language": data["language"], "number": data["version"]}
            return _("%(text)s (%(language)s), versão %(number)s") % told
        case "order.made" | "proposal.created":
            return str(data.get("number", ""))
        case _:
            fields = data.get("fields")
            return ", ".join(_label(event.kind, str(name)) for name in fields) if isinstance(fields, list) else ""


def _label(kind: str, name: str) -> str:
    if name in _UNNAMED:
        return str(_UNNAMED[name])
    model = _FIELDS_OF.get(kind.split(".", maxsplit=1)[0])
    known = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return str(known[name].verbose_name) if name in known else name

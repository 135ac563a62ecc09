"""A lot of sales as the rows the verbs would have left, with M, the statements and the events of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from aceite.core.companies.models import Counter
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.drafting import SERIES as PROPOSALS
from aceite.core.proposals.drafting import search_text
from aceite.core.proposals.drafts import Draft, DraftLine
from aceite.core.proposals.item_tallying import tell_of
from aceite.core.proposals.models import Instalment, Line, Proposal, ProposalVersion
from aceite.core.proposals.states import State, VersionState
from aceite.core.rows.inserting import insert_all
from aceite.core.sales.answering import paper_of
from aceite.core.sales.bundle import Content, Paper, bind, offer_of
from aceite.core.sales.models import Approval, Decline, Order
from aceite.core.sales.ordering import SERIES as ORDERS
from aceite.core.sales.ordering import order_number
from aceite.core.sales.term import kept_places
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.statements import Matter, Signatory, Will, build, new_ceremony
from aceite.core.trail.actors import System
from aceite.kit.codes import new_code
from aceite.kit.text import searchable
from aceite.project.large.chains import Chain, write
from aceite.project.large.keys import taken
from aceite.project.large.plans import VALID, Sold
from aceite.project.large.stage import Stage

_AT_ONCE: Final = 1000
_ANSWERED: Final = (State.APPROVED, State.ORDER, State.DECLINED)
_Told = tuple[Sold, ProposalVersion, Chain]


@dataclass
class Numbers:
    """The last number of each series and year, written back when all are drawn."""

    company_id: int
    last: dict[tuple[str, int], int] = field(default_factory=dict)

    def draw(self, series: str, year: int) -> int:
        """The next one."""
        key = (series, year)
        if key not in self.last:
            standing = Counter.objects.filter(company_id=self.company_id, series=series, year=year).first()
            self.last[key] = standing.last if standing else 0
        self.last[key] += 1
        return self.last[key]

    def keep(self) -> None:
        """So that the next sale goes on from here."""
        for (series, year), last in self.last.items():
            Counter.objects.update_or_create(
                company_id=self.company_id, series=series, year=year, defaults={"last": last}
            )


@dataclass
class Lot:
    """Rows in the making."""

    stage: Stage
    numbers: Numbers
    proposals: list[Proposal] = field(default_factory=list)
    versions: list[ProposalVersion] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    # The year and number each order has, by its sale's key.
    drawn: dict[int, tuple[int, int]] = field(default_factory=dict)

    def make(self, sales: Sequence[Sold]) -> None:
        """All of them, into the tables. Inside one transaction."""
        keys = zip(taken(Proposal, len(sales)), taken(ProposalVersion, len(sales)), strict=True)
        for sold, (pk, version_pk) in zip(sales, keys, strict=True):
            self._draft(sold, pk, version_pk)
        Proposal.objects.bulk_create(self.proposals, batch_size=500)
        ProposalVersion.objects.bulk_create(self.versions, batch_size=500)
        for rows in (self.lines, self.instalments):
            for first in range(0, len(rows), _AT_ONCE):
                insert_all(rows[first : first + _AT_ONCE])
        tell_of(Proposal._meta.db_table, self.proposals[0].pk, self.proposals[-1].pk)
        told = list(zip(sales, self.versions, self.chains, strict=True))
        for one in told:
            _begin(*one)
        self._answer([one for one in told if one[0].state in _ANSWERED])
        self._order([one for one in told if one[0].state == State.ORDER])
        write(self.chains)

    def _draft(self, sold: Sold, pk: int, version_pk: int) -> None:
        stage, customer = self.stage, self.stage.customers[sold.customer]
        company, local = stage.company, sold.made_at.astimezone(self.stage.company.tz)
        sequence = self.numbers.draw(PROPOSALS, local.year)
        sale = Proposal(
            pk=pk, company=company, number=f"{local.year}-{sequence:04d}", year=local.year, month=local.month,
            sequence=sequence, customer=customer, seller=stage.sellers[sold.seller], title=sold.title,
            created_at=sold.made_at, waiting_for="vendor", waiting_since=sold.made_at, current_id=version_pk,
        )  # fmt: skip
        version = ProposalVersion(
            pk=version_pk, company=company, proposal=sale, version=1, title=sold.title, created_at=sold.made_at,
            saved_at=sold.made_at, saved_by=sale.seller,
            valid_until=(sold.sent_at + VALID).astimezone(company.tz).date(),
        )  # fmt: skip
        lines = self._lines(sold, version)
        total = sum((line.total for line in lines), Decimal(0))
        sale.total = version.subtotal = version.total = total
        instalment = Instalment(
            company=company, version=version, number=1, due_on=version.valid_until + timedelta(days=15), amount=total
        )
        drafted = [DraftLine(line.name, code=line.code) for line in lines]
        sale.search = search_text(sale, Draft(sold.title, version.valid_until, tuple(drafted)))
        self.proposals.append(sale)
        self.versions.append(version)
        self.lines += lines
        self.instalments.append(instalment)
        self.chains.append(Chain(company.pk, f"sale/{pk}"))
        if sold.state not in (State.DRAFT, State.CANCELLED):
            self._freeze(sold, sale, version, lines, instalment)
        _end(sold, sale)
        if sale.ordered_at is not None:
            year = sale.ordered_at.astimezone(company.tz).year
            self.drawn[pk] = year, self.numbers.draw(ORDERS, year)
            sale.search += searchable(order_number(company, *self.drawn[pk]))

    def _lines(self, sold: Sold, version: ProposalVersion) -> list[Line]:
        offered = [(self.stage.items[one.item], one.quantity) for one in sold.lines]
        return [
            Line(
                company=version.company, version=version, position=position, key=f"{position:08x}", item=item,
                kind=item.kind, code=item.code, name=item.name, unit=item.unit, quantity=Decimal(quantity),
                unit_price=item.price, total=quantity * item.price,
            )
            for position, (item, quantity) in enumerate(offered)
        ]  # fmt: skip

    def _freeze(
        self, sold: Sold, sale: Proposal, version: ProposalVersion, lines: list[Line], instalment: Instalment
    ) -> None:
        # What `content_of` would read, without asking for it.
        version._prefetched_objects_cache = {"lines": lines, "instalments": [instalment]}  # type: ignore[attr-defined]
        version.state, version.sent_at = VersionState.SENT, sold.sent_at
        version.code, version.paper = new_code(), self.stage.paper
        content = Content(version, offer_of(version, {}), [], [], {}, {})
        bundle = bind(content, Paper(version.code, self.stage.paper), {}, sold.sent_at)
        version.manifest, version.openings, version.bundle_sha256 = bundle.manifest, bundle.openings, bundle.sha256
        sale.state, sale.shown_id = State.SENT, version.pk
        sale.first_sent_at = sale.sent_at = sold.sent_at
        sale.expires_at = datetime.combine(
            version.valid_until + timedelta(days=1), time.min, tzinfo=self.stage.company.tz
        )
        sale.waiting_for, sale.waiting_since = "customer", sold.sent_at

    def _answer(self, told: Sequence[_Told]) -> None:
        # What an event names must have its key first: each kind of row goes in at once.
        statements = [_statement(sold, version, self._person(sold), chain) for sold, version, chain in told]
        insert_all(statements)
        yes: list[tuple[Approval, Chain]] = []
        no: list[tuple[Decline, Chain]] = []
        for (sold, version, chain), statement in zip(told, statements, strict=True):
            common = {"company": version.company, "proposal": version.proposal, "version": version}
            common |= {"panel_user": self._person(sold), "statement": statement}
            if sold.state == State.DECLINED:
                no.append((Decline(reason=sold.reason, declined_at=sold.ended_at, **common), chain))
            else:
                counted = kept_places(version.proposal)
                yes.append((Approval(approved_at=sold.ended_at, **counted, **common), chain))
        insert_all([decline for decline, _chain in no])
        insert_all([approval for approval, _chain in yes])
        for decline, chain in no:
            data = {"version": 1, "decline": decline.pk, "reason": decline.reason}
            data |= {"statement_sha256": decline.statement.sha256}
            chain.add("proposal.declined", data, by=decline.panel_user, at=decline.declined_at)
        for approval, chain in yes:
            data = {"version": 1, "bundle_sha256": approval.version.bundle_sha256, "approval": approval.pk}
            data |= {"statement_sha256": approval.statement.sha256}
            chain.add("proposal.approved", data, by=approval.panel_user, at=approval.approved_at)

    def _order(self, told: Sequence[_Told]) -> None:
        made: list[tuple[Order, Chain]] = []
        for _sold, version, chain in told:
            sale = version.proposal
            assert sale.ordered_at is not None
            year, sequence = self.drawn[sale.pk]
            order = Order(
                company=sale.company, proposal=sale, version=version, number=order_number(sale.company, year, sequence),
                year=year, sequence=sequence, made_by=sale.seller, made_at=sale.ordered_at,
            )  # fmt: skip
            made.append((order, chain))
        insert_all([order for order, _chain in made])
        for order, chain in made:
            data = {"order": order.pk, "number": order.number, "version": 1}
            chain.add("order.made", data, by=order.made_by, at=order.made_at)

    def _person(self, sold: Sold) -> PanelUser:
        return self.stage.people[sold.customer]


def _begin(sold: Sold, version: ProposalVersion, chain: Chain) -> None:
    """What happened before the customer's answer, or without one."""
    sale, seller = version.proposal, version.proposal.seller
    chain.add("proposal.created", {"number": sale.number}, by=seller, at=sold.made_at)
    if version.state == VersionState.SENT and version.paper is not None:
        data = {"version": 1, "bundle_sha256": version.bundle_sha256, "paper_sha256": version.paper.sha256}
        chain.add("proposal.sent", data | {"documents": []}, by=seller, at=sold.sent_at)
    if sale.expiry_recorded_at and sale.expires_at:
        data = {"version": 1, "expires_at": sale.expires_at.isoformat()}
        chain.add("proposal.expired", data, by=System(sale.company_id), at=sale.expiry_recorded_at)
    if sold.state == State.CANCELLED:
        personal = {"reason": sale.closed_reason}
        chain.add("proposal.cancelled", {"from": "draft"}, by=seller, at=sold.ended_at, personal=personal)


def _end(sold: Sold, sale: Proposal) -> None:
    """Where the sale stands now."""
    match sold.state:
        case State.APPROVED:
            sale.state, sale.approved_at, sale.waiting_for, sale.waiting_since = _ends(sold, "vendor")
        case State.ORDER:
            sale.state, sale.approved_at, sale.waiting_for, sale.waiting_since = _ends(sold, "")
            sale.ordered_at = sold.ended_at + timedelta(hours=2)
        case State.DECLINED:
            sale.state, _at, sale.waiting_for, sale.waiting_since = _ends(sold, "vendor")
            sale.closed_reason = sold.reason
        case State.EXPIRED:
            sale.expiry_recorded_at, sale.waiting_for, sale.waiting_since = sold.ended_at, "vendor", sale.expires_at
        case State.CANCELLED:
            sale.state, _at, sale.waiting_for, sale.waiting_since = _ends(sold, "")
            sale.closed_reason = "Sem interesse do cliente"


def _ends(sold: Sold, waiting_for: str) -> tuple[str, datetime, str, datetime | None]:
    return sold.state, sold.ended_at, waiting_for, sold.ended_at if waiting_for else None


def _statement(sold: Sold, version: ProposalVersion, person: PanelUser, chain: Chain) -> Statement:
    act = Act.DECLINE if sold.state == State.DECLINED else Act.APPROVE
    matter = Matter(act, f"version/{version.pk}", version.proposal_id, paper_of(version), version.bundle_sha256)
    behalf = version.proposal.customer.name
    signatory = Signatory(
        "panel_user", person.pk, person.name, email=person.email, role="approver", on_behalf_of=behalf
    )
    will = Will(consent_for(act, "pt-br").sha256, ("session_code",))
    at = sold.ended_at
    made = build(matter, signatory=signatory, will=will, ceremony=new_ceremony(), head=chain.head, by=person, at=at)
    made.confirmed_at = at
    return made

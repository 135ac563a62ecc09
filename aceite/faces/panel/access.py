"""The door of the panel: who asks, for which customer, what she may see. Queries start here and in access_asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode

from aceite.core.agreements.models import Agreement, AgreementQuerySet
from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped, through
from aceite.core.contracts.external_files import ExternalFile, ExternalFileQuerySet
from aceite.core.contracts.models import (
    ArrivingFile,
    ArrivingFileQuerySet,
    Contract,
    ContractQuerySet,
    CopyPage,
    Countersigner,
    CountersignerQuerySet,
    PendingCopy,
    SignedCopy,
    SignedCopyQuerySet,
    Signer,
    SignerQuerySet,
)
from aceite.core.contracts.states import CopyState
from aceite.core.customers.folding import came_from
from aceite.core.customers.models import Customer, PanelUser, PanelUserQuerySet
from aceite.core.people.models import User
from aceite.core.privacy.models import Request, RequestQuerySet
from aceite.core.privacy.requesting import herself
from aceite.core.proposals.models import Proposal, ProposalQuerySet, ProposalVersion
from aceite.core.proposals.permitting import seen_by
from aceite.core.proposals.states import State
from aceite.core.sales.models import Order, Rescission
from aceite.core.signatures.models import Statement, StatementQuerySet
from aceite.core.tickets.models import Ticket, TicketFile, TicketQuerySet
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import heads
from aceite.core.trail.refusals import NotAllowed
from aceite.faces.panel.access_asked import AGAIN, ANYWHERE, CONTRACT, HERE, SHEET
from aceite.faces.panel.onlooker import Onlooker
from aceite.faces.panel.priceless import priceless
from aceite.faces.panel.returning import to_entering
from aceite.faces.ui.passes import PreviewPass, read_preview_pass
from aceite.faces.ui.zones import read_times_in

P = ParamSpec("P")
CHOSEN = "panel_access"


@dataclass(frozen=True)
class Scope:
    """What one visitor of the panel may reach: every query of the panel starts here."""

    company: Company
    customer: Customer
    visitor: PanelUser | Onlooker
    several: bool = False
    proposal_id: int = 0
    preview_pass: str = ""

    @property
    def person(self) -> PanelUser:
        """The customer's person; a preview has none, so whatever acts is not there for it."""
        if isinstance(self.visitor, PanelUser):
            return self.visitor
        raise Http404

    @property
    def actor(self) -> Actor:
        """Who stands behind an act."""
        return self.visitor

    @property
    def is_preview(self) -> bool:
        """Whether a member of the vendor is looking by a pass."""
        return bool(self.preview_pass)

    @cached_property
    def own_accesses(self) -> set[int]:
        """Her access, and those of registers that went into her customer's under which she acted before."""
        return came_from(self.person)

    def is_hers(self, one: PanelUser) -> bool:
        """Whether it is one of her `own_accesses`; asked for only where somebody of another register is met."""
        return one.pk == self.person.pk or (one.customer_id != self.customer.pk and one.pk in self.own_accesses)

    def may(self, verb: str) -> bool:
        """Whether one of the visitor's rights opens the verb."""
        return self.visitor.may(verb)

    @property
    def sees_prices(self) -> bool:
        """Whether amounts, and the files that hold them, are for this visitor."""
        return self.may("price.see")

    @property
    def sees_invoices(self) -> bool:
        """Whether what is owed and paid, and how, is for this visitor."""
        return self.may("invoice.see")

    def url(self, name: str, *args: object) -> str:
        """The address of a page of this panel; under a pass, of the same page under the pass."""
        if self.preview_pass:
            return reverse(f"panel:preview:{name}", args=[self.company.slug, self.preview_pass, *args])
        return reverse(f"panel:{name}", args=[self.company.slug, *args])

    @property
    def proposals(self) -> ProposalQuerySet:
        """The customer's sales that were sent and shared with this person; the one of the pass."""
        own = Proposal.objects.filter(company=self.company)
        if isinstance(self.visitor, PanelUser):
            return own.for_panel_user(self.visitor)
        return own.filter(pk=self.proposal_id)

    def sale(self, number: str) -> Proposal | None:
        """The one of `proposals` with this number, with its order and the version the customer sees, texts left out."""
        sale = SHEET.first(company=self.company, number=number)
        if sale is None:
            return None
        seen = seen_by(sale, self.visitor) if isinstance(self.visitor, PanelUser) else sale.pk == self.proposal_id
        return sale if seen else None

    def siblings(self, sale: Proposal) -> list[Proposal]:
        """The other alternatives that this visitor sees; of a sale without any nothing is asked."""
        if sale.group_id is None:
            return []
        beside = self.proposals.filter(group=sale.group_id).exclude(pk=sale.pk)
        return list(beside.select_related("shown").order_by("year", "sequence"))

    @property
    def versions(self) -> "QuerySet[ProposalVersion]":
        """Versions that were sent, newest first; the one of the pass, a draft included."""
        own = ProposalVersion.objects.filter(company=self.company).select_related("paper").order_by("-version")
        if isinstance(self.visitor, Onlooker):
            return own.filter(pk=self.visitor.version_id)
        return own.filter(sent_at__isnull=False)

    @property
    def contracts(self) -> ContractQuerySet:
        """Contracts of the sales this person sees; of the pass's version."""
        own = Contract.objects.filter(company=self.company).select_related("document", "signed_file", "manifest_file")
        if isinstance(self.visitor, PanelUser):
            return own.for_panel_user(self.visitor)
        return own.filter(version_id=self.visitor.version_id)

    def contract(self, pk: int) -> Contract | None:
        """The one of `contracts` with this key, with its version and its files."""
        found = CONTRACT.first(company=self.company, pk=pk)
        if found is None or found.version is None:
            return None
        if isinstance(self.visitor, PanelUser):
            seen = found.frozen_at is not None and seen_by(found.version.proposal, self.visitor)
        else:
            seen = found.version_id == self.visitor.version_id
        return found if seen else None

    @property
    def signers(self) -> SignerQuerySet:
        """Who is named on contracts, with what they did."""
        return Signer.objects.filter(company=self.company).standing().select_related("panel_user", "statement")

    @property
    def countersigners(self) -> CountersignerQuerySet:
        """Who signs contracts for the company, with what they did."""
        return Countersigner.objects.filter(company=self.company).standing().select_related("member", "statement")

    @property
    def copies(self) -> SignedCopyQuerySet:
        """Signed copies, newest first, with their files."""
        return SignedCopy.objects.filter(company=self.company).select_related("uploaded_by", "registered_by")

    @property
    def pending_copies(self) -> "QuerySet[PendingCopy]":
        """What this person prepares and has not sent, with its files and what was read on them."""
        own = PendingCopy.objects.filter(company=self.company, prepared_by=self.person)
        return own.prefetch_related("files__document", "files__pages")

    @property
    def arriving_files(self) -> ArrivingFileQuerySet:
        """The files this person is sending in chunks."""
        return ArrivingFile.objects.of(self.person)

    def copy_pages(self, contract: Contract) -> "QuerySet[CopyPage]":
        """The pages of copies of a contract: those that were sent, and what this person prepares."""
        hers = Q(file__pending__contract=contract, file__pending__prepared_by=self.person)
        return CopyPage.objects.filter(Q(file__copy__contract=contract) | hers, company=self.company)

    @property
    def external_files(self) -> ExternalFileQuerySet:
        """PDFs that signers signed outside, newest first."""
        return ExternalFile.objects.filter(company=self.company).select_related("uploaded_by", "document")

    @property
    def orders(self) -> "QuerySet[Order]":
        """Orders made of the sales this person sees."""
        return Order.objects.filter(company=self.company, proposal__in=self.proposals).select_related("paper")

    def rescission(self, sale: Proposal) -> Rescission | None:
        """The consumer's withdrawal from a sale that `sale` gave, with who withdrew and its file."""
        made = Rescission.objects.select_related("panel_user", "version", "file__sealing")
        return made.filter(company=self.company, proposal=sale).first()

    @property
    def tickets(self) -> TicketQuerySet:
        """The support threads this person may read, the newest first."""
        return Ticket.objects.filter(company=self.company).for_panel_user(self.person)

    @property
    def ticket_files(self) -> "QuerySet[TicketFile]":
        """The files that came with threads."""
        return TicketFile.objects.filter(company=self.company)

    @property
    def agreements(self) -> AgreementQuerySet:
        """The contracts that the sales this person sees have made."""
        return Agreement.objects.for_panel_user(self.person).select_related("contract", "proposal__order")

    @property
    def data_requests(self) -> RequestQuerySet:
        """What was asked about this person's own data, the newest first."""
        subject = herself(self.person)
        return Request.objects.about(subject.kind, subject.pk).filter(company=self.company)

    @property
    def acts(self) -> StatementQuerySet:
        """What she herself signed, approved or declined, also what has no effect any more, by any of her accesses."""
        own = Statement.objects.confirmed().filter(company=self.company)
        return own.filter(actor_kind=self.person.kind, actor_id__in=self.own_accesses)

    def sales_of(self, acts: Iterable[Statement]) -> dict[int, Proposal]:
        """The sales of one's own acts, by id: whoever acted in a sale knows it, whatever became of her access to it."""
        ids = {act.sale_id for act in acts}
        return Proposal.objects.filter(company=self.company, customer=self.customer).in_bulk(ids)

    def titles_of(self, acts: Iterable[Statement]) -> dict[str, str]:
        """The titles of the contracts among the subjects of one's own acts."""
        ids = [act.subject.removeprefix("contract/") for act in acts if act.subject.startswith("contract/")]
        found = Contract.objects.filter(company=self.company, pk__in=ids).values_list("pk", "title")
        return {f"contract/{pk}": title for pk, title in found}

    @property
    def colleagues(self) -> PanelUserQuerySet:
        """Everybody of the same customer, those whose access ended included."""
        return PanelUser.objects.filter(company=self.company, customer=self.customer)

    def signers_for(self, sale: Proposal) -> PanelUserQuerySet:
        """Who of the customer may sign, sees this sale, and would hear of her turn."""
        may = self.colleagues.within_reach().who_may_sign()
        return may if sale.shared_with_all else may.filter(shares__proposal=sale)

    def approvers(self, sale: Proposal) -> PanelUserQuerySet:
        """Who of the customer may approve this sale and sees it."""
        may = self.colleagues.active().filter(can_approve=True)
        return may if sale.shared_with_all else may.filter(shares__proposal=sale)

    @property
    def refused_copies(self) -> ContractQuerySet:
        """Contracts of answered or open versions whose copy the vendor refused, and no other was sent."""
        counting = SignedCopy.objects.filter(contract=OuterRef("pk")).exclude(state=CopyState.REFUSED)
        refused = SignedCopy.objects.filter(contract=OuterRef("pk"), state=CopyState.REFUSED)
        open_sales = Q(version__proposal__state__in=[State.SENT, State.APPROVED])
        return self.contracts.standing().filter(open_sales, Exists(refused), ~Exists(counting))

    def heads_of(self, proposal: Proposal) -> tuple[str | None, str | None]:
        """The newest hashes of the sale's trail and of the company's: one changes whenever anything shown does."""
        return heads(self.company.pk, proposal.pk)

    @cached_property
    def home_url(self) -> str:
        """Where the company's name leads."""
        if self.preview_pass:
            return reverse("panel:preview", args=[self.company.slug, self.preview_pass])
        return self.url("home")


class PanelRequest(HttpRequest):
    """A request that came through the door."""

    scope: Scope


View = Callable[Concatenate[PanelRequest, P], HttpResponseBase]


def panel(verb: str = "panel.see", *, preview: bool = False) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Opens a view to the customer's people whose rights hold `verb`, and with `preview` to the bearer of a pass.

    The view gets `request.scope` and not the company's slug. Nobody signed in is sent to the entering page; a stranger,
    an access that ended and a missing right get 404; who has several customers here chooses one first.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def entered(
            request: PanelRequest, /, company: str, preview_pass: str = "", *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            try:
                with through(Door.SIGN_IN) as narrow:
                    if preview_pass:
                        found: Scope | HttpResponse = _by_pass(request, company, preview_pass)
                    else:
                        found = _by_session(request, company, kwargs)
                    if isinstance(found, HttpResponse):
                        return found
                    if not found.may(verb) or (found.is_preview and not preview):
                        raise Http404
                    request.scope = found
                    read_times_in(found.company.tz, request)
                    narrow(found.company.pk)
                    answer = view(request, *args, **kwargs)
                    return answer if found.sees_prices else priceless(answer)
            except NotAllowed as refusal:
                raise Http404 from refusal

        return cast("Callable[..., HttpResponseBase]", entered)

    return decorate


def accesses(user: User, slug: str = "") -> list[PanelUser]:
    """The customers in whose name this person enters, here or (without a slug) anywhere."""
    with everywhere(Door.SIGN_IN):
        return _held(HERE.all(user=user, slug=slug) if slug else ANYWHERE.all(user=user))


def read_again(scope: Scope) -> Scope:
    """The same person's scope, as her row, her customer's and the company's stand at this moment."""
    person = AGAIN.get(pk=scope.person.pk)
    return replace(scope, company=person.company, customer=person.customer, visitor=person)


def _held(standing: list[PanelUser]) -> list[PanelUser]:
    # Few rows with many columns: sorting them here is cheaper than telling the database how.
    return sorted(standing, key=lambda person: (person.company.trade_name, person.customer.name))


def company_by_slug(slug: str) -> Company:
    """The company of an address open to all; 404 when there is none."""
    with everywhere(Door.HOST):
        return get_object_or_404(Company, slug=slug)


def _by_session(request: HttpRequest, slug: str, kwargs: object) -> Scope | HttpResponse:
    if not request.user.is_authenticated:
        return to_entering(request, slug)
    held = _held(HERE.all(user=request.user.pk, slug=slug))
    if not held:
        raise Http404
    number = kwargs.get("number", "") if isinstance(kwargs, dict) else ""
    person = _chosen(request, held, str(number))
    if person is None:
        target = urlencode({"next": request.get_full_path()}) if request.method in {"GET", "HEAD"} else ""
        return redirect(f"{reverse('panel:choose', args=[slug])}?{target}")
    return Scope(company=person.company, customer=person.customer, visitor=person, several=len(held) > 1)


def _chosen(request: HttpRequest, held: list[PanelUser], number: str) -> PanelUser | None:
    if len(held) == 1:
        return held[0]
    # The link of a mail leads to its own customer's sale, whatever was chosen before.
    if number and (owner := _owner_of(held, number)):
        return owner
    return next((person for person in held if person.pk == request.session.get(CHOSEN)), None)


def _owner_of(held: list[PanelUser], number: str) -> PanelUser | None:
    customers = {person.customer_id: person for person in held}
    with scoped(held[0].company_id):
        sale = Proposal.objects.filter(company_id=held[0].company_id, number=number, customer_id__in=customers).first()
    return customers[sale.customer_id] if sale else None


def _by_pass(request: HttpRequest, slug: str, text: str) -> Scope:
    opened: PreviewPass | None = read_preview_pass(text)
    if opened is None or request.method not in {"GET", "HEAD"}:
        raise Http404
    with scoped(opened.company_id):
        here = Proposal.objects.filter(company_id=opened.company_id, company__slug=slug, pk=opened.proposal_id)
        sale = here.filter(versions=opened.version_id).select_related("company", "customer").first()
    if sale is None:
        raise Http404
    onlooker = Onlooker(company_id=opened.company_id, actor_id=opened.member_id, version_id=opened.version_id)
    return Scope(company=sale.company, customer=sale.customer, visitor=onlooker, proposal_id=sale.pk, preview_pass=text)

"""The door of the office: who asks, for which company, what she may see. Only this file of the face starts queries."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from aceite.core.agreements.models import Agreement, AgreementQuerySet
from aceite.core.blueprints.models import Block, BlockQuerySet, Blueprint, BlueprintQuerySet
from aceite.core.catalog.models import Item, ItemPicture, ItemPictureQuerySet, ItemQuerySet
from aceite.core.clearances.models import Clearance, ClearanceQuerySet, Rule, RuleQuerySet
from aceite.core.companies.models import Company, Domain
from aceite.core.companies.scope import Door, everywhere, through
from aceite.core.conditions.models import PaymentCondition, PaymentConditionQuerySet
from aceite.core.contracts.external_files import ExternalFile, ExternalFileQuerySet
from aceite.core.contracts.models import (
    Clause,
    ClauseQuerySet,
    Contract,
    ContractQuerySet,
    ContractTemplate,
    ContractTemplateQuerySet,
    CopyPage,
    Countersigner,
    CountersignerQuerySet,
    SignedCopy,
    SignedCopyQuerySet,
    Signer,
    SignerQuerySet,
    TemplateVersion,
    TemplateVersionQuerySet,
)
from aceite.core.customers.models import (
    Customer,
    CustomerGroup,
    CustomerGroupQuerySet,
    CustomerQuerySet,
    PanelUser,
    PanelUserQuerySet,
    SigningPower,
    SigningPowerQuerySet,
)
from aceite.core.documents.models import Document, DocumentQuerySet
from aceite.core.imports.models import Import, ImportedRow, ImportedRowQuerySet, ImportQuerySet
from aceite.core.jobs.models import DeadLetter, DeadLetterQuerySet
from aceite.core.people.models import Member, MemberQuerySet, User
from aceite.core.prices.models import PriceList, PriceListQuerySet
from aceite.core.privacy.models import Request, RequestQuerySet
from aceite.core.proposals.models import Attachment, Proposal, ProposalQuerySet
from aceite.core.receivables.models import (
    BankStatement,
    BilledFile,
    BilledFileQuerySet,
    Payment,
    PaymentQuerySet,
    Receivable,
    ReceivableQuerySet,
)
from aceite.core.rows.worded import Blank, Worded
from aceite.core.sales.models import Order, OrderQuerySet
from aceite.core.signatures.models import Certificate, CertificateQuerySet
from aceite.core.signatures.own_terms import TermsVersion, TermsVersionQuerySet
from aceite.core.trail.models import Event, EventQuerySet
from aceite.core.trail.refusals import NotAllowed
from aceite.faces.office.access_after import AfterSales
from aceite.faces.ui.returning import stood_on
from aceite.outbound.mail.models import Delivery, DeliveryQuerySet

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any]")
T = TypeVar("T")

# Every request asks it.
_HERE: Final = Worded(
    Member.objects.joined()
    .filter(company__slug=Blank("slug"), user=Blank("user"))
    .select_related("company", "user")
    .defer("company__terms")
    .order_by("pk")
)


class Scope(AfterSales):
    """What one member may reach: every query of the office starts here, among the rows of her company."""

    @property
    def customers(self) -> CustomerQuerySet:
        """The company's customers."""
        return Customer.objects.filter(company=self.company)

    @property
    def panel_users(self) -> PanelUserQuerySet:
        """The people of the company's customers."""
        return PanelUser.objects.filter(company=self.company)

    @property
    def domains(self) -> "QuerySet[Domain]":
        """The company's own addresses, those to be proved included."""
        return Domain.objects.filter(company=self.company).select_related("company")

    @property
    def signing_powers(self) -> SigningPowerQuerySet:
        """By what right the people of the customers sign."""
        return SigningPower.objects.filter(company=self.company)

    @property
    def items(self) -> ItemQuerySet:
        """The catalogue."""
        return Item.objects.filter(company=self.company)

    @property
    def item_pictures(self) -> ItemPictureQuerySet:
        """The pictures of the catalogue's items."""
        return ItemPicture.objects.filter(company=self.company)

    @property
    def price_lists(self) -> PriceListQuerySet:
        """The price lists, those put away too."""
        return PriceList.objects.filter(company=self.company)

    @property
    def customer_groups(self) -> CustomerGroupQuerySet:
        """The groups that customers stand in."""
        return CustomerGroup.objects.filter(company=self.company)

    @property
    def conditions(self) -> PaymentConditionQuerySet:
        """The named conditions of payment."""
        return PaymentCondition.objects.filter(company=self.company)

    @property
    def clearance_rules(self) -> RuleQuerySet:
        """The rules of internal approval, those put away too."""
        return Rule.objects.filter(company=self.company)

    @property
    def clearances(self) -> ClearanceQuerySet:
        """The requests for internal approval."""
        return Clearance.objects.filter(company=self.company)

    def sales_of(self, asked: Iterable[Clearance]) -> ProposalQuerySet:
        """The sales these requests are about, for whoever is to answer them."""
        return Proposal.objects.filter(company=self.company, clearances__in=list(asked))

    def sales_named(self, keys: Iterable[int]) -> ProposalQuerySet:
        """The sales with these keys, which another query of this door has given."""
        return Proposal.objects.filter(company=self.company, pk__in=keys)

    @property
    def imports(self) -> ImportQuerySet:
        """Spreadsheets on their way into a register, and those that came in."""
        return Import.objects.filter(company=self.company)

    @property
    def imported_rows(self) -> ImportedRowQuerySet:
        """What became of their rows."""
        return ImportedRow.objects.filter(company=self.company)

    @property
    def blueprints(self) -> BlueprintQuerySet:
        """The models of proposals this member sees."""
        return Blueprint.objects.filter(company=self.company).seen_by(self.member)

    @property
    def blocks(self) -> BlockQuerySet:
        """The library of presentation."""
        return Block.objects.filter(company=self.company)

    @property
    def templates(self) -> ContractTemplateQuerySet:
        """The contract templates."""
        return ContractTemplate.objects.filter(company=self.company)

    @property
    def clauses(self) -> ClauseQuerySet:
        """The clause library."""
        return Clause.objects.filter(company=self.company)

    @property
    def template_versions(self) -> TemplateVersionQuerySet:
        """What the contract templates said each time they were saved."""
        return TemplateVersion.objects.filter(company=self.company)

    @property
    def terms_versions(self) -> TermsVersionQuerySet:
        """The consent terms the company wrote, each time they were saved."""
        return TermsVersion.objects.filter(company=self.company)

    @property
    def contracts(self) -> ContractQuerySet:
        """Contracts, those of the register and those in proposals."""
        rows = Contract.objects.filter(company=self.company)
        # The register is everybody's.
        return rows if self.sellers is None else rows.filter(Q(version=None) | Q(version__proposal__in=self.open_sales))

    @property
    def shown_contracts(self) -> ContractQuerySet:
        """Those that may be looked at: where no contracts are made any more, what was sent still stays."""
        return self.contracts if self.company.uses_contracts else self.contracts.frozen()

    @property
    def signers(self) -> SignerQuerySet:
        """Who is named on the company's contracts."""
        return self._of_seen(Signer.objects.filter(company=self.company), "contract__version__proposal__")

    @property
    def countersigners(self) -> CountersignerQuerySet:
        """Who signs for the vendor on the company's contracts."""
        return self._of_seen(Countersigner.objects.filter(company=self.company), "contract__version__proposal__")

    @property
    def copies(self) -> SignedCopyQuerySet:
        """The signed copies customers uploaded."""
        return self._of_seen(SignedCopy.objects.filter(company=self.company), "contract__version__proposal__")

    @property
    def listed_copies(self) -> SignedCopyQuerySet:
        """The signed copies of the sales in her lists: the queue of those to check, and how many they are."""
        return self._of_own(SignedCopy.objects.filter(company=self.company), "contract__version__proposal__")

    @property
    def external_files(self) -> ExternalFileQuerySet:
        """The PDFs that signers signed outside."""
        return self._of_seen(ExternalFile.objects.filter(company=self.company), "contract__version__proposal__")

    @property
    def copy_pages(self) -> "QuerySet[CopyPage]":
        """The pages of signed copies, as they were read."""
        rows = CopyPage.objects.filter(company=self.company, file__copy__isnull=False)
        return self._of_seen(rows, "file__copy__contract__version__proposal__")

    @property
    def documents(self) -> DocumentQuerySet:
        """The company's stored files."""
        return Document.objects.filter(company=self.company)

    @property
    def orders(self) -> OrderQuerySet:
        """The closed sales."""
        return self._of_seen(Order.objects.filter(company=self.company), "proposal__")

    @property
    def agreements(self) -> AgreementQuerySet:
        """The contracts that the sales she sees have made."""
        return self._of_own(Agreement.objects.holding().filter(company=self.company), "proposal__")

    @property
    def receivables(self) -> ReceivableQuerySet:
        """What the closed sales in her lists are owed."""
        return self._of_own(Receivable.objects.filter(company=self.company), "proposal__")

    @property
    def payments(self) -> PaymentQuerySet:
        """The money that arrived, what was taken back too."""
        return self._of_seen(Payment.objects.filter(company=self.company), "receivable__proposal__")

    @property
    def billed_files(self) -> BilledFileQuerySet:
        """The files of billing given with orders."""
        return self._of_seen(BilledFile.objects.filter(company=self.company), "proposal__")

    @property
    def bank_statements(self) -> "QuerySet[BankStatement]":
        """The statements of banks that were taken in."""
        return BankStatement.objects.filter(company=self.company)

    @property
    def attachments(self) -> "QuerySet[Attachment]":
        """The files that go with versions of proposals."""
        return self._of_seen(Attachment.objects.filter(company=self.company), "version__proposal__")

    @property
    def certificates(self) -> CertificateQuerySet:
        """The company's own certificates, the retired ones too."""
        return Certificate.objects.filter(company=self.company)

    @property
    def members(self) -> MemberQuerySet:
        """The team, those who left included."""
        return Member.objects.filter(company=self.company)

    @property
    def deliveries(self) -> DeliveryQuerySet:
        """The mails written in the company's name."""
        return Delivery.objects.of_company(self.company.pk)

    @property
    def dead_letters(self) -> DeadLetterQuerySet:
        """Work that was given up."""
        return DeadLetter.objects.filter(company_id=self.company.pk)

    @property
    def data_requests(self) -> RequestQuerySet:
        """What was asked about people's data, the newest first."""
        return Request.objects.filter(company=self.company)

    @property
    def events(self) -> EventQuerySet:
        """The company's trail."""
        return Event.objects.filter(company_id=self.company.pk)


class OfficeRequest(HttpRequest):
    """A request that came through the door."""

    scope: Scope


View = Callable[Concatenate[OfficeRequest, P], HttpResponseBase]


def office(
    see: str, *, change: str = "", contracts: bool = False, whole: bool = False
) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Opens a view to members whose role holds `see` (GET, HEAD) or `change` (all else; `see` when not given).

    The view gets `request.scope` and not the company's slug. Nobody signed in is sent to the entering page; a stranger,
    somebody who left and a missing right get 404. With `contracts` no page stands where *faz contratos* is off;
    with `whole` none for whoever sees her own sales only.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def entered(request: OfficeRequest, /, company: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return _to_entering(request, company)
            right = see if request.method in {"GET", "HEAD"} else change or see
            try:
                with through(Door.SIGN_IN) as narrow:
                    member = _HERE.first(slug=company, user=user.pk)
                    if member is None or not member.may(right) or (contracts and not member.company.uses_contracts):
                        raise Http404
                    request.scope = Scope(member=member, company=member.company, user=user)
                    if whole and request.scope.sellers is not None:
                        raise Http404
                    narrow(member.company_id)
                    return view(request, *args, **kwargs)
            except NotAllowed as refusal:
                raise Http404 from refusal

        return cast("Callable[..., HttpResponseBase]", entered)

    return decorate


def found(rows: "QuerySet[Row]", pk: int) -> Row:
    """The row of this id among those the scope hands over; 404 when it is not one of them."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def memberships(user: User) -> list[Member]:
    """The teams this person works in, by the company's name."""
    with everywhere(Door.SIGN_IN):
        standing = Member.objects.joined().filter(user=user).select_related("company")
        return list(standing.order_by("company__trade_name", "pk"))


def panels(user: User) -> list[Company]:
    """The companies whose panel this person may enter as a customer's, by name."""
    with everywhere(Door.SIGN_IN):
        standing = PanelUser.objects.active().filter(user=user, joined_at__isnull=False)
        found = Company.objects.filter(pk__in=standing.values("company_id"))
        return list(found.order_by("trade_name", "pk"))


def company_by_slug(slug: str) -> Company:
    """The company of an address open to all (its colour, its logo); 404 when there is none."""
    with everywhere(Door.HOST):
        found = Company.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _to_entering(request: HttpRequest, company: str) -> HttpResponse:
    # What was posted cannot be repeated after entering, so only a page is returned to: the one it was posted from.
    home = reverse("office:home", kwargs={"company": company})
    target = request.get_full_path() if request.method in {"GET", "HEAD"} else stood_on(request, home) or home
    answer = redirect_to_login(target, reverse("office:enter"))
    return HttpResponseClientRedirect(answer.url) if request.headers.get("HX-Request") else answer

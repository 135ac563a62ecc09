"""One sale for each status that changes an answer, with everything in it that has an address of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Model

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item, ItemPicture
from aceite.core.catalog.picturing import add_picture
from aceite.core.comments.models import Comment
from aceite.core.comments.writing import comment
from aceite.core.contracts.copies import UploadedFile, accept_copy, upload_copy
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, CopyFile, CopyPage, Countersigner, Requirement, SignedCopy, Signer
from aceite.core.contracts.representing import set_countersigners
from aceite.core.proposals.attaching import attach_file
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.models import Attachment, CounterOffer, Line, Proposal, ProposalVersion, Question
from aceite.core.proposals.questions import ask
from aceite.core.proposals.sharing import share_with
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.sales.letting_in import ask_to_let_in
from aceite.core.sales.models import AccessRequest, Approval, Order
from aceite.core.sales.revising import withdraw
from aceite.core.signatures.models import SealedFile, Statement
from aceite.faces.ui.passes import PreviewPass, preview_pass
from aceite.kit.codes import format_code
from tests import outside_signing as outside
from tests import walk
from tests.core.contracts.outside import send, signed_by
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import opened, prepare, sign_all
from tests.matrix.people import Cast
from tests.plans import plan

MISSING = 0


@dataclass(frozen=True)
class Sale:
    """The ids that stand in the addresses of one sale; 0 (or "nenhum") for what it does not have."""

    number: str
    digital: int
    paper: int
    signer: int
    attachment: int
    picture: str
    countersigner: int = MISSING
    question: int = MISSING
    counter_offer: int = MISSING
    access_request: int = MISSING
    comment: int = MISSING
    copy: int = MISSING
    file: int = MISSING
    external: int = MISSING
    sheet: int = MISSING
    approval: int = MISSING
    form: int = MISSING
    order: str = "nenhum"
    ceremony: str = "nenhuma"
    preview: str = "nenhum"
    code: str = "nenhum"


def draft(people: Cast, at: datetime) -> Proposal:
    """One oven with its picture, a contract to be signed in the panel and one to be signed on paper, a file."""
    proposal = walk.draft_for(people.padaria, people.bruno, at, lines=[_pictured(people, at)])
    comment(proposal, "Cliente antigo.", key=f"c-{proposal.pk}", by=people.bruno, at=at)
    parties = (people.carla, people.gil)
    walk.with_contract(proposal, people.bruno, at, *parties, witness=people.helena)
    walk.with_contract(proposal, people.bruno, at, people.carla, requirement="manual", title="Sigilo")
    attach_file(proposal, plan(), name="planta.pdf", by=people.bruno, at=at)
    return proposal


def _pictured(people: Cast, at: datetime) -> DraftLine:
    """The oven as an item of the catalogue; each sale has one of its own, with another picture."""
    made = Item.objects.count()
    data = ItemData(f"FRN-{made}", walk.OVEN.name, walk.OVEN.unit_price)
    item = save_item(None, data, company=people.ana.company, by=people.ana, at=at)
    add_picture(item, photo(size=(600, 800 + made)), name="forno.jpg", by=people.ana, at=at)
    return replace(walk.OVEN, item_id=item.pk)


def sent(people: Cast, at: datetime) -> Proposal:
    """Asked about, and to cost less; the copy waits to be checked; Ana signs last.

    Carla has read and asked for a code, Helena has not. Gil has read and sent a PDF that he signed
    outside, which waits to be checked.
    """
    written = draft(people, at)
    for contract in Contract.objects.filter(version__proposal=written, requirement=Requirement.DIGITAL):
        set_countersigners(contract, [people.ana], by=people.bruno, at=at)
    proposal = _delivered(written, people, at)
    contracts = _of(proposal, Requirement.DIGITAL)
    opened(contracts, people.carla, people.gil, at=at)
    prepare(contracts, people.carla, at)
    for contract in contracts:
        send(contract, people.gil, signed_by(contract, outside.at_govbr(people.gil.name), at), at)
    note_points(proposal, "total", [Asked("total", Decimal(38000))], by=people.carla, at=at)
    send_points(proposal, "", version=1, by=people.carla, at=at)
    ask_to_let_in(proposal, "Lia Reis", "lia@padaria.example", by=people.davi, at=at)
    return proposal


def ready(people: Cast, at: datetime) -> Proposal:
    """Everything is signed and checked: it waits for Carla's yes."""
    proposal = _asked(people, at)
    sign_all(_of(proposal, Requirement.DIGITAL), people.carla, people.gil, people.helena, at=at)
    for copy in SignedCopy.objects.filter(contract__version=walk.fresh(proposal).current):
        accept_copy(copy, by=people.bruno, at=at)
    return proposal


def approved(people: Cast, at: datetime) -> Proposal:
    """Carla said yes."""
    proposal = ready(people, at)
    walk.approved(proposal, people.carla, at)
    return proposal


def order(people: Cast, at: datetime) -> Proposal:
    """Bruno made the order."""
    proposal = approved(people, at)
    walk.ordered(proposal, people.bruno, at)
    return proposal


def declined(people: Cast, at: datetime) -> Proposal:
    """Carla said no."""
    proposal = _asked(people, at)
    walk.declined(proposal, people.carla, at)
    return proposal


def expired(people: Cast, at: datetime) -> Proposal:
    """Sent so long ago that its validity is over."""
    return _asked(people, at - timedelta(days=90))


def cancelled(people: Cast, at: datetime) -> Proposal:
    """Bruno ended it after sending."""
    proposal = _asked(people, at)
    cancel(walk.fresh(proposal), reason="Fora de linha", by=people.bruno, at=at)
    return proposal


def withdrawn(people: Cast, at: datetime) -> Proposal:
    """Taken back; the next version is being written, and the ids are those of the old one."""
    proposal = _asked(people, at)
    withdraw(walk.fresh(proposal), reason="Preço errado", by=people.bruno, at=at)
    return proposal


def reserved(people: Cast, at: datetime) -> Proposal:
    """Sent for Carla's eyes only."""
    proposal = walk.draft_for(people.padaria, people.bruno, at, lines=[_pictured(people, at)])
    comment(proposal, "Só a Carla.", key=f"c-{proposal.pk}", by=people.bruno, at=at)
    walk.with_contract(proposal, people.bruno, at, people.carla)
    walk.with_contract(proposal, people.bruno, at, people.carla, requirement="manual", title="Sigilo")
    attach_file(proposal, plan(), name="planta.pdf", by=people.bruno, at=at)
    share_with(proposal, [people.carla], by=people.bruno, at=at)
    return _delivered(proposal, people, at)


STATUSES: dict[str, Callable[[Cast, datetime], Proposal]] = {
    made.__name__: made
    for made in (draft, sent, ready, approved, order, declined, expired, cancelled, withdrawn, reserved)
}


def ids(proposal: Proposal, people: Cast, version: int | None) -> Sale:
    """What of this sale has an address; `version` is the first one's id."""
    inside = {"contract__version_id": version}
    contracts = {one.requirement: one.pk for one in Contract.objects.filter(version_id=version)}
    newest = walk.fresh(proposal)
    begun = Statement.objects.filter(subject=f"contract/{contracts['digital']}").first()
    seen = PreviewPass(newest.company_id, newest.pk, newest.current_id or MISSING, people.bruno.pk)
    copy = SignedCopy.objects.filter(**inside).first()
    made = Order.objects.filter(proposal=proposal).first()
    return Sale(
        number=proposal.number,
        digital=contracts["digital"],
        paper=contracts["manual"],
        signer=Signer.objects.filter(**inside, contract__requirement="digital").order_by("-position")[0].pk,
        attachment=Attachment.objects.get(version_id=version).pk,
        picture=_picture_of(version),
        countersigner=_pk(Countersigner.objects.filter(**inside).first()),
        question=_pk(Question.objects.filter(proposal=proposal).first()),
        counter_offer=_pk(CounterOffer.objects.filter(proposal=proposal).first()),
        access_request=_pk(AccessRequest.objects.filter(proposal=proposal).first()),
        comment=_pk(Comment.objects.filter(proposal=proposal).first()),
        copy=_pk(copy),
        file=_pk(CopyFile.objects.filter(copy=copy).first()),
        external=_pk(ExternalFile.objects.filter(contract__version_id=version).first()),
        sheet=_pk(CopyPage.objects.filter(file__copy=copy).first()),
        approval=_pk(Approval.objects.filter(proposal=proposal).first()),
        form=_pk(SealedFile.objects.filter(subject=f"contract/{contracts['digital']}").first()),
        order=made.number if made else "nenhum",
        ceremony=begun.ceremony if begun else "nenhuma",
        preview=preview_pass(seen),
        code=format_code(ProposalVersion.objects.get(proposal=proposal, version=1).code) or "nenhum",
    )


def _picture_of(version: int | None) -> str:
    items = Line.objects.filter(version_id=version).values("item")
    return ItemPicture.objects.select_related("document").get(item__in=items).document.sha256


def _asked(people: Cast, at: datetime) -> Proposal:
    return _delivered(draft(people, at), people, at)


def _delivered(proposal: Proposal, people: Cast, at: datetime) -> Proposal:
    """Sent, asked about, and its second contract signed on paper."""
    proposal = walk.sent(proposal, people.bruno, at)
    ask(proposal, "Inclui a instalação?", by=people.carla, at=at)
    for contract in _of(proposal, Requirement.MANUAL):
        files = [UploadedFile("foto.jpg", photo())]
        upload_copy(contract, files, key=f"via-{contract.pk}", by=people.carla, origin=walk.ORIGIN, at=at)
    return proposal


def _of(proposal: Proposal, requirement: str) -> list[Contract]:
    return list(walk.contracts_of(proposal).filter(requirement=requirement))


def _pk(row: Model | None) -> int:
    return row.pk if row else MISSING

"""One Aurora with everything that has an address; made once, and every knock at a door is taken back."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from PIL import Image

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.terminating import Ending, terminate
from aceite.core.blueprints.filing import attach_to_blueprint
from aceite.core.blueprints.keeping import BlueprintData, new_blueprint
from aceite.core.blueprints.presenting import BlockData, present_blueprint
from aceite.core.blueprints.shelving import ShelfData, save_block
from aceite.core.bulk.acts import order_bulk
from aceite.core.bulk.looking import Choice
from aceite.core.bulk.models import BulkKind
from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.picturing import add_picture
from aceite.core.clearances.asking import ask_clearance
from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.companies.domains import add_domain, verify_domain
from aceite.core.companies.models import Company
from aceite.core.conditions.actions import save_condition
from aceite.core.conditions.terms import Terms
from aceite.core.conditions.usual import Condition
from aceite.core.contracts.clause_saving import ClauseText, save_clause
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.grouping import save_group
from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import CustomerKind, SigningPower
from aceite.core.documents.logos import set_logo
from aceite.core.documents.pictures import picture
from aceite.core.imports.acts import FileData, take_file
from aceite.core.jobs.models import DeadLetter, Worker
from aceite.core.notices.models import Notice
from aceite.core.people.member_invitations import member_invitation_token
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.standing_in import Away, plan_absence
from aceite.core.people.teams import NewMember, invite_member
from aceite.core.prices.actions import ListData, save_list
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import set_price
from aceite.core.privacy.requesting import ask_erasure
from aceite.core.proposals.drafts import DraftLine
from aceite.core.receivables.importing import take_in
from aceite.core.sales.merging_customers import MergeChoice, merge_customers
from aceite.core.sales.view_saving import ViewData, save_view
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.models import Statement
from aceite.core.signatures.terms_saving import Text as ConsentText
from aceite.core.signatures.terms_saving import save_terms
from aceite.core.signatures.wording import OwnWords
from aceite.core.tickets.files import Given
from aceite.core.tickets.models import TicketFile
from aceite.core.tickets.writing import Words, open_ticket
from aceite.outbound.mail.models import Delivery, State, Topic
from aceite.outbound.mail.stopping import stop_token
from tests import cast, walk
from tests.authenticator import Device
from tests.core.contracts.scans import photo
from tests.core.people.holding import entered, registered
from tests.jobs import run_jobs
from tests.matrix.people import Cast, assemble, sessions
from tests.matrix.sales import STATUSES, Sale, ids
from tests.plans import plan


@dataclass(frozen=True)
class Register:
    """Ids of what belongs to no sale."""

    customer: int
    domain: int
    twin: int
    merge: int
    person: int
    member: int
    item: int
    picture: int
    price_list: int
    price: int
    group: int
    picture_sha256: str
    sheet: int
    view: int
    bulk: int
    condition: int
    bank_statement: int
    template: int
    blueprint: int
    blueprint_file: int
    block: int
    block_picture: str
    clause: int
    contract: int
    delivery: int
    letter: int
    request: int
    brunos_passkey: int
    carlas_passkey: int
    power: int
    mail_stop: str
    brunos_device: int
    carlas_device: int
    carlas_act: int
    clearance_rule: int
    clearance: int
    notice: int
    absence: int
    ticket: int
    ticket_file: int
    agreement: int
    ended: int
    ending: int
    to_the_team: str
    to_the_panel: str


@dataclass(frozen=True)
class World:
    """Who has entered, and what there is to be looked at."""

    people: Cast
    sessions: dict[str, str]
    sales: dict[str, Sale]
    register: Register

    @property
    def company(self) -> Company:
        """The vendor."""
        return self.people.ana.company

    def make_no_contracts(self) -> None:
        """Turns *faz contratos* off."""
        Company.objects.filter(pk=self.company.pk).update(uses_contracts=False)


def build() -> World:
    """Everything as it stands an hour after it happened, the worker's part of it done too."""
    people, now = assemble(), timezone.now()
    at = now - timedelta(hours=1)
    set_logo(people.ana.company, _logo(), by=people.ana, at=at)
    Worker.objects.create(id="matrix", host="aurora.example", pid=1, beat_at=now + timedelta(hours=1))
    register = _register(people, at)
    made = {status: make(people, at) for status, make in STATUSES.items()}
    run_jobs()
    hers = Statement.objects.confirmed().filter(actor_kind=people.carla.kind, actor_id=people.carla.pk)
    register = replace(register, carlas_act=hers.latest("pk").pk)
    register = replace(register, notice=Notice.objects.of(people.bruno)[0].pk)
    register = _with_clearance(register, people, at)
    register = _with_agreements(register, people, at)
    drafts = [made["draft"].pk]
    register = replace(register, bulk=order_bulk(Choice(BulkKind.REMIND), drafts, key="m", by=people.bruno, at=at).pk)
    # A page is drawn at its first look; here that is done beforehand, so that looking writes nothing at all.
    for contract in Contract.objects.frozen().select_related("document"):
        if contract.document:
            picture(contract.document, 1, width=800, at=at)
    for sent in ExternalFile.objects.select_related("document"):
        picture(sent.document, 1, width=800, at=at)
    sales = {status: ids(proposal, people, proposal.current_id) for status, proposal in made.items()}
    walk.sent_for(people.fabio.customer, people.eva, at)
    return World(people, sessions(people, now), sales, register)


def _register(people: Cast, at: datetime) -> Register:
    """Joana is invited to Padaria Central's panel and Eva to Aurora's team; neither has answered."""
    company, by = people.ana.company, people.ana
    text = Text("Prestação de serviços", "<p>Entre {{cliente.nome}} e nós.</p><p>{{clausula.garantia}}</p>", "digital")
    text_of_clause = ClauseText("Garantia", "<p>Doze meses.</p>")
    clause = save_clause(text_of_clause, company=company, by=by, at=at)
    eva = NewMember("Eva", people.eva.email, Role.SELLER)
    item = save_item(None, ItemData(code="F1", name="Forno", price=Decimal(9)), company=company, by=by, at=at)
    twin, other = (
        cast.customer(company, CustomerKind.COMPANY, name, taxid)
        for name, taxid in (("Padaria Filial", "11444777000161"), ("Padaria Antiga", "34028316000103"))
    )
    prices = save_list(None, ListData("Atacado", for_everybody=True), company=company, by=by, at=at)
    price = set_price(prices, item, Step(Decimal(10), Decimal(8)), by=by, at=at)
    shown = add_picture(item, photo("red"), name="forno.jpg", by=by, at=at)
    sheet = FileData("clientes.csv", b"CNPJ;Nome\r\n19131243000197;Mercado Sul Ltda.")
    joana = cast.panel_user(people.padaria, "Joana Siqueira", "joana@correio.example", "16899535009")
    joana.joined_at = None
    joana.save()
    blueprint = new_blueprint(BlueprintData("Cozinha", shared=True), company=company, key="", by=by, at=at)
    shelf = save_block(ShelfData("about", "Nós", upload=_photo()), company=company, by=by, at=at)
    # What the people of this world agree to in Portuguese stays the product's.
    save_terms(company, ConsentText(Occasion.EXTERNAL, "en"), OwnWords(added="Venue: Campinas."), by=by, at=at)
    present_blueprint(blueprint, [BlockData("about", "Nós")], revision=blueprint.revision, by=by, at=at)
    return Register(
        customer=people.padaria.pk,
        domain=_domain(people, at),
        twin=twin.pk,
        merge=merge_customers(people.padaria, other, MergeChoice(), by=by, at=at).pk,
        person=people.gil.pk,
        member=people.iris.pk,
        item=item.pk,
        picture=shown.pk,
        price_list=prices.pk,
        price=price.pk,
        group=save_group(None, "Revenda", company=company, by=by, at=at).pk,
        picture_sha256=shown.small.sha256,
        sheet=take_file("customers", sheet, by=by, at=at).pk,
        view=save_view(None, ViewData("Enviadas", "situacao=sent"), by=people.bruno, at=at).pk,
        bulk=0,
        condition=save_condition(None, Condition("Pix", Terms(method="pix")), company=company, by=by, at=at).pk,
        bank_statement=take_in(company, [], name="extrato.csv", by=by, at=at).pk,
        clause=clause.pk,
        blueprint=blueprint.pk,
        block=shelf.pk,
        block_picture=shelf.picture.sha256 if shelf.picture else "",
        blueprint_file=attach_to_blueprint(blueprint, b"planta", name="planta.txt", by=by, at=at).pk,
        template=save_template(text, company=company, by=by, at=at).pk,
        contract=save_registered(text, company=company, by=by, at=at).pk,
        delivery=_failed_mail(people, at).pk,
        letter=_given_up(people, at).pk,
        request=ask_erasure(people.davi, at=at).pk,
        brunos_passkey=registered(people.bruno, Device(), at).pk,
        carlas_passkey=registered(people.carla, Device(), at).pk,
        mail_stop=stop_token(people.carla.pk, Topic.REMINDERS),
        power=_declared(people, at).pk,
        brunos_device=entered(people.bruno, at).pk,
        carlas_device=entered(people.carla, at).pk,
        carlas_act=0,
        clearance_rule=0,
        clearance=0,
        notice=0,
        absence=plan_absence(people.bruno, _next_year(people.marcos, at), by=people.bruno, at=at).pk,
        **_ticket(people, at),
        agreement=0,
        ended=0,
        ending=0,
        to_the_team=member_invitation_token(invite_member(company, eva, by=by, at=at)),
        to_the_panel=mailed_token(invite(joana, by=by, at=at)),
    )


def _declared(people: Cast, at: datetime) -> SigningPower:
    """Gil declared how he signs; his paper is left out, as opening it takes a child."""
    given = {"kind": "alone", "declared_by": people.gil, "declared_at": at, "updated_at": at}
    return SigningPower.objects.create(company=people.ana.company, panel_user=people.gil, state="declared", **given)


def _domain(people: Cast, at: datetime) -> int:
    """Proved already, so that nobody asks the DNS here."""
    noted = add_domain(people.ana.company, "propostas.aurora.example", by=people.ana, at=at)
    return verify_domain(noted, texts=lambda _name: [noted.record_value], by=people.ana, at=at).pk


def _next_year(stand_in: Member, at: datetime) -> Away:
    return Away(at.date() + timedelta(days=365), at.date() + timedelta(days=370), stand_in)


def _ticket(people: Cast, at: datetime) -> dict[str, int]:
    """Carla asks about no sale, with a file."""
    words = Words("Onde está?", "chamado", [Given("planta.pdf", plan())])
    ticket = open_ticket("Nota fiscal", words, about=None, by=people.carla, at=at)
    return {"ticket": ticket.pk, "ticket_file": TicketFile.objects.get(message__ticket=ticket).pk}


def _with_clearance(register: Register, people: Cast, at: datetime) -> Register:
    """Bruno gives more than half away, and asks whether he may."""
    half = RuleData("discount", Decimal(50), role=Role.SELLER)
    rule = save_rule(None, half, company=people.ana.company, by=people.ana, at=at)
    gift = walk.draft_for(people.padaria, people.bruno, at, discount_kind="percent", discount_value=Decimal(60))
    asked = ask_clearance(gift, note="", revision=0, by=people.bruno, at=at)
    return replace(register, clearance_rule=rule.pk, clearance=asked.pk)


def _with_agreements(register: Register, people: Cast, at: datetime) -> Register:
    """Two subscriptions without a contract: one goes on, one was ended by the customer."""
    held = []
    for _each in range(2):
        care = DraftLine("Manutenção", unit_price=Decimal(890), recurs="month")
        sale = walk.sent_for(people.padaria, people.bruno, at, lines=(care,))
        walk.approved(sale, people.carla, at)
        run_jobs()
        held.append(Agreement.objects.get(proposal=sale))
    day = timezone.localdate(timezone=people.ana.company.tz) - timedelta(days=1)
    ended = terminate(
        held[1], Ending("theirs", day, day + timedelta(days=60), "Mudou de cidade"), by=people.bruno, at=at
    )
    return replace(register, agreement=held[0].pk, ended=held[1].pk, ending=ended.pk)


def _failed_mail(people: Cast, at: datetime) -> Delivery:
    return Delivery.objects.create(
        company_id=people.ana.company_id, event_id=0, event_kind="proposal.sent", letter="proposal_sent",
        reader_kind="panel_user", reader_id=people.carla.pk, reader_name=people.carla.name, address=people.carla.email,
        message_id="<1@aurora.example>", state=State.FAILED, created_at=at,
    )  # fmt: skip


def _given_up(people: Cast, at: datetime) -> DeadLetter:
    return DeadLetter.objects.create(
        company_id=people.ana.company_id, task_id=uuid.uuid4(), kind="aceite.core.contracts.tasks.file_contract",
        arguments={}, error_class="DiskFull", tries=8, died_at=at,
    )  # fmt: skip


def _logo() -> bytes:
    return _photo(64)


def _photo(side: int = 100) -> bytes:
    held = BytesIO()
    Image.new("RGB", (side, side), "navy").save(held, "PNG")
    return held.getvalue()

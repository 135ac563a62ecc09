"""Sets the stage: companies, teams, customers with their people, catalogue and contract texts."""

from datetime import date, datetime
from decimal import Decimal

from aceite.core.catalog.actions import save_item
from aceite.core.catalog.costing import set_cost
from aceite.core.catalog.models import ItemKind
from aceite.core.catalog.picturing import add_picture
from aceite.core.companies.actions import CompanyData, change_company
from aceite.core.companies.models import Company
from aceite.core.contracts.clause_saving import save_clause
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.templates import save_template
from aceite.core.customers.actions import save_customer
from aceite.core.customers.invitations import accept_invitation, invite, mailed_token, open_invitation
from aceite.core.customers.models import Customer, PanelUser, PowerKind
from aceite.core.customers.people import add_panel_user
from aceite.core.customers.powers import PowerData, ProxyFile, note_power
from aceite.core.people.member_invitations import (
    accept_member_invitation,
    member_invitation_token,
    open_member_invitation,
)
from aceite.core.people.models import Member
from aceite.core.people.teams import NewCompany, NewMember, found_company, invite_member
from aceite.kit.brazil import add_months
from aceite.project.demo.calendar import ZONE, moment
from aceite.project.demo.catalogue import COST_SHARES, ITEMS
from aceite.project.demo.contracts import CLAUSES, REGISTERED, TEMPLATES
from aceite.project.demo.people import BUYERS, PASSWORD, TEAM, Buyer, Colleague, Person
from aceite.project.demo.presentation import fill_library
from aceite.project.demo.shots import shot
from aceite.project.demo.story import Stage
from aceite.project.demo.study import power_of_attorney

FOUNDED = 128.9
COLLEAGUES_CAME = 128.5
REGISTERS_FILLED = 127.0


def found(data: CompanyData, owner: Colleague, *, at: datetime) -> Member:
    """The company with its owner, who has come in by the invitation."""
    new = NewCompany(data.slug, data.legal_name, data.trade_name, data.cnpj, data.email, data.phone)
    member = come_in(found_company(new, owner_name=owner.name, owner_email=owner.email, at=at), at)
    change_company(member.company, data, by=member, at=at)
    return member


def set_stage(owner: Member, now: datetime) -> Stage:
    """Aurora as it stood before its first sale."""
    company = Company.objects.get(pk=owner.company_id)
    came, filled = moment(now, COLLEAGUES_CAME), moment(now, REGISTERS_FILLED)
    team = {"ana": owner}
    for colleague in TEAM[1:]:
        new = NewMember(colleague.name, colleague.email, colleague.role)
        team[colleague.key] = come_in(invite_member(company, new, by=owner, at=came), came)
    seller = team["bruno"]
    stage = Stage(now, company, team, {}, {}, items={}, templates={}, registered={})
    stage.items = {data.code: save_item(None, data, company=company, by=seller, at=filled) for data in ITEMS}
    for item in stage.items.values():
        set_cost(item, (item.price * COST_SHARES[ItemKind(item.kind)]).quantize(Decimal("0.01")), by=owner, at=filled)
    for code, item in stage.items.items():
        if picture := shot(code):
            add_picture(item, picture, name=f"{code}.jpg", by=seller, at=filled)
    fill_library(company, by=owner, at=filled)
    for clause in CLAUSES:
        save_clause(clause, company=company, by=seller, at=filled)
    stage.templates = {
        key: save_template(text, company=company, by=seller, at=filled) for key, text in TEMPLATES.items()
    }
    for buyer in BUYERS:
        stage.customers[buyer.key], people = receive(buyer, seller=seller, at=filled)
        stage.people |= people
    # The accountant may sign for the partners, by a power of attorney that ends in a year.
    proxy = ProxyFile("procuracao-helena.pdf", power_of_attorney("Padaria Central Ltda.", "Helena Duarte"))
    basis = "Procuração pública, 2º Tabelião de Campinas"
    power = PowerData(PowerKind.PROXY, basis=basis, ends_on=_in_a_year(now), proxy=proxy)
    note_power(stage.people["helena"], power, by=seller, at=filled)
    padaria = stage.customers["padaria"]
    stage.registered = {
        key: save_registered(
            text, customer=padaria if key == "gerador" else None, company=company, by=seller, at=filled
        )
        for key, text in REGISTERED.items()
    }
    return stage


def _in_a_year(now: datetime) -> date:
    return add_months(now.astimezone(ZONE).date(), 12)


def receive(buyer: Buyer, *, seller: Member, at: datetime) -> tuple[Customer, dict[str, PanelUser]]:
    """A customer with its people, invited and, most of them, in."""
    customer = save_customer(None, buyer.data, company=seller.company, by=seller, at=at)
    return customer, {person.key: _welcome(customer, person, seller, at) for person in buyer.people}


def _welcome(customer: Customer, person: Person, seller: Member, at: datetime) -> PanelUser:
    access = invite(add_panel_user(customer, person.data, by=seller, at=at), by=seller, at=at)
    if not person.joined:
        return access
    invitation = open_invitation(mailed_token(access), company_id=customer.company_id, at=at)
    return accept_invitation(invitation, password=PASSWORD, code=None, at=at).panel_user


def come_in(member: Member, at: datetime) -> Member:
    """Somebody invited accepts, with the demo's password."""
    invitation = open_member_invitation(member_invitation_token(member), at=at)
    return accept_member_invitation(invitation, password=PASSWORD, at=at)

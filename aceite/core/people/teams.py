"""A company's team: it begins with an owner, colleagues are invited, change roles, leave and come back."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.actions import CompanyData, create_company
from aceite.core.companies.identity import fit_email
from aceite.core.companies.models import Company
from aceite.core.people.codes import void_codes
from aceite.core.people.models import Member
from aceite.core.people.passwords import end_sessions
from aceite.core.people.permissions import Role
from aceite.core.trail.actors import Actor, System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit
from aceite.kit.codes import new_nonce


class AlreadyInTeam(Refusal):
    """Somebody with this address is, or was, in the team: `member`."""

    def __init__(self, member: Member) -> None:
        self.member = member
        sentence = _("Já existe alguém com este e-mail na equipe: %(name)s. Convide ou reative essa pessoa na lista.")
        super().__init__(sentence % {"name": member.name})


class AlreadyJoined(Refusal):
    """There is nothing to invite to."""


class LastOwner(Refusal):
    """Without an owner nobody could change the company's data or its owners."""


@dataclass(frozen=True)
class NewCompany:
    """What a sign-up asks for; everything else has a default that the owner can change."""

    slug: str
    legal_name: str
    trade_name: str
    cnpj: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class NewMember:
    """Whom an invitation to the team is for."""

    name: str
    email: str
    role: Role


def found_company(new: NewCompany, *, owner_name: str, owner_email: str, at: datetime) -> Member:
    """Registers the company and invites its owner, who proves the mailbox by accepting. Raises Unfit.

    The caller has entered everywhere(SIGN_UP) or everywhere(OPERATOR).
    """
    data = CompanyData(**asdict(new))
    with transaction.atomic():
        company = create_company(data, at=at)
        owner = NewMember(owner_name, fit_email(owner_email, field="owner_email"), Role.OWNER)
        return _add(company, owner, by=System(company.pk), at=at)


def invite_member(company: Company, new: NewMember, *, by: Actor, at: datetime) -> Member:
    """Puts a colleague on the list and has an invitation mailed. Raises NotAllowed, AlreadyInTeam, Unfit."""
    _refuse(by, company.pk, new.role)
    email = fit_email(new.email)
    with transaction.atomic():
        return _add(company, NewMember(new.name, email, new.role), by=by, at=at)


def invite_member_again(member: Member, *, by: Actor, at: datetime) -> Member:
    """Mails a new link, good for 14 days; the old one is void. Raises NotAllowed, AlreadyJoined."""
    _refuse(by, member.company_id, member.role)
    with transaction.atomic():
        locked = _lock(member)
        if locked.joined_at is not None or locked.deactivated_at is not None:
            raise AlreadyJoined(_("Esta pessoa já aceitou o convite ou saiu da equipe."))
        _new_link(locked, at)
        record("member.invited", by=by, at=at, data={"member": locked.pk, "role": locked.role})
    return locked


def change_role(member: Member, role: Role, *, by: Actor, at: datetime) -> Member:
    """Gives a member another role. Raises NotAllowed, LastOwner."""
    _refuse(by, member.company_id, member.role, role)
    with transaction.atomic():
        locked = _lock(member)
        _refuse(by, locked.company_id, locked.role)
        if locked.role == role:
            return locked
        _keep_an_owner(locked)
        before, locked.role = locked.role, role
        locked.save(update_fields=["role"])
        record("member.changed", by=by, at=at, data={"member": locked.pk, "from": before, "to": str(role)})
    return locked


def deactivate_member(member: Member, *, by: Actor, at: datetime) -> Member:
    """Ends a member's access, her sessions and her open invitation at once. Raises NotAllowed, LastOwner."""
    _refuse(by, member.company_id, member.role)
    with transaction.atomic():
        locked = _lock(member)
        _refuse(by, locked.company_id, locked.role)
        if locked.deactivated_at is not None:
            return locked
        _keep_an_owner(locked)
        locked.deactivated_at = at
        locked.save(update_fields=["deactivated_at"])
        if locked.user_id is not None:
            end_sessions(locked.user_id)
            void_codes(f"user/{locked.user_id}", at=at)
        record("member.deactivated", by=by, at=at, data={"member": locked.pk})
    return locked


def reactivate_member(member: Member, *, by: Actor, at: datetime) -> Member:
    """Gives the access back as it was; who never joined is invited again. Raises NotAllowed."""
    _refuse(by, member.company_id, member.role)
    with transaction.atomic():
        locked = _lock(member)
        if locked.erased_at is not None:
            raise NotAllowed(_("Os dados desta pessoa foram apagados. Convide-a de novo, se for o caso."))
        if locked.deactivated_at is None:
            return locked
        locked.deactivated_at = None
        locked.save(update_fields=["deactivated_at"])
        record("member.reactivated", by=by, at=at, data={"member": locked.pk})
    return locked if locked.joined_at is not None else invite_member_again(locked, by=by, at=at)


def _refuse(by: Actor, company_id: int, *roles: str) -> None:
    verb = "team.manage_owners" if Role.OWNER in roles else "team.manage"
    if by.company_id != company_id or not by.may(verb):
        raise NotAllowed(_("Seu papel na equipe não permite isto. Peça a um proprietário."))


def _lock(member: Member) -> Member:
    # The company's row is locked, not the member's: two owners who remove each other at once must not both succeed.
    Company.objects.select_for_update().get(pk=member.company_id)
    return Member.objects.select_related("company", "user").get(pk=member.pk)


def _keep_an_owner(member: Member) -> None:
    owners = Member.objects.active().filter(company_id=member.company_id, role=Role.OWNER, joined_at__isnull=False)
    if member.role == Role.OWNER and not owners.exclude(pk=member.pk).exists():
        raise LastOwner(_("A empresa precisa de pelo menos um proprietário. Dê este papel a outra pessoa antes."))


def _add(company: Company, new: NewMember, *, by: Actor, at: datetime) -> Member:
    if not new.name.strip():
        raise Unfit("name", _("Escreva o nome."))
    member = Member(company=company, name=new.name.strip(), email=new.email, role=new.role, invited_at=at)
    member.invitation_nonce = new_nonce()
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        raise AlreadyInTeam(Member.objects.get(company=company, email=new.email)) from None
    record(
        "member.invited",
        by=by,
        at=at,
        data={"member": member.pk, "role": str(new.role)},
        personal={"name": member.name, "email": member.email},
    )
    return member


def _new_link(member: Member, at: datetime) -> None:
    member.invitation_nonce, member.invited_at = new_nonce(), at
    member.save(update_fields=["invitation_nonce", "invited_at"])

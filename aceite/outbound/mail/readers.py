"""Who gets a letter: functions from what happened to its readers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from aceite.core.contracts.models import Signer
from aceite.core.customers.folding import standing_as
from aceite.core.customers.models import PanelUser, PanelUserQuerySet
from aceite.core.notices import audience
from aceite.core.notices.audience import Told, audience_of
from aceite.core.notices.choosing import choices_for, usual
from aceite.core.notices.kinds import By
from aceite.core.people.models import Member, OneTimeCode, User
from aceite.core.people.permissions import Role
from aceite.core.privacy.models import Request
from aceite.core.tickets.models import Ticket
from aceite.outbound.mail.happening import Happening

PEOPLE = ("user", "customer")


@dataclass(frozen=True)
class Reader:
    """Who reads: her address now, the language and zone she reads in (the company's as long as nobody knows hers)."""

    kind: str
    id: int
    name: str
    address: str
    language: str
    zone: str
    person: PanelUser | Member | User
    # The absent colleague she reads this for.
    in_place_of: str = ""

    @property
    def first_name(self) -> str:
        """How a letter greets her."""
        return (self.name.split() or [""])[0]

    @property
    def stands(self) -> bool:
        """Whether this person still has the access in whose name she reads, and reads it herself."""
        if isinstance(self.person, User):
            return self.person.is_active
        disowned = isinstance(self.person, PanelUser) and self.person.disowned_at is not None
        return self.person.deactivated_at is None and not disowned

    @property
    def sees_prices(self) -> bool:
        """Whether prices are for this reader."""
        return self.panel_user is None or "prices" in self.panel_user.rights

    @property
    def sees_invoices(self) -> bool:
        """Whether what is owed and paid is for this reader."""
        return self.panel_user is None or "invoices" in self.panel_user.rights

    @property
    def panel_user(self) -> PanelUser | None:
        """The reader as a person of the customer."""
        return self.person if isinstance(self.person, PanelUser) else None


Readers = Callable[[Happening], Iterable[Reader]]


def reader_of(
    person: PanelUser | Member | User,
    h: Happening,
    *,
    kind: str = "",
    address: str = "",
    in_place_of: Member | None = None,
) -> Reader:
    """This person as reader; `kind` and `address` only for a letter to an address she has left."""
    user = person if isinstance(person, User) else person.user
    return Reader(
        kind=kind or ("user" if isinstance(person, User) else person.kind),
        id=int(person.pk),
        name=person.name,
        address=address or person.email,
        language=user.language if user else h.company.language,
        zone=(user.reads_in if user else "") or h.company.zone,
        person=person,
        in_place_of=in_place_of.name if in_place_of else "",
    )


def viewers(h: Happening) -> Iterable[Reader]:
    """The customer's people who can see the proposal, and those who sign one of its contracts."""
    return [reader_of(person, h) for person in _who_see(h)]


def colleagues_who_decide(h: Happening) -> Iterable[Reader]:
    """Those who sign or approve too, without the one who acted."""
    signing = _now(_signing(h).values_list("panel_user_id", flat=True))
    deciding = [person for person in _who_see(h) if person.can_approve or person.pk in signing]
    return [reader for reader in (reader_of(person, h) for person in deciding) if not acted(h, reader)]


def others_who_approve(h: Happening) -> Iterable[Reader]:
    """Those who may approve, without the one who signed: her own record tells her."""
    return [reader_of(person, h) for person in _who_see(h) if person.can_approve and person.pk != h.id("panel_user")]


def whoever_signed(h: Happening) -> Iterable[Reader]:
    """The person of the customer whose signature this is."""
    return [reader_of(person, h) for person in PanelUser.objects.filter(pk__in=_now([h.id("panel_user")]))]


def who_deal_with_contract(h: Happening) -> Iterable[Reader]:
    """The signers of the contract, those who may approve, and whoever sent a copy of it."""
    signing = set(Signer.objects.filter(contract=h.contract, replaced_at=None).values_list("panel_user_id", flat=True))
    signing |= set(h.contract.copies.values_list("uploaded_by_id", flat=True))
    signing = _now(signing)
    return [reader_of(person, h) for person in _who_see(h) if person.can_approve or person.pk in signing]


def whoever_sent_external(h: Happening) -> Iterable[Reader]:
    """The signer who sent the PDF signed outside, as long as her access stands."""
    return _active(h.external.uploaded_by_id, h)


def those_asked(h: Happening) -> Iterable[Reader]:
    """The people of the customer whose act the sale waited for, as long as their access stands."""
    people = PanelUser.objects.active().select_related(*PEOPLE)
    return [reader_of(person, h) for person in people.filter(pk__in=_now(h.event.data.get("people", [])))]


def who_wrote_in_ticket(h: Happening) -> Iterable[Reader]:
    """The customer's people in the thread who may still read it; what they wrote themselves they know."""
    if h.event.actor_kind != Member.kind:
        return []
    wrote = {h.ticket.opened_by_id, *h.ticket.messages.values_list("panel_user", flat=True)}
    people = PanelUser.objects.active().select_related(*PEOPLE).filter(pk__in=_now(wrote))
    return [reader_of(p, h) for p in people if Ticket.objects.for_panel_user(p).filter(pk=h.ticket.pk).exists()]


def asker(h: Happening) -> Iterable[Reader]:
    """Whoever asked the question, as long as her access stands."""
    return _active(h.question.asked_by_id, h)


def asker_of_time(h: Happening) -> Iterable[Reader]:
    """Whoever asked for more time, as long as her access stands."""
    return _active(h.id("panel_user"), h)


def counter_author(h: Happening) -> Iterable[Reader]:
    """Whoever sent the counter-offer, as long as her access stands."""
    return _active(h.counter_offer.author_id, h)


def forwarded_to(h: Happening) -> Iterable[Reader]:
    """The colleague the event hands the proposal to, as long as her access stands and she sees it."""
    return [reader_of(person, h) for person in _who_see(h).filter(pk=h.id("panel_user"))]


def who_asked_for_access(h: Happening) -> Iterable[Reader]:
    """Whoever asked that somebody be let in; not when it was she who was."""
    asker = h.access_request.asked_by_id
    return _active(asker, h) if asker != h.access_request.panel_user_id else []


def old_signer(h: Happening) -> Iterable[Reader]:
    """The signer the event speaks of."""
    return _active(h.signer("signer").panel_user_id, h)


def called_signer(h: Happening) -> Iterable[Reader]:
    """The signer whose turn has come."""
    return _active(h.signer("signer").panel_user_id, h)


def new_signer(h: Happening) -> Iterable[Reader]:
    """The signer who took another's place."""
    return _active(h.signer("new_signer").panel_user_id, h)


def named_person(h: Happening) -> Iterable[Reader]:
    """The person of a customer the event is about, also when her access has just ended."""
    return [reader_of(h.panel_user(), h)]


def who_declared(h: Happening) -> Iterable[Reader]:
    """Whoever declared a power of signature and the person it is about, as long as their access stands."""
    people = PanelUser.objects.active().select_related(*PEOPLE)
    concerned = _now([h.id("panel_user"), h.id("declared_by")])
    return [reader_of(person, h) for person in people.filter(pk__in=concerned).order_by("pk")]


def who_renews(h: Happening) -> Iterable[Reader]:
    """The person whose power it is and those who administer her colleagues."""
    whose = _now([h.id("panel_user")])
    people = PanelUser.objects.active().select_related(*PEOPLE).filter(customer=h.id("customer"))
    return [
        reader_of(person, h) for person in people.order_by("pk") if person.pk in whose or person.may("colleague.manage")
    ]


def left_address(h: Happening) -> Iterable[Reader]:
    """The address a person had before."""
    old = h.personal("old")
    return [reader_of(h.panel_user(), h, kind="old_address", address=old)] if old else []


def told(h: Happening) -> Iterable[Reader]:
    """The colleagues the event concerns who want to read of it at once, and those who stand in for them."""
    return _at_once(audience_of(h.event, at=h.now), h)


def told_of_failed_mail(h: Happening) -> Iterable[Reader]:
    """The same of a mail that did not leave."""
    return _at_once(audience.told_of_failed_mail(h.event, at=h.now), h)


def summed_up(h: Happening) -> Iterable[Reader]:
    """Whoever wants the day's summary and has something in it."""
    return [reader_of(member, h) for member in _members(h).filter(pk__in=h.event.data.get("members", []))]


def _at_once(concerned: Iterable[Told], h: Happening) -> list[Reader]:
    found = list(concerned)
    chosen = choices_for([one.member.pk for one in found])
    wanted = [one for one in found if chosen.get((one.member.pk, one.kind), usual(one.kind)).by_mail == By.NOW]
    return [reader_of(one.member, h, in_place_of=one.in_place_of) for one in wanted]


def invited_member(h: Happening) -> Iterable[Reader]:
    """The colleague who is invited to the team."""
    return representative(h)


def representative(h: Happening) -> Iterable[Reader]:
    """The member who signs, or signed, for the company."""
    return [reader_of(member, h) for member in _members(h).filter(pk=h.id("member"))]


def code_holder(h: Happening) -> Iterable[Reader]:
    """Whoever asked for a one-time code: a user who enters, a person of a customer, or a member who signs."""
    code = OneTimeCode.objects.filter(pk=h.id("code")).first()
    kind, _slash, row = code.subject.partition("/") if code else ("", "", "")
    if kind == "user":
        return [reader_of(user, h) for user in User.objects.filter(pk=row, is_active=True)]
    if kind == "member":
        return [reader_of(member, h) for member in _members(h).filter(pk=row)]
    return _active(int(row), h) if kind == "panel_user" else []


def whoever_entered(h: Happening) -> Iterable[Reader]:
    """The user in whose name a session was opened, at the address she enters with."""
    return [reader_of(user, h) for user in User.objects.filter(pk=h.id("user"), is_active=True)]


def owners(h: Happening) -> Iterable[Reader]:
    """The vendor's owners, who keep what must not stand in the house alone."""
    return [reader_of(owner, h) for owner in _members(h).filter(role=Role.OWNER)]


def whoever_asked(h: Happening) -> Iterable[Reader]:
    """The person of a customer who asked something about her own data; nobody when the company did it for her."""
    asked = Request.objects.filter(pk=h.id("request"), asked_by_kind=PanelUser.kind).values("asked_by_id")
    return [reader_of(person, h) for person in PanelUser.objects.select_related(*PEOPLE).filter(pk__in=asked)]


def present(kind: str, row: int, h: Happening) -> Reader | None:
    """A reader again, when her letter is sent: with the address she has by then. None when there is no such row."""
    if kind == "old_address":
        return next(iter(left_address(h)), None)
    person: PanelUser | Member | User | None
    if kind == "panel_user":
        person = PanelUser.objects.select_related(*PEOPLE).filter(pk=row).first()
    elif kind == "member":
        person = Member.objects.select_related("user").filter(pk=row).first()
        if person is not None:
            return reader_of(person, h, in_place_of=_place_taken_by(person, h))
    else:
        person = User.objects.filter(pk=row).first()
    return reader_of(person, h) if person is not None else None


def _place_taken_by(member: Member, h: Happening) -> Member | None:
    concerned = audience_of(h.event, at=h.now)
    if h.about is not None:
        concerned = audience.told_of_failed_mail(h.event, at=h.now)
    return next((one.in_place_of for one in concerned if one.member.pk == member.pk), None)


def _who_see(h: Happening) -> PanelUserQuerySet:
    people = PanelUser.objects.active().filter(customer_id=h.proposal.customer_id).select_related(*PEOPLE)
    if h.proposal.shared_with_all:
        return people
    named = Q(pk__in=h.proposal.shares.values("panel_user"))
    named |= Q(pk__in=_now(_signing(h).values_list("panel_user_id", flat=True)))
    return people.filter(named)


def _signing(h: Happening) -> "QuerySet[Signer]":
    return Signer.objects.standing().filter(contract__version=h.version)


def _active(panel_user_id: int, h: Happening) -> Iterable[Reader]:
    people = PanelUser.objects.active().select_related(*PEOPLE)
    return [reader_of(person, h) for person in people.filter(pk__in=_now([panel_user_id]))]


def _now(people: Iterable[int | None]) -> set[int]:
    """These people under the access each has now: rows and events of before a merge name the one that ended."""
    return set(standing_as(pk for pk in people if pk is not None).values())


def _members(h: Happening) -> "QuerySet[Member]":
    return Member.objects.active().filter(company=h.company).select_related("user")


def acted(h: Happening, reader: Reader) -> bool:
    """Whether the act was the reader's own."""
    return (reader.kind, reader.id) == (h.event.actor_kind, h.event.actor_id)

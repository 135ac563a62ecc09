"""Erasing a person: chains and seals stay valid, because they hold commitments only; what is kept is kept for evidence.

Of somebody whose act must still be proved the values stay in D, in F and in the openings of the statements alone, until
the sale's time is over (clearing). Everybody else leaves rows without a name.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from aceite.core.agreements.models import Agreement
from aceite.core.comments.models import Comment
from aceite.core.companies.scope import Door, everywhere
from aceite.core.contracts.arriving import forget_arriving
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import (
    ArrivingFile,
    Contract,
    CopyFile,
    Countersigner,
    PendingCopy,
    SignedCopy,
    Signer,
)
from aceite.core.contracts.pending import forget_abandoned
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.folding import registers_in
from aceite.core.customers.forgetting import forget_customer, forget_panel_user
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import end_entrance
from aceite.core.customers.powers import forget_power
from aceite.core.documents.forgetting import forget, let_go, of_these_alone
from aceite.core.documents.holding import hold
from aceite.core.people.forgetting import NAMELESS, forget_member, forget_user
from aceite.core.people.models import Member, User
from aceite.core.privacy.clearing import clear_sale, forget_dossiers
from aceite.core.privacy.models import Request, RequestState
from aceite.core.privacy.plans import Plan, plan_for
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import CounterOffer, Point, Proposal, ProposalVersion, Question
from aceite.core.sales.models import AccessRequest, Approval, Decline, Delivery, Order, Rescission
from aceite.core.signatures.models import Act, Statement
from aceite.core.tickets.models import Ticket, TicketFile, TicketMessage
from aceite.core.trail.actors import Actor, System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.taxid import format_taxid
from aceite.kit.text import searchable


class CannotErase(Refusal):
    """Something forbids it for now; the sentence says what."""

    sentence = _("Os dados desta pessoa não podem ser apagados agora. Nada foi apagado.")


def erase(subject: Subject, *, by: Actor, at: datetime) -> Plan:
    """Erases the person as her plan says; returns the plan that was carried out. Raises NotAllowed, CannotErase.

    What a second run would find is nobody, so it raises CannotErase.
    """
    if by.company_id != subject.company_id or not by.may("privacy.manage"):
        raise NotAllowed
    with _overwriting(), transaction.atomic():
        locked = _locked(subject)
        plan = plan_for(locked, at=at)
        if plan.forbidden:
            raise CannotErase(" ".join(plan.forbidden))
        for sale in plan.cleared:
            clear_sale(sale, by=by, at=at)
        for sale in _speaking_of(locked, plan):
            forget_dossiers(sale, at=at)
        _forget_copies(locked, at)
        readers = [list(reader) for reader in locked.readers()]
        orders = _erase_rows(locked, plan, at)
        until = {"kept_until": plan.kept_until.date().isoformat()} if plan.kept_until else {}
        data = {"person": str(locked.kind.value), "id": locked.pk, "readers": readers, "orders": orders, **until}
        record("person.erased", by=by, at=at, data=data)
    return plan


def _locked(subject: Subject) -> Subject:
    # Whoever acts in a sale holds it and points to people: they must not wait for each other.
    for model in (Customer, PanelUser, Member):
        keys = [row.pk for row in subject.rows() if isinstance(row, model)]
        list(model._default_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    return Subject(type(subject.row)._default_manager.get(pk=subject.pk))


def _speaking_of(subject: Subject, plan: Plan) -> list[Proposal]:
    """The sales that are kept and speak of her: in papers and evidence, or in the words and ways of their trail."""
    told = set(subject.values().values_list("event__chain", flat=True))
    kept = {keeping.proposal.pk for keeping in plan.kept}
    kept |= {int(chain.removeprefix("sale/")) for chain in told if chain.startswith("sale/")}
    return list(Proposal.objects.filter(company_id=subject.company_id, pk__in=kept).order_by("pk"))


def _forget_copies(subject: Subject, at: datetime) -> None:
    """Copies of her data that lie at hand, and those that are still to be made."""
    for each in map(Subject, subject.rows()):
        copies = Request.objects.about(each.kind, each.pk).exports().filter(company_id=each.company_id)
        copies.filter(state=RequestState.ORDERED).update(state=RequestState.REFUSED, answered_at=at)
        files = list(copies.filter(file__isnull=False).values_list("file", flat=True))
        copies.update(file=None)
        forget(files, at=at)


def _erase_rows(subject: Subject, plan: Plan, at: datetime) -> list[int]:
    # What finds her is asked before her rows lose what it is found by.
    users, people, sales = subject.users(), subject.panel_users(), subject.sales()
    subject.values().delete()
    _bare_acts(subject)
    for person in people:
        end_entrance(person, at=at)
        _erase_words(person, at)
        forget_power(person, at=at)
        forget_panel_user(person, at=at)
    match subject.row:
        case Customer() as customer:
            _rename_in_searches(sales, customer)
            Delivery.objects.filter(proposal__in=sales).update(received_by="", name="arquivo")
            forget_customer(customer, at=at)
        case Member() as member:
            Countersigner.objects.filter(member=member).update(cpf="")
            Comment.objects.filter(author=member).update(text="")
            forget_member(member, at=at)
        case PanelUser():
            pass
    for user in users:
        _forget_if_nowhere(user, at)
    return _orders_to_print_again([sale for sale in sales if sale not in plan.cleared], at)


def _bare_acts(subject: Subject) -> None:
    """Where F stands, it holds what proves the act; the rows beside it need no address and no program any more."""
    in_file = (
        Q(act=Act.APPROVE, approval__file__isnull=False)
        | Q(act=Act.RESCIND, rescission__file__isnull=False)
        | Q(act=Act.SIGN, signer__contract__signed_file__isnull=False)
        | Q(act=Act.SIGN, countersigner__contract__signed_file__isnull=False)
    )
    # An act that was never confirmed proves nothing.
    hers = Q(actor_kind="panel_user", actor_id__in=[person.pk for person in subject.panel_users()])
    if isinstance(subject.row, Member):
        hers = Q(actor_kind="member", actor_id=subject.pk)
    unconfirmed = Statement.objects.filter(hers, company_id=subject.company_id, confirmed_at=None)
    filed = Statement.objects.filter(pk__in=list(subject.acts().filter(in_file).values_list("pk", flat=True)))
    filed.update(ip=None, peer=None, user_agent="", mark_text="")
    unconfirmed.update(openings={}, ip=None, peer=None, user_agent="", mark_text="", mark=None)


def _erase_chooser(person: PanelUser) -> None:
    """The name behind the commitment in the bundles of what she chose; a choice binds nobody, so nothing keeps it."""
    for version in ProposalVersion.objects.filter(chosen__panel_user=person).only("openings"):
        version.openings.pop("chooser/name", None)
        version.save(update_fields=["openings"])


def _erase_words(person: PanelUser, at: datetime) -> None:
    Signer.objects.filter(panel_user=person).update(cpf="", request_name="", request_cpf="")
    Question.objects.filter(asked_by=person).update(text="", passage="")
    # No evidence: it asked for a person, by name and address, and the trail says what became of it.
    AccessRequest.objects.about_person([person]).delete()
    _erase_counter_offers(person)
    _erase_tickets(person, at)
    SignedCopy.objects.filter(uploaded_by=person).update(note="", refusal_reason="")
    CopyFile.objects.filter(copy__uploaded_by=person).update(name="arquivo")
    ExternalFile.objects.filter(uploaded_by=person).update(
        cpf="", ip=None, peer=None, user_agent="", refusal_reason="", certificate={}, findings=[]
    )
    # What was refused, or waits and can count no more, is no evidence, and its certificate names her.
    idle = ExternalFile.objects.filter(uploaded_by=person).exclude(state=ExternalState.ACCEPTED)
    _forget_of(ExternalFile, idle.values_list("pk", "document"), at)
    # Brought to a signing that never came to be, it proves nothing.
    places = Signer.objects.filter(panel_user=person, statement=None, brought_proxy__isnull=False)
    brought = list(places.values_list("brought_proxy", flat=True))
    places.update(brought_proxy=None)
    let_go(brought, at=at)
    for arriving in ArrivingFile.objects.of(person):
        forget_arriving(arriving)
    for pending in PendingCopy.objects.filter(prepared_by=person):
        forget_abandoned(pending, by=System(person.company_id), at=at)
    Approval.objects.filter(panel_user=person).update(note="")
    _erase_chooser(person)
    Decline.objects.filter(panel_user=person).update(text="")
    Rescission.objects.filter(panel_user=person).update(text="")


def _forget_of(model: type[Model], rows: Iterable[tuple[int, int]], at: datetime) -> None:
    """The files of these rows of `model`, each with its file's key, unless something else needs them."""
    mine, files = {pk for pk, _file in rows}, {file for _pk, file in rows}
    forget(of_these_alone({model: mine}, hold(files)), at=at)


def _erase_counter_offers(person: PanelUser) -> None:
    """A point binds nobody: what she wrote goes, the numbers asked and the vendor's answers stay."""
    CounterOffer.objects.filter(author=person).update(note="")
    Point.objects.filter(counter_offer__author=person).update(words="", passage="")


def _erase_tickets(person: PanelUser, at: datetime) -> None:
    """A thread is no evidence: what she wrote and sent goes, what the company answered stays."""
    Ticket.objects.filter(opened_by=person).update(subject="")
    TicketMessage.objects.filter(panel_user=person).update(text="")
    hers = TicketFile.objects.filter(message__panel_user=person)
    hers.update(name="arquivo")
    _forget_of(TicketFile, hers.values_list("pk", "document"), at)


def _rename_in_searches(sales: list[Proposal], customer: Customer) -> None:
    # Sales are found by the names of a register that went into hers, too.
    names = [
        words
        for one in registers_in(customer)
        for words in (one.name, one.trade_name, one.taxid, format_taxid(one.taxid))
    ]
    old = [searchable(words) for words in names if words]
    contracts = Contract.objects.filter(Q(version__proposal__in=sales) | Q(customer=customer))
    for row in [*sales, *contracts, *Agreement.objects.filter(proposal__in=sales)]:
        for word in old:
            row.search = row.search.replace(word, searchable(NAMELESS))
        row.save(update_fields=["search"])
    Proposal.objects.filter(pk__in=[sale.pk for sale in sales]).update(internal_notes="")


def _forget_if_nowhere(user: User, at: datetime) -> None:
    """She may enter other companies as somebody else, of whom this one knows nothing."""
    with everywhere(Door.ERASURE):
        elsewhere = PanelUser.objects.filter(user=user).exists() or Member.objects.filter(user=user).exists()
        if not elsewhere:
            forget_user(user.pk, at=at)


def _orders_to_print_again(sales: list[Proposal], at: datetime) -> list[int]:
    """The printed orders name people; no hash of the trail binds them, so they are printed anew without."""
    orders = list(Order.objects.filter(proposal__in=sales, paper__isnull=False))
    forget([order.paper_id for order in orders if order.paper_id], at=at)
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(paper=None)
    return [order.pk for order in orders]


@contextmanager
def _overwriting() -> Iterator[None]:
    """SQLite leaves deleted values in free pages unless it is told to overwrite them."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA secure_delete=OFF")

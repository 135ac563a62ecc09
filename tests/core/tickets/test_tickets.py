"""Support threads: who may open and read them, and how they move."""

from datetime import datetime

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.attaching import AttachmentRefused
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.sharing import share_with
from aceite.core.tickets.closing import close_ticket, reopen_ticket
from aceite.core.tickets.files import Given
from aceite.core.tickets.models import Ticket, TicketFile, TicketMessage
from aceite.core.tickets.writing import Words, open_ticket, write_in
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.plans import plan
from tests.walk import draft_for, sent_for


@pytest.fixture
def offer(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def opened(by: PanelUser, at: datetime, about: Proposal | None = None, key: str = "a") -> Ticket:
    return open_ticket("Nota fiscal", Words("Onde baixo?", key), about=about, by=by, at=at)


def state(ticket: Ticket) -> str:
    ticket.refresh_from_db()
    return ticket.state


def test_a_thread_about_a_sale_is_told_in_its_chain_and_one_about_none_in_the_companys(
    offer: Proposal, carla: PanelUser, now: datetime
) -> None:
    opened(carla, now, offer)
    opened(carla, now, key="b")
    chains = Event.objects.filter(kind="ticket.opened").order_by("pk").values_list("chain", flat=True)
    assert list(chains) == [f"sale/{offer.pk}", "company"]
    assert list(Ticket.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_same_form_twice_is_one_thread_and_one_message(carla: PanelUser, bruno: Member, now: datetime) -> None:
    first = opened(carla, now)
    assert opened(carla, now) == first
    for _time in range(2):
        write_in(first, Words("No painel.", "x"), by=bruno, at=now)
    assert TicketMessage.objects.count() == 2 and opened(carla, now, key="c").number == 2


def test_it_moves_with_whoever_writes(carla: PanelUser, bruno: Member, now: datetime) -> None:
    ticket = opened(carla, now)
    write_in(ticket, Words("No painel.", "x"), by=bruno, at=now)
    assert state(ticket) == "answered"
    close_ticket(ticket, by=bruno, at=now)
    close_ticket(ticket, by=bruno, at=now)
    assert state(ticket) == "closed" and Event.objects.filter(kind="ticket.closed").count() == 1
    write_in(ticket, Words("Não achei.", "y"), by=carla, at=now)
    assert state(ticket) == "open" and Event.objects.filter(kind="ticket.written").last().data["reopened"]  # type: ignore[union-attr]
    close_ticket(ticket, by=carla, at=now)
    reopen_ticket(ticket, by=carla, at=now)
    assert state(ticket) == "open"


def test_a_thread_about_no_sale_is_its_openers_alone(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    ticket = opened(carla, now)
    with pytest.raises(NotAllowed):
        write_in(ticket, Words("Oi.", "x"), by=gil, at=now)


def test_a_thread_about_a_sale_is_read_by_whoever_sees_the_sale(
    offer: Proposal, bruno: Member, carla: PanelUser, davi: PanelUser, joana_herself: PanelUser, now: datetime
) -> None:
    ticket = opened(carla, now, offer)
    seen = Ticket.objects.for_panel_user
    assert list(seen(davi)) == [ticket] and not seen(joana_herself).exists()
    share_with(offer, [davi], by=bruno, at=now)
    assert list(seen(davi)) == [ticket] and not seen(carla).exists()
    with pytest.raises(NotAllowed):
        close_ticket(ticket, by=carla, at=now)


def test_nobody_opens_one_about_a_sale_she_does_not_see(
    padaria: Customer, bruno: Member, offer: Proposal, carla: PanelUser, joana_herself: PanelUser, fabio: PanelUser,
    now: datetime,
) -> None:  # fmt: skip
    unsent = draft_for(padaria, bruno, now)
    for person, about in ((joana_herself, offer), (fabio, offer), (carla, unsent)):
        with pytest.raises(NotAllowed):
            opened(person, now, about)


def test_strangers_and_readers_answer_nothing(carla: PanelUser, iris: Member, eva: Member, now: datetime) -> None:
    ticket = opened(carla, now)
    for other in (iris, eva):
        with pytest.raises(NotAllowed):
            write_in(ticket, Words("Oi.", "x"), by=other, at=now)


def test_files_come_along_and_hostile_ones_do_not(carla: PanelUser, now: datetime) -> None:
    ticket = opened(carla, now)
    write_in(ticket, Words("Veja.", "x", [Given("planta.pdf", plan())]), by=carla, at=now)
    assert TicketFile.objects.get().name == "planta.pdf"
    for name, content in (("x.exe", b"MZ"), ("y.pdf", b"MZ"), ("z.pdf", b"%PDF-1.7 nothing")):
        with pytest.raises(AttachmentRefused):
            write_in(ticket, Words("Veja.", name, [Given(name, content)]), by=carla, at=now)
    with pytest.raises(Unfit):
        write_in(ticket, Words("Veja.", "m", [Given("a.txt", b"a")] * 6), by=carla, at=now)
    assert TicketMessage.objects.count() == 2


@pytest.mark.parametrize(("subject", "text"), [("", "Oi."), ("Oi", " "), ("a\u202eb", "Oi.")])
def test_unfit_words_are_refused(carla: PanelUser, now: datetime, subject: str, text: str) -> None:
    with pytest.raises(Unfit):
        open_ticket(subject, Words(text, "a"), about=None, by=carla, at=now)
    assert not Ticket.objects.exists()


def test_of_somebody_erased_no_word_is_left(carla: PanelUser, ana: Member, bruno: Member, now: datetime) -> None:
    ticket = opened(carla, now)
    write_in(ticket, Words("Veja.", "x", [Given("planta.pdf", plan())]), by=carla, at=now)
    write_in(ticket, Words("Vi.", "y"), by=bruno, at=now)
    erase(Subject(carla), by=ana, at=now)
    ticket.refresh_from_db()
    assert ticket.subject == "" and [message.text for message in ticket.messages.all()] == ["", "", "Vi."]
    kept = TicketFile.objects.select_related("document").get()
    assert kept.name == "arquivo" and kept.document.removed_at is not None

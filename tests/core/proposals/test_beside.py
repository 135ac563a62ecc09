"""What goes with a proposal: attachments, who sees it, questions, and who answers for it."""

from datetime import datetime

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.attaching import AttachmentRefused, attach_file, remove_attachment
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, Question
from aceite.core.proposals.permitting import NotNow, seen_by
from aceite.core.proposals.questions import AlreadyAnswered, QuestionRefused, answer, ask
from aceite.core.proposals.reassigning import SellerUnfit, reassign
from aceite.core.proposals.sharing import ShareRefused, share_with, share_with_all
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.plans import plan
from tests.walk import draft_for, fresh, sent_for

PDF = plan()


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def test_same_file_twice_is_one_attachment(draft: Proposal, bruno: Member, now: datetime) -> None:
    first, second = (attach_file(draft, PDF, name="C:\\docs\\planta.pdf", by=bruno, at=now) for _ in range(2))
    assert first.pk == second.pk and first.name == "planta.pdf"
    for _ in range(2):
        remove_attachment(first, by=bruno, at=now)
    assert not current_of(draft).attachments.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.exe", b"MZ", "tipo"),
        ("planta.pdf", b"<html>", "não é o que o nome diz"),
        ("planta.pdf", b"", "vazio"),
        ("planta.pdf", b"%PDF-" + b"0" * (15 * 1024 * 1024), "15 MB"),
        ("pl\u202eanta.pdf", PDF, "direção"),
    ],
)
def test_wrong_files_are_refused_in_words(
    draft: Proposal, bruno: Member, now: datetime, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(AttachmentRefused, match=words):
        attach_file(draft, content, name=name, by=bruno, at=now)


def test_twenty_files_fit(draft: Proposal, bruno: Member, now: datetime) -> None:
    for number in range(20):
        attach_file(draft, PDF + bytes([number]), name=f"{number}.pdf", by=bruno, at=now)
    with pytest.raises(AttachmentRefused, match="até 20"):
        attach_file(draft, PDF, name="mais.pdf", by=bruno, at=now)


def test_attachments_of_a_sent_version_stay(draft: Proposal, bruno: Member, proposal: Proposal, now: datetime) -> None:
    with pytest.raises(NotNow, match="já foi enviada"):
        attach_file(proposal, PDF, name="planta.pdf", by=bruno, at=now)


def test_shared_with_named_people_only(
    proposal: Proposal, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    share_with(proposal, [carla], by=bruno, at=now)
    assert Proposal.objects.for_panel_user(carla).exists()
    assert not Proposal.objects.for_panel_user(gil).exists()
    with pytest.raises(NotAllowed):
        ask(fresh(proposal), "E o prazo?", by=gil, at=now)
    share_with_all(proposal, by=bruno, at=now)
    assert Proposal.objects.for_panel_user(gil).exists()


def test_sharing_twice_is_one_event(proposal: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    for _ in range(2):
        share_with(proposal, [carla], by=bruno, at=now)
    assert Event.objects.filter(kind="proposal.shared").count() == 1


def test_not_shared_with_strangers_or_nobody(
    proposal: Proposal, bruno: Member, joana_herself: PanelUser, now: datetime
) -> None:
    for people in ([], [joana_herself]):
        with pytest.raises(ShareRefused):
            share_with(proposal, people, by=bruno, at=now)


def test_a_question_passes_the_turn_and_is_answered_once(
    proposal: Proposal, bruno: Member, davi: PanelUser, now: datetime
) -> None:
    question = ask(proposal, " Entrega em dezembro? ", by=davi, at=now)
    assert ask(proposal, "Entrega em dezembro?", by=davi, at=now) == question
    assert fresh(proposal).waiting_for == "vendor"
    answer(question, "Sim.", by=bruno, at=now)
    assert answer(question, "Sim.", by=bruno, at=now).answer == "Sim."
    with pytest.raises(AlreadyAnswered):
        answer(question, "Não.", by=bruno, at=now)


def test_question_is_no_personal_value_in_clear(proposal: Proposal, davi: PanelUser, now: datetime) -> None:
    ask(proposal, "Meu CPF é 862.883.667-57", by=davi, at=now)
    event = Event.objects.get(kind="question.asked")
    assert "862.883" not in str(event.content())
    assert event.openings.get().value == "Meu CPF é 862.883.667-57"


def test_empty_and_foreign_questions(proposal: Proposal, fabio: PanelUser, davi: PanelUser, now: datetime) -> None:
    with pytest.raises(QuestionRefused):
        ask(proposal, "  ", by=davi, at=now)
    with pytest.raises(NotAllowed):
        ask(proposal, "Oi?", by=fabio, at=now)
    assert not Question.objects.exists()


def test_only_a_manager_gives_a_sale_to_a_seller(
    draft: Proposal, bruno: Member, marcos: Member, iris: Member, ana: Member, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        reassign(draft, ana, by=bruno, at=now)
    with pytest.raises(SellerUnfit):
        reassign(draft, iris, by=marcos, at=now)
    assert reassign(draft, ana, by=marcos, at=now).seller == ana


@pytest.mark.parametrize("shared", ["with all", "with Gil", "never sent"])
def test_one_sale_is_shown_to_whom_the_list_shows_it(
    shared: str, padaria: Customer, fabio: PanelUser, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now) if shared == "never sent" else sent_for(padaria, bruno, now)
    if shared == "with Gil":
        share_with(proposal, [gil], by=bruno, at=now)
    for person in (carla, gil, fabio):
        listed = Proposal.objects.for_panel_user(person).filter(number=proposal.number).exists()
        assert seen_by(Proposal.objects.get(pk=proposal.pk), person) is listed

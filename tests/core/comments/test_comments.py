"""What colleagues say to each other: seen by no customer, in no evidence, and gone when taken back."""

from datetime import datetime

import pytest

from aceite.core.comments.models import Comment
from aceite.core.comments.writing import Removed, comment, edit_comment, named_in, remove_comment
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.sections import sections_of
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.walk import draft_for


@pytest.fixture
def offer(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


def mentioned(one: Comment) -> list[str]:
    return [mention.member.name for mention in one.mentions.all()]


def test_a_comment_stands_in_the_companys_chain_without_its_words(
    offer: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    before = Event.objects.filter(chain=f"sale/{offer.pk}").count()
    made = comment(offer, "Margem apertada, @Marcos.", key="k1", by=bruno, at=now)
    told = Event.objects.get(kind="comment.added")
    assert told.chain == "company" and told.data == {"comment": made.pk, "sale": offer.pk, "mentioned": [marcos.pk]}
    assert not PersonalValue.objects.filter(event=told).exists()
    assert Event.objects.filter(chain=f"sale/{offer.pk}").count() == before


def test_the_same_form_twice_is_one_comment(offer: Proposal, bruno: Member, now: datetime) -> None:
    first = comment(offer, "Oi.", key="k1", by=bruno, at=now)
    assert comment(offer, "Oi.", key="k1", by=bruno, at=now) == first


def test_whoever_is_named_is_mentioned_and_never_the_author(
    offer: Proposal, bruno: Member, marcos: Member, iris: Member, eva: Member, now: datetime
) -> None:
    made = comment(offer, "@íris e @MARCOS, vejam; @Bruno sou eu, @Eva não é daqui", key="k", by=bruno, at=now)
    assert sorted(mentioned(made)) == ["Marcos", "Íris"]


def test_a_first_name_that_two_have_names_nobody() -> None:
    team = [Member(name="Ana Lima"), Member(name="Ana Souza"), Member(name="Rui")]
    assert named_in("@ana e @rui", team) == [team[2]]
    assert named_in("@Ana Souza", team) == [team[1]]
    assert named_in("escreva a rui@rui.example ou @ruivo", team) == []


def test_a_change_mentions_only_whom_it_newly_names(
    offer: Proposal, bruno: Member, marcos: Member, iris: Member, now: datetime
) -> None:
    made = comment(offer, "@Marcos", key="k", by=bruno, at=now)
    edit_comment(made, "@Marcos e @Íris", by=bruno, at=now)
    assert Event.objects.get(kind="comment.changed").data["mentioned"] == [iris.pk]
    edit_comment(made, "só @Íris", by=bruno, at=now)
    assert mentioned(made) == ["Íris"]


def test_only_its_author_changes_it(offer: Proposal, bruno: Member, ana: Member, now: datetime) -> None:
    made = comment(offer, "Oi.", key="k", by=bruno, at=now)
    with pytest.raises(NotAllowed):
        edit_comment(made, "Tchau.", by=ana, at=now)


def test_taken_back_its_words_are_gone_and_the_trace_stays(
    offer: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    made = comment(offer, "@Marcos, esquece.", key="k", by=bruno, at=now)
    for _time in range(2):
        remove_comment(made, by=marcos, at=now)
    made.refresh_from_db()
    assert (made.text, made.removed_by, mentioned(made)) == ("", marcos, [])
    assert Event.objects.filter(kind="comment.removed").count() == 1
    with pytest.raises(Removed):
        edit_comment(made, "De novo.", by=bruno, at=now)


def test_a_reader_a_stranger_and_another_seller_are_turned_away(
    offer: Proposal, bruno: Member, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    for other in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            comment(offer, "Oi.", key="k", by=other, at=now)
    made = comment(offer, "Oi.", key="k", by=bruno, at=now)
    for other in (iris, eva):
        with pytest.raises(NotAllowed):
            remove_comment(made, by=other, at=now)


@pytest.mark.parametrize("text", ["", "  ", "a\u202eb", "x" * 4001])
def test_an_unfit_text_is_refused(offer: Proposal, bruno: Member, now: datetime, text: str) -> None:
    with pytest.raises(Unfit):
        comment(offer, text, key="k", by=bruno, at=now)


def test_a_colleagues_copy_of_her_data_holds_what_she_wrote_and_where_she_is_named(
    offer: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    comment(offer, "Veja, @Marcos.", key="k", by=bruno, at=now)
    for member in (bruno, marcos):
        told = {part.name: part.records for part in sections_of(Subject(member))}["comentarios"]
        assert [record["comentário"] for record in told] == ["Veja, @Marcos."]

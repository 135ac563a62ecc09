"""Drafts are saved whole or not at all, and nobody's work is overwritten silently."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.copying import copy_proposal
from aceite.core.proposals.drafting import CustomerArchived, EditedMeanwhile, create_proposal, save_draft
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.walk import FITTING, OVEN, a_draft, draft_for, fresh, paid_in


def refused_fields(error: pytest.ExceptionInfo[DraftRefused]) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_numbers_follow_each_other_in_the_companys_year(padaria: Customer, bruno: Member, now: datetime) -> None:
    new_year_in_utc = datetime.fromisoformat("2027-01-01T01:00:00+00:00")
    numbers = [draft_for(padaria, bruno, at).number for at in (now, new_year_in_utc, now + timedelta(days=90))]
    assert numbers == ["2026-0001", "2026-0002", "2027-0001"]


def test_draft_comes_back_as_it_was_saved(padaria: Customer, bruno: Member, now: datetime) -> None:
    draft = a_draft(padaria.company, now, lines=(OVEN, FITTING), instalments=paid_in("39350", now), warranty="1 ano")
    proposal = create_proposal(padaria, draft, seller=bruno, by=bruno, at=now)
    assert draft_of(fresh(proposal)) == replace(draft, consumer_relation=False)
    assert fresh(proposal).total == Decimal("39350.00")
    assert current_of(proposal).revision == 0


def test_the_same_form_twice_makes_one_proposal(padaria: Customer, bruno: Member, now: datetime) -> None:
    draft = a_draft(padaria.company, now)
    first, second = (create_proposal(padaria, draft, seller=bruno, key="abc", by=bruno, at=now) for _ in range(2))
    assert first.pk == second.pk
    assert draft_for(padaria, bruno, now).sequence == 2


def test_second_editor_is_told_and_overwrites_nothing(
    padaria: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    draft = draft_of(fresh(proposal))
    save_draft(proposal, replace(draft, title="De Bruno"), revision=0, by=bruno, at=now)
    with pytest.raises(EditedMeanwhile, match="Bruno salvou esta proposta às 12:00"):
        save_draft(proposal, replace(draft, title="De Ana"), revision=0, by=ana, at=now)
    with pytest.raises(EditedMeanwhile, match="Você salvou esta proposta em outra janela às 12:00"):
        save_draft(proposal, replace(draft, title="De Bruno, na outra aba"), revision=0, by=bruno, at=now)
    assert fresh(proposal).title == "De Bruno"


def test_saving_the_same_form_twice_is_harmless(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now)
    draft = replace(draft_of(fresh(proposal)), title="Cozinha nova")
    for _ in range(2):
        save_draft(proposal, draft, revision=0, by=bruno, at=now)
    assert current_of(fresh(proposal)).revision == 1


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (DraftLine(""), "lines.1.name"),
        (DraftLine("Forno 🔥"), "lines.1.name"),
        (DraftLine("Forno", note="nota\u202eatsil"), "lines.1.note"),
        (DraftLine("x" * 101), "lines.1.name"),
        (DraftLine("Forno", quantity=Decimal("1.00001")), "lines.1.quantity"),
        (DraftLine("Forno", quantity=Decimal(-1)), "lines.1.quantity"),
        (DraftLine("Forno", unit_price=Decimal(10) ** 12), "lines.1.unit_price"),
        (DraftLine("Forno", discount_kind="amount", discount_value=Decimal(1)), "lines.1.discount_value"),
        (DraftLine("Forno", discount_kind="free"), "lines.1.discount_kind"),
    ],
)
def test_each_bad_field_is_named(
    aurora: Company, padaria: Customer, bruno: Member, now: datetime, line: DraftLine, field: str
) -> None:
    with pytest.raises(DraftRefused) as refused:
        draft_for(padaria, bruno, now, lines=(OVEN, line))
    assert field in refused_fields(refused)
    assert not Proposal.objects.exists()


def test_all_bad_fields_are_told_at_once(padaria: Customer, bruno: Member, now: datetime) -> None:
    draft = a_draft(padaria.company, now, lines=(DraftLine(""),), freight=Decimal(10), delivery_term="z" * 121)
    with pytest.raises(DraftRefused) as refused:
        create_proposal(padaria, replace(draft, title=" "), seller=bruno, by=bruno, at=now)
    assert refused_fields(refused) == {"title", "lines.0.name", "freight_kind", "delivery_term"}


def test_pasted_text_is_mended(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now, lines=(DraftLine("Forno\u200b auto\u2011limpante"),))
    assert draft_of(proposal).lines[0].name == "Forno auto-limpante"


def test_501_lines_are_too_many(padaria: Customer, bruno: Member, now: datetime) -> None:
    with pytest.raises(DraftRefused) as refused:
        draft_for(padaria, bruno, now, lines=[OVEN] * 501)
    assert refused_fields(refused) == {"lines"}


def test_search_finds_number_customer_and_items_without_accents(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    for text in ("2026-0001", "PADARIA", "forno combinado eletrico", "frn-010", "12abc345"):
        assert list(Proposal.objects.matching(text)) == [proposal]
    assert not Proposal.objects.matching("geladeira").exists()


def test_a_strangers_item_becomes_a_free_line(padaria: Customer, bruno: Member, boreal: Company, now: datetime) -> None:
    item = Item.objects.create(company=boreal, code="X", name="Item", price=1)
    proposal = draft_for(padaria, bruno, now, lines=(replace(OVEN, item_id=item.pk),))
    assert draft_of(proposal).lines[0].item_id is None


def test_who_may_not_create_or_edit(
    padaria: Customer, bruno: Member, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    draft = draft_of(proposal)
    for somebody in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            create_proposal(padaria, draft, seller=bruno, by=somebody, at=now)
        with pytest.raises(NotAllowed):
            save_draft(proposal, draft, revision=0, by=somebody, at=now)


def test_a_person_buys_as_a_consumer(joana: Customer, padaria: Customer, bruno: Member, now: datetime) -> None:
    assert draft_for(joana, bruno, now).consumer_relation
    assert not draft_for(padaria, bruno, now).consumer_relation


def test_copy_moves_dates_and_leaves_internal_notes(
    padaria: Customer, joana: Customer, bruno: Member, now: datetime
) -> None:
    old = draft_for(padaria, bruno, now, instalments=paid_in("38900", now), internal_notes="margem 8 %")
    later = now + timedelta(days=100)
    copy = copy_proposal(fresh(old), customer=joana, seller=bruno, by=bruno, at=later)
    draft = draft_of(fresh(copy))
    assert draft.internal_notes == "" and draft.consumer_relation
    assert draft.instalments[0].due_on == later.date() + timedelta(days=7)
    assert draft.lines == draft_of(fresh(old)).lines


def test_creation_is_the_first_event_of_the_sale(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now)
    [event] = Event.objects.of_chain(padaria.company_id, f"sale/{proposal.pk}")
    assert (event.kind, event.seq, event.actor_id) == ("proposal.created", 1, bruno.pk)


def test_archived_customer_gets_no_new_proposal(padaria: Customer, bruno: Member, now: datetime) -> None:
    padaria.active = False
    with pytest.raises(CustomerArchived):
        draft_for(padaria, bruno, now)


def test_internal_notes_are_not_printed_and_may_smile(padaria: Customer, bruno: Member, now: datetime) -> None:
    assert draft_for(padaria, bruno, now, internal_notes="margem boa 🙂").internal_notes == "margem boa 🙂"

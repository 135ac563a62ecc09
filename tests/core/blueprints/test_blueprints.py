"""Models of proposals: kept from a sale, used at today's prices, seen by whom they are shared with."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.blueprints.contents import as_data, draft_from
from aceite.core.blueprints.filing import attach_to_blueprint
from aceite.core.blueprints.from_sales import keep_as_blueprint, left_behind
from aceite.core.blueprints.keeping import (
    BlueprintData,
    archive_blueprint,
    copy_blueprint,
    describe,
    new_blueprint,
)
from aceite.core.blueprints.models import Blueprint
from aceite.core.blueprints.using import use_blueprint
from aceite.core.blueprints.writing import BlueprintEdited, bring_back, draft_in, save_blueprint
from aceite.core.catalog.actions import ItemData, archive_item, save_item
from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.contracts.drafting import add_from_template
from aceite.core.contracts.templates import archive_template, save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.clearing import clear_sale
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.attaching import attach_file
from aceite.core.proposals.drafts import Draft, DraftInstalment, DraftLine, draft_of
from aceite.core.proposals.forgotten import SaleForgotten
from aceite.core.proposals.locking import current_of
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.copying import copy_sale
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.walk import FITTING, a_draft, draft_for, fresh, with_contract


@pytest.fixture
def oven(aurora: Company, bruno: Member, now: datetime) -> Item:
    return save_item(None, ItemData("F1", "Forno", Decimal(900)), company=aurora, by=bruno, at=now)


def line_of(item: Item) -> DraftLine:
    return DraftLine(item.name, unit_price=item.price, item_id=item.pk, code=item.code, section="Cozinha")


def kept(company: Company, by: Member, now: datetime, *lines: DraftLine, **changes: object) -> Blueprint:
    made = new_blueprint(BlueprintData("Padaria"), company=company, key="", by=by, at=now)
    draft = replace(draft_in(made, at=now), title="Forno e instalação", lines=lines, **changes)  # type: ignore[arg-type]
    return save_blueprint(made, draft, revision=0, by=by, at=now)


def test_whatever_a_draft_holds_is_kept(aurora: Company, now: datetime) -> None:
    payment = DraftInstalment(now.date(), Decimal("10.50"), down_payment=True)
    draft = a_draft(aurora, now, lines=(replace(FITTING, choice="out", section="Obra"),), instalments=(payment,))
    assert draft_from(as_data(draft)) == draft
    assert draft_from({"title": "Só o título", "valid_until": "2026-12-01", "of_later": 1}) == Draft(
        "Só o título", date(2026, 12, 1)
    )


def test_a_sale_is_kept_with_all_but_its_customer(
    aurora: Company, padaria: Customer, bruno: Member, now: datetime
) -> None:
    template = save_template(Text("Serviço", "<p>Texto.</p>", "digital"), company=aurora, by=bruno, at=now)
    sale = draft_for(padaria, bruno, now, internal_notes="Só hoje.")
    attach_file(sale, b"planta", name="planta.txt", by=bruno, at=now)
    add_from_template(current_of(sale), template, by=bruno, at=now)
    for _twice in range(2):
        made = keep_as_blueprint(sale, BlueprintData("Cozinha"), key="k", by=bruno, at=now)
    draft = draft_in(made, at=now)
    assert [line.name for line in draft.lines] == [line.name for line in draft_of(sale).lines]
    assert (draft.internal_notes, draft.consumer_relation) == ("", None)
    assert [file.name for file in made.files.all()] == ["planta.txt"]
    assert [each.template_id for each in made.contracts.all()] == [template.pk]
    assert Blueprint.objects.count() == 1


def test_what_speaks_of_one_customer_stays_behind_and_a_sale_that_was_forgotten_is_copied_nowhere(
    padaria: Customer, bruno: Member, carla: PanelUser, joana: Customer, ana: Member, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla, title="Só da padaria")
    assert left_behind(sale) == ["Só da padaria"]
    assert not keep_as_blueprint(sale, BlueprintData("Obra"), key="", by=bruno, at=now).contracts.exists()
    hers = draft_for(joana, bruno, now)
    for one in (sale, hers):
        cancel(fresh(one), reason="Desistiu.", by=bruno, at=now)
    clear_sale(fresh(sale), by=System(sale.company_id), at=now + timedelta(days=366 * 11))
    erase(Subject(joana), by=ana, at=now)
    for one in (sale, hers):
        with pytest.raises(SaleForgotten):
            keep_as_blueprint(fresh(one), BlueprintData("Obra"), key="x", by=bruno, at=now)
        with pytest.raises(SaleForgotten):
            copy_sale(fresh(one), seller=bruno, by=bruno, at=now)


def test_a_proposal_made_of_it_has_the_prices_of_today_and_a_plan_that_fits(
    aurora: Company, padaria: Customer, bruno: Member, ana: Member, oven: Item, now: datetime
) -> None:
    halves = (DraftInstalment(now.date(), Decimal(500)), DraftInstalment(now.date(), Decimal(500)))
    blueprint = kept(aurora, bruno, now, line_of(oven), DraftLine("Frete", unit_price=Decimal(100)), instalments=halves)
    save_item(oven, ItemData("F1", "Forno", Decimal(1000)), company=aurora, by=ana, at=now)
    later = now + timedelta(days=10)
    for _twice in range(2):
        begun = use_blueprint(blueprint, padaria, seller=bruno, key="k", by=bruno, at=later)
    [told] = begun.told.repriced
    version = current_of(begun.proposal)
    assert (told.name, told.before, told.now, version.total) == ("Forno", Decimal(900), Decimal(1000), Decimal(1100))
    assert [payment.amount for payment in version.instalments.all()] == [Decimal(550), Decimal(550)]
    assert {payment.due_on for payment in version.instalments.all()} == {later.date()}
    assert version.valid_until == later.date() + timedelta(days=15)
    assert [line.section for line in version.lines.all()] == ["Cozinha", ""]


def test_a_plan_of_a_named_condition_is_made_by_it(
    aurora: Company, padaria: Customer, bruno: Member, ana: Member, oven: Item, now: datetime
) -> None:
    payments = tuple(DraftInstalment(now.date() + timedelta(days=n), Decimal(300)) for n in (30, 60, 90))
    blueprint = kept(aurora, bruno, now, line_of(oven), instalments=payments, payment_text="30/60/90 dias")
    save_item(oven, ItemData("F1", "Forno", Decimal(1000)), company=aurora, by=ana, at=now)
    made = use_blueprint(blueprint, padaria, seller=bruno, by=bruno, at=now).proposal
    assert [str(p.amount) for p in current_of(made).instalments.all()] == ["333.34", "333.33", "333.33"]


def test_what_is_no_longer_there_is_told(
    aurora: Company, padaria: Customer, ana: Member, oven: Item, now: datetime
) -> None:
    blueprint = kept(aurora, ana, now, line_of(oven))
    template = save_template(Text("Serviço", "<p>Texto.</p>", "digital"), company=aurora, by=ana, at=now)
    other = save_template(Text("Garantia", "<p>Texto.</p>", "digital"), company=aurora, by=ana, at=now)
    describe(blueprint, BlueprintData("Padaria", contracts=(other.pk, template.pk, 10**9)), by=ana, at=now)
    archive_item(oven, by=ana, at=now)
    archive_template(template, by=ana, at=now)
    begun = use_blueprint(blueprint, padaria, seller=ana, by=ana, at=now)
    assert (begun.told.gone, begun.told.no_contracts) == (["Forno"], ["Serviço"])
    assert [contract.title for contract in current_of(begun.proposal).contracts.all()] == ["Garantia"]


def test_a_blueprint_is_its_owners_until_it_is_shared(
    aurora: Company, padaria: Customer, bruno: Member, marcos: Member, iris: Member, now: datetime
) -> None:
    blueprint = kept(aurora, bruno, now, FITTING)
    seen = Blueprint.objects.filter(company=aurora).seen_by
    assert list(seen(bruno)) == [blueprint]
    assert not seen(marcos).exists()
    with pytest.raises(NotAllowed):
        use_blueprint(blueprint, padaria, seller=marcos, by=marcos, at=now)
    describe(blueprint, BlueprintData("Padaria", shared=True), by=bruno, at=now)
    assert list(seen(iris)) == [blueprint]
    with pytest.raises(NotAllowed):
        describe(blueprint, BlueprintData("Minha"), by=iris, at=now)
    assert use_blueprint(blueprint, padaria, seller=marcos, by=marcos, at=now).proposal.seller == marcos


def test_only_its_owner_takes_it_from_the_team(aurora: Company, bruno: Member, ana: Member, now: datetime) -> None:
    blueprint = kept(aurora, bruno, now, FITTING)
    describe(blueprint, BlueprintData("Padaria", shared=True), by=bruno, at=now)
    with pytest.raises(Unfit, match="Só quem criou"):
        describe(blueprint, BlueprintData("Minha", shared=False), by=ana, at=now)
    assert describe(blueprint, BlueprintData("Nossa", shared=None), by=ana, at=now).shared
    assert list(Blueprint.objects.seen_by(ana)) == [blueprint]
    assert not describe(blueprint, BlueprintData("Padaria", shared=False), by=bruno, at=now).shared


def test_another_companys_blueprint_is_nobodys_here(aurora: Company, bruno: Member, eva: Member, now: datetime) -> None:
    blueprint = kept(aurora, bruno, now, FITTING)
    describe(blueprint, BlueprintData("Padaria", shared=True), by=bruno, at=now)
    for act in (
        lambda: describe(blueprint, BlueprintData("Minha"), by=eva, at=now),
        lambda: archive_blueprint(blueprint, by=eva, at=now),
        lambda: copy_blueprint(blueprint, key="", by=eva, at=now),
        lambda: attach_to_blueprint(blueprint, b"x", name="x.txt", by=eva, at=now),
        lambda: save_blueprint(blueprint, draft_in(blueprint, at=now), revision=1, by=eva, at=now),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_second_editor_is_told_and_old_versions_come_back(
    aurora: Company, ana: Member, bruno: Member, now: datetime
) -> None:
    blueprint = kept(aurora, bruno, now, FITTING)
    first = draft_in(blueprint, at=now)
    later = now + timedelta(hours=1)
    describe(blueprint, BlueprintData("Padaria", shared=True), by=bruno, at=now)
    changed = save_blueprint(blueprint, replace(first, title="Outro"), revision=1, by=ana, at=later)
    with pytest.raises(BlueprintEdited, match="Ana salvou este modelo"):
        save_blueprint(blueprint, replace(first, title="Meu"), revision=1, by=bruno, at=later)
    # The same form once more is no conflict.
    assert save_blueprint(blueprint, replace(first, title="Outro"), revision=1, by=ana, at=later).revision == 2
    newest, oldest = changed.versions.all()
    back = bring_back(oldest, by=ana, at=later)
    assert (draft_in(back, at=later).title, back.versions.count()) == (first.title, 3)
    assert newest.saved_by == ana


def test_its_life_stands_in_the_companys_chain(aurora: Company, bruno: Member, now: datetime) -> None:
    blueprint = kept(aurora, bruno, now, FITTING)
    copy_blueprint(blueprint, key="c", by=bruno, at=now)
    archive_blueprint(blueprint, by=bruno, at=now)
    kinds = Event.objects.filter(kind__startswith="blueprint.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["blueprint.created", "blueprint.created", "blueprint.archived"]


def test_a_blueprint_needs_a_name(aurora: Company, bruno: Member, now: datetime) -> None:
    with pytest.raises(Unfit):
        new_blueprint(BlueprintData(" "), company=aurora, key="", by=bruno, at=now)

"""Confirmar escolha: the customer picks within the vendor's limits, and one new frozen version comes of it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.contracts.models import Countersigner, Signer
from aceite.core.contracts.replacing import replace_signer
from aceite.core.contracts.representing import replace_countersigner, set_countersigners
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.options import Pick
from aceite.core.proposals.paper import totals_paper
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.sales import tasks
from aceite.core.sales.approving import approve
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.choice_making import Rendered, render_choice
from aceite.core.sales.choosing import (
    PATIENCE,
    ChoiceUnderWay,
    ChoiceUnfit,
    NothingChosen,
    SignedAlready,
    confirm_choice,
    preview_choice,
)
from aceite.core.sales.exporting import order_json
from aceite.core.sales.extending import extend
from aceite.core.sales.revising import revise
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.core.trail.verifying import verify_chains
from aceite.kit.money import format_brl
from tests.core.sales.choosing_walk import FITTED, OFFER, SOON, TRAYS, chosen, confirmed, offered, picking
from tests.core.sales.test_dossier import bytes_of, report_on, wanting
from tests.core.sales.test_dossier import made as made_dossier
from tests.jobs import run_jobs
from tests.walk import OVEN, answer_to, approved, copied, draft_for, fresh, ordered, sent, signed, with_contract

TWO = Decimal(2)


def kinds(proposal: Proposal) -> list[str]:
    return list(Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}").values_list("kind", flat=True))


def test_a_choice_makes_one_new_version_with_its_totals_papers_and_hash(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    first = current_of(proposal)
    made = chosen(proposal, carla, now + SOON, **FITTED, trays=Pick(True, Decimal(4)))
    assert (made.version, made.state, made.total) == (2, "sent", Decimal("39831.40"))
    assert made.paper_id not in (None, first.paper_id)
    assert made.bundle_sha256 not in ("", first.bundle_sha256)
    assert [(line.choice, line.quantity) for line in made.lines.all()] == [("", 1), ("in", Decimal("1.5")), ("", 4)]
    first.refresh_from_db()
    after = fresh(proposal)
    assert (first.state, after.state, after.total, after.shown) == ("superseded", "sent", made.total, made)
    assert kinds(proposal)[-2:] == ["choice.confirmed", "choice.made"]
    assert list(verify_chains()) == []


def test_the_bundle_says_who_chose_and_from_what(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    first = current_of(proposal)
    made = chosen(proposal, carla, now + SOON)
    told = json.loads(made.manifest)["chosen"]
    assert told["from"] == {"version": 1, "bundle_sha256": first.bundle_sha256}
    assert told["panel_user"] == carla.pk
    assert carla.name not in made.manifest
    assert "chosen" not in json.loads(first.manifest)
    trays = json.loads(first.manifest)["proposal"]["lines"][2]
    assert (trays["quantity_least"], trays["quantity_most"]) == ("1.0000", "4.0000")


def test_the_chosen_version_goes_on_to_its_order(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    old = answer_to(proposal)
    chosen(proposal, carla, now + SOON)
    with pytest.raises(NotCurrent):
        approve(fresh(proposal), old, by=carla, at=now + 2 * SOON)
    approved(proposal, carla, now + 3 * SOON)
    assert ordered(proposal, bruno, now + 4 * SOON).version.total == Decimal("39590.70")


def test_payments_follow_by_the_rule_they_were_made_with(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    day = now.date() + timedelta(days=7)
    plan = (
        DraftInstalment(day, Decimal("11742.21"), "pix", down_payment=True),
        *(
            DraftInstalment(day, amount, "boleto")
            for amount in (Decimal("9132.84"), Decimal("9132.83"), Decimal("9132.82"))
        ),
    )
    proposal = offered(padaria, bruno, now, instalments=plan, down_percent=Decimal(30))
    made = chosen(proposal, carla, now + SOON)
    assert next(one.amount for one in made.instalments.all()) == Decimal("11877.21")
    assert sum(one.amount for one in made.instalments.all()) == made.total
    assert [one.due_on for one in made.instalments.all()] == [day] * 4


def test_a_payment_that_fell_away_with_a_line_comes_back_with_it(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    day = now.date() + timedelta(days=7)
    cared_for = replace(OVEN, name="Manutenção", code="MAN", recurs="month", periods=12, key="care")
    oven = replace(OVEN, choice="in", key="oven")
    plan = (DraftInstalment(day, Decimal("19450"), "boleto"), DraftInstalment(day, Decimal("19450"), "boleto"))
    proposal = offered(padaria, bruno, now, lines=(cared_for, oven), instalments=plan)
    without = chosen(proposal, carla, now + SOON, oven=Pick(False, Decimal(1)))
    assert without.total == 0 and not without.instalments.exists()
    again = chosen(proposal, carla, now + 3 * SOON, oven=Pick(True, Decimal(1)))
    assert [(one.due_on, one.amount) for one in again.instalments.all()] == [(day, Decimal("19450.00"))] * 2


@pytest.mark.parametrize(
    "picks",
    [
        {"trays": Pick(True, Decimal(5))},
        {"trays": Pick(True, Decimal(0))},
        {"trays": Pick(True, Decimal("1.5"))},
        {"trays": Pick(True, Decimal("NaN"))},
        {"trays": Pick(False, TWO)},
        {"fitting": Pick(True, TWO)},
        {"nobody": Pick(True, TWO)},
    ],
)
def test_only_what_the_vendor_left_open_can_be_chosen(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, picks: dict[str, Pick]
) -> None:
    proposal = offered(padaria, bruno, now)
    with pytest.raises(ChoiceUnfit):
        confirmed(proposal, carla, now, **picks)
    assert kinds(proposal)[-1] == "proposal.sent"


def test_what_stands_already_is_no_choice(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(NothingChosen):
        confirmed(offered(padaria, bruno, now), carla, now, trays=Pick(True, TWO))


def test_another_quantity_of_what_stays_out_is_no_choice(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    trays = replace(TRAYS, choice="out")
    proposal = offered(padaria, bruno, now, lines=(OVEN, trays))
    with pytest.raises(NothingChosen):
        confirmed(proposal, carla, now, trays=Pick(False, Decimal(3)))
    assert confirmed(proposal, carla, now, trays=Pick(True, Decimal(3))).picks["trays"]["quantity"] == "3"


def test_who_may_not_approve_may_not_choose(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    for person in (gil, fabio):
        with pytest.raises(NotAllowed):
            confirmed(proposal, person, now)
    carla.can_approve = False
    carla.save()
    carla.can_approve = True
    with pytest.raises(NotAllowed):
        confirmed(proposal, carla, now)


@pytest.mark.parametrize("act", [signed, copied])
def test_what_was_signed_is_not_chosen_from_any_more(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, act: object
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=OFFER)
    with_contract(proposal, bruno, now, carla, requirement="digital" if act is signed else "either")
    sent(proposal, bruno, now)
    act(proposal, carla, at=now + SOON) if act is signed else act(proposal, carla, now + SOON)  # type: ignore[operator]
    with pytest.raises(SignedAlready):
        confirmed(proposal, carla, now + 2 * SOON)


def test_the_contracts_of_the_new_version_are_its_own(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=OFFER)
    contract = with_contract(proposal, bruno, now, carla)
    sent(proposal, bruno, now)
    made = chosen(proposal, carla, now + SOON)
    contract.refresh_from_db()
    anew = made.contracts.get()
    assert contract.voided_at is not None
    assert anew.document_id not in (None, contract.document_id)
    signed(proposal, carla, at=now + 2 * SOON)
    approved(proposal, carla, now + 3 * SOON)


def test_somebody_who_signs_first_keeps_what_stands(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=OFFER)
    with_contract(proposal, bruno, now, carla)
    sent(proposal, bruno, now)
    choice = confirmed(proposal, carla, now + SOON)
    signed(proposal, carla, at=now + 2 * SOON)
    run_jobs(now + 3 * SOON)
    choice.refresh_from_db()
    assert (choice.failure, current_of(fresh(proposal)).version) == ("signed", 1)
    assert "choice.failed" in kinds(proposal)
    approved(proposal, carla, now + 4 * SOON)


def test_the_same_click_twice_is_one_choice(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    proposal = offered(padaria, bruno, now)
    picked = picking(proposal, **FITTED)
    choice = confirm_choice(fresh(proposal), picked, by=carla, at=now + SOON)
    assert confirm_choice(fresh(proposal), picked, by=carla, at=now + SOON) == choice
    run_jobs(now + 2 * SOON)
    assert confirm_choice(fresh(proposal), picked, by=carla, at=now + 3 * SOON) == choice
    assert current_of(fresh(proposal)).version == 2


def test_another_choice_waits_for_the_first(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    proposal = offered(padaria, bruno, now)
    confirmed(proposal, carla, now)
    with pytest.raises(ChoiceUnderWay):
        confirmed(proposal, carla, now + SOON, trays=Pick(True, Decimal(3)))
    later = confirmed(proposal, carla, now + PATIENCE, trays=Pick(True, Decimal(3)))
    run_jobs(now + PATIENCE + SOON)
    assert current_of(fresh(proposal)).version == 2
    assert fresh(proposal).total == later.total


def test_a_worker_that_died_in_the_middle_leaves_one_version(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = offered(padaria, bruno, now)
    choice = confirmed(proposal, carla, now + SOON)
    with monkeypatch.context() as dying:
        dying.setattr(tasks, "finish_choice", lambda *_args, **_more: 1 / 0)
        run_jobs(now + 2 * SOON, failing=True)
    assert [one.state for one in proposal.versions.all()] == ["sent", "prepared"]
    run_jobs(now + timedelta(hours=1))
    tasks.make_the_choice.func(company_id=choice.company_id, choice_id=choice.pk)
    assert [one.state for one in proposal.versions.all()] == ["superseded", "sent"]
    assert kinds(proposal).count("choice.made") == 1


def test_a_new_version_of_the_vendor_goes_before_what_is_prepared(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=OFFER)
    with_contract(proposal, bruno, now, carla)
    sent(proposal, bruno, now)
    confirmed(proposal, carla, now + SOON)
    with monkeypatch.context() as dying:
        dying.setattr(tasks, "finish_choice", lambda *_args, **_more: 1 / 0)
        run_jobs(now + 2 * SOON, failing=True)
    revise(fresh(proposal), by=bruno, at=now + 3 * SOON)
    run_jobs(now + timedelta(hours=1))
    assert [(one.version, one.state) for one in proposal.versions.all()] == [(1, "superseded"), (2, "draft")]
    assert proposal.choices.get().failure == "overtaken"
    assert sent(proposal, bruno, now + timedelta(hours=2)).state == "sent"


def test_who_was_replaced_while_it_is_prepared_does_not_come_back(
    padaria: Customer, bruno: Member, ana: Member, carla: PanelUser, gil: PanelUser, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    proposal = draft_for(padaria, bruno, now, lines=OFFER)
    contract = with_contract(proposal, bruno, now, carla)
    set_countersigners(contract, [bruno], by=bruno, at=now)
    sent(proposal, bruno, now)
    confirmed(proposal, carla, now + SOON)
    render, left = render_choice, [Countersigner.objects.get(), Signer.objects.get()]

    def replaced_meanwhile(choice_id: int, *, at: datetime) -> Rendered | None:
        rendered = render(choice_id, at=at)
        if len(left) == 2:
            replace_signer(left.pop(), gil, by=bruno, at=at)  # type: ignore[arg-type]
        elif left:
            replace_countersigner(left.pop(), ana, by=bruno, at=at)  # type: ignore[arg-type]
        return rendered

    monkeypatch.setattr(tasks, "render_choice", replaced_meanwhile)
    for hours in range(3):
        run_jobs(now + timedelta(hours=hours, minutes=2), failing=True)
    made = current_of(fresh(proposal))
    assert made.version == 2
    assert made.contracts.get().signers.get().panel_user == gil
    assert made.contracts.get().countersigners.get().member == ana


def test_what_ended_meanwhile_is_not_opened_again(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    confirmed(proposal, carla, now + SOON)
    cancel(proposal, reason="Sem estoque", by=bruno, at=now + SOON)
    run_jobs(now + 2 * SOON)
    assert (fresh(proposal).state, proposal.versions.count()) == ("cancelled", 1)
    with pytest.raises(NotNow):
        confirmed(proposal, carla, now + 3 * SOON)


def test_the_validity_stays_as_it_was(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    proposal = offered(padaria, bruno, now)
    until = current_of(proposal).valid_until + timedelta(days=9)
    extend(proposal, valid_until=until, by=bruno, at=now)
    ends = fresh(proposal).expires_at
    made = chosen(proposal, carla, now + SOON)
    assert (made.valid_until, fresh(proposal).expires_at, made.end_of_validity()) == (until, ends, ends)


def test_a_revised_choice_can_be_chosen_from_again(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    chosen(proposal, carla, now + SOON)
    revise(fresh(proposal), by=bruno, at=now + 3 * SOON)
    third = current_of(sent(proposal, bruno, now + 4 * SOON))
    assert (third.total, "chosen" in json.loads(third.manifest)) == (Decimal("39590.70"), False)
    assert chosen(proposal, carla, now + 5 * SOON, fitting=Pick(False, Decimal("1.5"))).total == Decimal("39140.70")


def test_a_discount_larger_than_what_was_chosen_is_refused(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    lines = (replace(TRAYS, quantity_least=Decimal(1)),)
    proposal = offered(padaria, bruno, now, lines=lines, discount_kind="amount", discount_value=Decimal(200))
    with pytest.raises(ChoiceUnfit, match="desconto"):
        confirmed(proposal, carla, now, trays=Pick(True, Decimal(1)))


@pytest.mark.parametrize(
    "picks", [FITTED, {"trays": Pick(True, Decimal(3))}, FITTED | {"trays": Pick(True, Decimal(1))}]
)
def test_panel_server_paper_bundle_and_order_say_the_same(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, picks: dict[str, Pick]
) -> None:
    rules = {"discount_kind": "percent", "discount_value": Decimal("3.33"), "adjustment_rate": Decimal("-2.5")}
    proposal = offered(padaria, bruno, now, **rules)
    told = preview_choice(current_of(fresh(proposal)), picks).totals
    made = chosen(proposal, carla, now + SOON, **picks)
    approved(proposal, carla, now + 3 * SOON)
    data = order_json(ordered(proposal, bruno, now + 4 * SOON))
    assert made.total == told.total
    assert totals_paper(made).total == format_brl(told.total)
    assert json.loads(made.manifest)["proposal"]["totals"]["total"] == data["totals"]["total"] == str(told.total)
    assert [line["total"] for line in data["lines"]] == [str(line.total) for line in made.lines.counted()]


def test_the_checker_finds_the_choice_within_the_offer(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now, discount_kind="percent", discount_value=Decimal("3.33"))
    chosen(proposal, carla, now + SOON)
    chosen(proposal, carla, now + 3 * SOON, trays=Pick(True, Decimal(3)))
    approved(proposal, carla, now + 5 * SOON)
    report = report_on(bytes_of(made_dossier(fresh(proposal), bruno, now + 6 * SOON)), now + 6 * SOON)
    codes = [finding.code for finding in report.findings]
    assert (codes.count("choice.sound"), wanting(report)) == (2, [])
    assert codes.count("dossier.version_sound") == 3

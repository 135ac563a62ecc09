"""What the vendor does with a sent sale: revise, withdraw, extend, cancel, undo; nothing is lost and twice is once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from aceite.core.contracts.models import Contract, Signer
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.attaching import attach_file
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import Draft, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.extending import ExtendRefused, extend
from aceite.core.sales.models import Viewing
from aceite.core.sales.moves import moves_for
from aceite.core.sales.reasons import ReasonNeeded
from aceite.core.sales.revising import revise, withdraw
from aceite.core.sales.undoing import undo_approval
from aceite.core.sales.viewing import record_view
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.plans import plan
from tests.walk import approved, declined, draft_for, fresh, ordered, sent, sent_for, signed, with_contract


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def kinds(proposal: Proposal) -> list[str]:
    chain = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}")
    return list(chain.values_list("kind", flat=True))


def test_next_version_begins_with_the_same_content(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    attach_file(draft, plan(), name="planta.pdf", by=bruno, at=now)
    with_contract(draft, bruno, now, carla)
    before = draft_of(sent(draft, bruno, now))
    version = revise(draft, by=bruno, at=now)
    assert revise(draft, by=bruno, at=now).pk == version.pk
    assert (version.version, version.state, version.revision, version.bundle_sha256) == (2, "draft", 0, "")
    assert draft_of(fresh(draft)) == before
    assert version.attachments.get().name == "planta.pdf"
    assert version.contracts.get().signers.get().panel_user == carla


def test_old_version_stays_as_it_was_and_its_signatures_are_visibly_void(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    old = with_contract(draft, bruno, now, carla, gil)
    first = current_of(sent(draft, bruno, now))
    signed(draft, carla, at=now)
    revise(draft, by=bruno, at=now)
    statement = Signer.objects.get(contract=old, panel_user=carla).statement
    assert statement is not None and statement.voided_at == now and statement.confirmed_at == now
    assert kinds(draft)[-2:] == ["signature.voided", "proposal.revised"]
    first.refresh_from_db()
    assert first.state == "superseded" and first.paper is not None
    assert Contract.objects.get(pk=old.pk).voided_at == now


def test_draft_of_the_next_version_does_not_show_in_the_panel(proposal: Proposal, bruno: Member, now: datetime) -> None:
    revise(proposal, by=bruno, at=now)
    draft = Draft(**{**draft_of(fresh(proposal)).__dict__, "title": "Secreto", "lines": ()})
    save_draft(proposal, draft, revision=0, by=bruno, at=now)
    shown = fresh(proposal).shown
    assert shown is not None
    assert (shown.version, shown.title, str(shown.total)) == (1, "Cozinha da loja 2", "38900.00")


def test_expired_validity_is_renewed_in_the_next_version(proposal: Proposal, bruno: Member, now: datetime) -> None:
    late = now + timedelta(days=60)
    assert revise(proposal, by=bruno, at=late).valid_until == late.date() + timedelta(days=15)


def test_withdrawing_needs_a_reason_and_happens_once(proposal: Proposal, bruno: Member, now: datetime) -> None:
    with pytest.raises(ReasonNeeded):
        withdraw(proposal, reason=" ", by=bruno, at=now)
    first, second = (withdraw(proposal, reason="Preço errado", by=bruno, at=now) for _ in range(2))
    assert first.pk == second.pk and kinds(proposal).count("proposal.withdrawn") == 1
    assert proposal.versions.get(version=1).state == "withdrawn"


def test_what_is_approved_is_not_revised_or_withdrawn(
    proposal: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    approved(proposal, carla, now)
    verbs: list[Callable[[], object]] = [
        lambda: revise(proposal, by=bruno, at=now),
        lambda: withdraw(proposal, reason="x", by=bruno, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotNow, match="aprovada"):
            verb()


def test_validity_moves_only_later(proposal: Proposal, bruno: Member, now: datetime) -> None:
    for day in (date(2026, 12, 8), date(2026, 11, 1)):
        with pytest.raises(ExtendRefused):
            extend(proposal, valid_until=day, by=bruno, at=now)
    for _ in range(2):
        extend(proposal, valid_until=date(2026, 12, 20), by=bruno, at=now)
    assert kinds(proposal).count("proposal.extended") == 1
    assert current_of(fresh(proposal)).valid_until == date(2026, 12, 9)


def test_extending_wakes_an_expired_sale(proposal: Proposal, bruno: Member, now: datetime) -> None:
    late = now + timedelta(days=60)
    assert fresh(proposal).state_at(late) == "expired"
    extend(proposal, valid_until=late.date(), by=bruno, at=late)
    assert fresh(proposal).state_at(late) == "sent"


def test_cancelled_for_good_with_its_reason(proposal: Proposal, bruno: Member, now: datetime) -> None:
    for _ in range(2):
        cancel(proposal, reason="Cliente fechou as portas", by=bruno, at=now)
    assert (fresh(proposal).state, fresh(proposal).closed_reason) == ("cancelled", "Cliente fechou as portas")
    assert kinds(proposal).count("proposal.cancelled") == 1
    assert "fechou" not in str(Event.objects.get(kind="proposal.cancelled").content())


def test_an_order_is_not_cancelled(proposal: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    approved(proposal, carla, now)
    ordered(proposal, bruno, now)
    with pytest.raises(NotNow, match="pedido"):
        cancel(proposal, reason="Não", by=bruno, at=now)


def test_only_a_manager_undoes_and_the_statement_stays(
    proposal: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    approval = approved(proposal, carla, now)
    with pytest.raises(NotAllowed):
        undo_approval(proposal, reason="Engano", by=bruno, at=now)
    for _ in range(2):
        undo_approval(proposal, reason="Engano de preço", by=marcos, at=now)
    approval.refresh_from_db()
    assert (fresh(proposal).state, approval.undone_reason) == ("sent", "Engano de preço")
    assert approval.statement.voided_at is None and kinds(proposal).count("approval.undone") == 1
    again = approved(proposal, carla, now)
    assert again.pk != approval.pk


def test_seen_once_per_person_version_and_day(
    proposal: Proposal, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    for person, at in ((carla, now), (carla, now), (davi, now), (carla, now + timedelta(days=1))):
        record_view(fresh(proposal), by=person, at=at)
    assert kinds(proposal).count("proposal.viewed") == Viewing.objects.count() == 3


def test_buttons_follow_from_role_and_state(
    proposal: Proposal,
    bruno: Member,
    iris: Member,
    marcos: Member,
    eva: Member,
    carla: PanelUser,
    gil: PanelUser,
    now: datetime,
) -> None:
    assert moves_for(proposal, by=bruno, at=now) >= {"proposal.revise", "proposal.extend", "proposal.cancel"}
    assert "proposal.reassign" not in moves_for(proposal, by=bruno, at=now)
    assert moves_for(proposal, by=iris, at=now) == moves_for(proposal, by=eva, at=now) == frozenset()
    assert moves_for(proposal, by=carla, at=now) >= {"proposal.approve", "proposal.decline", "question.ask"}
    asking = {"question.ask", "point.ask"}
    signing = {"contract.sign", "copy.upload", "sale.dossier", "signer.hand_over"}
    assert moves_for(proposal, by=gil, at=now) == signing | asking
    approved(proposal, carla, now)
    assert {"order.make", "approval.undo"} <= moves_for(fresh(proposal), by=marcos, at=now)
    assert "proposal.revise" not in moves_for(fresh(proposal), by=bruno, at=now)


def test_declined_can_be_revised(proposal: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    declined(proposal, carla, now)
    assert revise(proposal, by=bruno, at=now).version == 2

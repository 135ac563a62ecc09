"""The paper of a power that is taken away in the instant in which it is put onto a contract stays with the contract."""

from collections.abc import Callable
from datetime import datetime
from threading import Event as Signal
from typing import Any

import pytest
from django.utils.module_loading import import_string

from aceite.core.contracts.models import Signer
from aceite.core.contracts.replacing import replace_signer
from aceite.core.customers.models import Customer, PanelUser, SigningPower
from aceite.core.customers.powers import PowerData, ProxyFile, note_power
from aceite.core.people.models import Member
from aceite.core.sales.choice_making import finish_choice, prepare_choice, render_choice
from tests.core.sales.choosing_walk import OFFER, confirmed
from tests.overtaking import whole
from tests.threads import at_once
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

During = Callable[[str, Callable[[], Any]], None]
BY_PROXY = PowerData("proxy", proxy=ProxyFile("p.pdf", b"%PDF-1.7 procuracao"))


@pytest.fixture
def taken_away_during(
    carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> During:
    """Gil signs by proxy; this verb has read that and calls `step`, and somebody takes his power away."""

    def act(step: str, verb: Callable[[], Any]) -> None:
        read, gone, go_on = Signal(), Signal(), import_string(step)

        def waiting(*words: Any) -> Any:
            read.set()
            gone.wait(0.5)
            return go_on(*words)

        def take_away() -> None:
            read.wait(30)
            note_power(gil, PowerData(""), by=bruno, at=now)
            gone.set()

        with monkeypatch.context() as slower:
            slower.setattr(step, waiting)
            done, nothing = at_once(gil.company_id, verb, take_away)
        assert nothing is None and not isinstance(done, Exception), (done, nothing)
        assert not SigningPower.objects.exists()
        assert whole(Signer.objects.filter(panel_user=gil).latest("pk").proxy)

    return act


def test_somebody_who_comes_in_keeps_the_paper_of_the_power_she_came_with(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime, taken_away_during: During
) -> None:
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla)
    place = contracts_of(sent(sale, bruno, now)).get().signers.get()
    note_power(gil, BY_PROXY, by=bruno, at=now)
    taken_away_during(
        "aceite.core.contracts.replacing._refuse_loss_of_power", lambda: replace_signer(place, gil, by=bruno, at=now)
    )


def test_a_sent_contract_keeps_it(
    padaria: Customer, gil: PanelUser, bruno: Member, now: datetime, taken_away_during: During
) -> None:
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, gil)
    note_power(gil, BY_PROXY, by=bruno, at=now)
    taken_away_during("aceite.core.sales.freezing.bind", lambda: sent(sale, bruno, now))


def test_the_contract_of_a_choice_keeps_it(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime, taken_away_during: During
) -> None:
    sale = draft_for(padaria, bruno, now, lines=OFFER)
    with_contract(sale, bruno, now, gil)
    sent(sale, bruno, now)
    # After the first version, which would keep its paper by itself.
    note_power(gil, BY_PROXY, by=bruno, at=now)
    choice = confirmed(sale, carla, now)
    assert prepare_choice(choice.pk, at=now)
    rendered = render_choice(choice.pk, at=now)
    assert rendered is not None
    taken_away_during("aceite.core.sales.freezing.bind", lambda: finish_choice(choice.pk, rendered, at=now))

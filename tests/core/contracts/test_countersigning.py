"""The vendor's countersignature: the same act as a customer's, after hers; only the order waits for it."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.countersigning import countersign, prepare_countersigning
from aceite.core.contracts.models import Contract, Countersigner, Level, Signer
from aceite.core.contracts.refusing import BadCpf, BelowLevel, NotASigner, NotHerTurn, NotOpened
from aceite.core.contracts.replacing import HasActed
from aceite.core.contracts.representing import replace_countersigner, set_countersigners
from aceite.core.contracts.signed_file import signatures_page
from aceite.core.contracts.signers import BadSigners
from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import WrongCode
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales.listing import rows_for
from aceite.core.sales.ordering import CountersignatureMissing, make_order
from aceite.core.sales.revising import revise
from aceite.core.signatures.ceremonies import Ceremony
from aceite.core.signatures.proofs import CodeProof
from aceite.core.signatures.statements import Opened
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.sent import ORIGIN, add_contract, code_of, freeze, given, name, sign_all

ANAS = "71428793860"


@pytest.fixture
def made(version: ProposalVersion, carla: PanelUser, ana: Member, bruno: Member, now: datetime) -> Contract:
    """Sent to Carla; Ana signs for Aurora."""
    contract = add_contract(version)
    name(contract, carla)
    set_countersigners(contract, [ana], by=bruno, at=now)
    freeze(version, now, real=True)
    return Contract.objects.get(pk=contract.pk)


def sale() -> Proposal:
    """The only sale, with what its row in the list needs."""
    return Proposal.objects.with_sheet().get()


def prepare(contract: Contract, member: Member, at: datetime, **changes: object) -> Ceremony:
    """Her page is sent, and the code mailed."""
    seen = {contract.pk: Opened(pages=(1,), pictures=("a" * 64,))}
    filled = given(**{"cpf": ANAS, "mark_text": "Ana Lima", "opened": seen, **changes})
    return prepare_countersigning(sale(), given=filled, by=member, origin=ORIGIN, at=at)


def confirm(begun: Ceremony, member: Member, at: datetime, code: str = "") -> list[Countersigner]:
    """The digits are typed."""
    return countersign(begun.id, proof=CodeProof(code or code_of(begun)), by=member, origin=ORIGIN, at=at)


def approved(at: datetime) -> Proposal:
    """The customer's yes, made by row."""
    Proposal.objects.update(state="approved", approved_at=at, waiting_for="vendor", waiting_since=at)
    return sale()


def test_the_order_waits_for_the_vendors_signature(
    made: Contract, carla: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    with pytest.raises(NotHerTurn):
        prepare(made, ana, now)
    sign_all([made], carla, at=now)
    made.refresh_from_db()
    assert (made.customer_signed_at, made.completed_at) == (now, None)
    assert Event.objects.get(kind="countersigner.called").data["member"] == ana.pk
    offer = approved(now)
    [row] = rows_for([offer], at=now)
    assert row.waiting is not None and row.waiting.people == ("Ana",)
    with pytest.raises(CountersignatureMissing):
        make_order(offer, by=bruno, at=now)
    [hers] = confirm(prepare(made, ana, now), ana, now)
    made.refresh_from_db()
    assert made.completed_at == now and hers.statement is not None
    [told] = Event.objects.filter(kind="contract.completed")
    theirs = Signer.objects.get().statement
    assert theirs is not None and told.data["statements"] == [theirs.sha256, hers.statement.sha256]
    assert make_order(offer, by=bruno, at=now).number.startswith("PED")


def test_her_statement_says_for_whom_she_signs(made: Contract, carla: PanelUser, ana: Member, now: datetime) -> None:
    sign_all([made], carla, at=now)
    begun = prepare(made, ana, now)
    [hers] = confirm(begun, ana, now)
    assert hers.statement is not None and confirm(begun, ana, now) == [hers]
    said = hers.statement.content()["signer"]
    assert (said["kind"], said["id"], said["role"]) == ("member", ana.pk, "representative")
    assert hers.statement.openings["on_behalf_of"]["value"] == "Aurora Ltda. (CNPJ 11.222.333/0001-81)"
    assert Countersigner.objects.get().cpf == ANAS
    page = signatures_page(Contract.objects.select_related("document", "company", "version__proposal").get())
    assert [act.name for act in page.acts] == ["Carla Nogueira", "Ana"]
    assert list(page.plan) == ["Depois do cliente, pela empresa: Ana"]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"cpf": ""}, BadCpf),
        ({"opened": {}}, NotOpened),
    ],
)
def test_what_is_asked_of_a_customer_is_asked_of_her(
    changes: dict[str, object], refused: type[Exception], made: Contract, carla: PanelUser, ana: Member, now: datetime
) -> None:
    sign_all([made], carla, at=now)
    with pytest.raises(refused):
        prepare(made, ana, now, **changes)
    assert Event.objects.get(kind="signature.refused").actor_kind == "member"


def test_a_mailed_code_does_not_reach_the_advanced_level(
    made: Contract, carla: PanelUser, ana: Member, now: datetime
) -> None:
    sign_all([made], carla, at=now)
    Contract.objects.update(level=Level.QUALIFIED)
    with pytest.raises(BelowLevel):
        prepare(made, ana, now)


def test_a_wrong_code_signs_nothing(made: Contract, carla: PanelUser, ana: Member, now: datetime) -> None:
    sign_all([made], carla, at=now)
    begun = prepare(made, ana, now)
    with pytest.raises(WrongCode):
        confirm(begun, ana, now, "000000" if code_of(begun) != "000000" else "111111")
    assert Countersigner.objects.get().statement is None


def test_nobody_else_signs_for_the_company(
    made: Contract, carla: PanelUser, marcos: Member, iris: Member, eva: Member, now: datetime
) -> None:
    sign_all([made], carla, at=now)
    with pytest.raises(NotASigner):
        prepare(made, marcos, now)
    for stranger in (iris, eva):
        with pytest.raises(NotAllowed):
            prepare(made, stranger, now)


def test_another_takes_her_place_before_she_signs_and_not_after(
    made: Contract, carla: PanelUser, ana: Member, marcos: Member, bruno: Member, iris: Member, now: datetime
) -> None:
    sign_all([made], carla, at=now)
    begun = prepare(made, ana, now)
    with pytest.raises(BadSigners):
        replace_countersigner(Countersigner.objects.get(), iris, by=bruno, at=now)
    his = replace_countersigner(Countersigner.objects.get(), marcos, by=bruno, at=now)
    assert replace_countersigner(Countersigner.objects.get(member=ana), marcos, by=bruno, at=now) == his
    with pytest.raises(NotASigner):
        confirm(begun, ana, now)
    confirm(prepare(made, marcos, now), marcos, now)
    with pytest.raises(HasActed):
        replace_countersigner(his, ana, by=bruno, at=now)


def test_a_new_version_asks_her_again(
    made: Contract, carla: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    sign_all([made], carla, at=now)
    confirm(prepare(made, ana, now), ana, now)
    following = revise(sale(), by=bruno, at=now)
    again = Countersigner.objects.get(contract__version=following)
    assert (again.member_id, again.statement, again.called_at, again.cpf) == (ana.pk, None, None, ANAS)
    assert Event.objects.filter(kind="signature.voided").count() == 2


def test_after_the_last_valid_day_she_signs_no_more(
    made: Contract, carla: PanelUser, ana: Member, now: datetime
) -> None:
    sign_all([made], carla, at=now)
    begun = prepare(made, ana, now)
    Proposal.objects.update(expires_at=now + timedelta(minutes=1))
    with pytest.raises(NotNow):
        confirm(begun, ana, now + timedelta(minutes=2))

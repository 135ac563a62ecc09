"""What was sent stays as it was sent; what was begun on it is refused once it is gone, noted, and told to the vendor.

The issue's fourth and fifth checks: D against later edits, stale statements and dead codes; wrong hashes and heads.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.contracts.drafting import add_from_template
from aceite.core.contracts.models import Contract
from aceite.core.contracts.refusing import SigningRefused
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.codes import CodeRefusal, is_open
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.people.passkey_refusals import PasskeyRefusal
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.proposals.questions import ask
from aceite.core.sales.approving import approve
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.refused_words import REFUSED
from aceite.core.sales.revising import revise, withdraw
from aceite.core.sales.timeline import panel_timeline, timeline
from aceite.core.sales.viewing import record_view
from aceite.core.signatures.ceremonies import Ceremony
from aceite.core.signatures.device import OtherFile
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.statements import ChangedMeanwhile, Opened
from aceite.core.trail.models import Event
from aceite.core.trail.recording import head
from aceite.core.trail.refusals import Refusal
from tests.core.contracts.sent import code_of, confirm, opened, prepare, refused
from tests.walk import answer_to, contracts_of, draft_for, fresh, sent, sent_for

pytestmark = pytest.mark.django_db
BODY = "<p>A contratada entrega o forno por {{proposta.total}}.</p>"


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Sent, with a contract made from a template, to be signed by Carla."""
    proposal = draft_for(padaria, bruno, now)
    template = save_template(Text("Fornecimento", BODY, "digital"), company=padaria.company, by=bruno, at=now)
    contract = add_from_template(current_of(fresh(proposal)), template, by=bruno, at=now)
    set_signers(contract, [SignerPlan(carla)], by=bruno, at=now)
    sale = sent(proposal, bruno, now)
    opened(list(contracts_of(sale)), carla, at=now)
    return sale


@pytest.fixture
def begun(sale: Proposal, carla: PanelUser, now: datetime) -> Ceremony:
    """Carla waits for her code."""
    return prepare(list(contracts_of(sale)), carla, now)


def revised(sale: Proposal, by: Member, at: datetime) -> None:
    """The next version, with another price, is what the customer sees."""
    revise(fresh(sale), by=by, at=at)
    draft = draft_of(fresh(sale))
    lines = tuple(replace(line, unit_price=Decimal("41000")) for line in draft.lines)
    save_draft(sale, replace(draft, lines=lines), revision=current_of(fresh(sale)).revision, by=by, at=at)
    sent(sale, by, at)


def test_what_was_sent_is_touched_by_no_later_edit(sale: Proposal, bruno: Member, ana: Member, now: datetime) -> None:
    contract = contracts_of(sale).get()
    version = current_of(sale)
    assert contract.document is not None and version.paper is not None and contract.template is not None
    before = read(contract.document), read(version.paper), version.manifest
    other = Text("Outro", "<p>Outra coisa.</p>", "manual")
    save_template(other, template=contract.template, company=sale.company, by=ana, at=now)
    sale.customer.name = "Padaria Nova Ltda."
    sale.customer.save()
    revised(sale, bruno, now)
    again = Contract.objects.select_related("document", "version__paper").get(pk=contract.pk)
    assert again.document is not None and again.version is not None and again.version.paper is not None
    assert (read(again.document), read(again.version.paper), again.version.manifest) == before
    assert (again.requirement, again.title) == ("digital", "Fornecimento")


@pytest.mark.parametrize(
    "ended",
    [
        revised,
        lambda sale, by, at: withdraw(sale, reason="Preço errado", by=by, at=at),
        lambda sale, by, at: cancel(sale, reason="Sem estoque", by=by, at=at),
    ],
    ids=["revised", "withdrawn", "cancelled"],
)
def test_what_was_begun_on_it_ends_with_its_code(
    sale: Proposal, begun: Ceremony, carla: PanelUser, bruno: Member, now: datetime, ended: Callable[..., Any]
) -> None:
    digits = code_of(begun)
    elsewhere = OneTimeCode.objects.create(
        company_id=sale.company_id, purpose=CodePurpose.SIGN_IN, subject="user/1", nonce="n", asked_at=now,
        expires_at=now,
    )  # fmt: skip
    ended(sale, bruno, now)
    assert not is_open(OneTimeCode.objects.get(pk=begun.code.pk), now)  # type: ignore[union-attr]
    with pytest.raises((NotCurrent, NotNow)):
        confirm(begun, carla, now, digits)
    assert not Statement.objects.confirmed().exists() and len(refused()) == 1
    elsewhere.refresh_from_db()
    assert elsewhere.voided_at is None


def test_a_code_that_would_prove_a_session_for_the_old_version_dies_too(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    code = OneTimeCode.objects.create(
        company_id=sale.company_id, purpose=CodePurpose.APPROVAL, subject=f"panel_user/{carla.pk}", nonce="n",
        bound_to=current_of(sale).bundle_sha256, asked_at=now, expires_at=now,
    )  # fmt: skip
    revised(sale, bruno, now)
    code.refresh_from_db()
    assert code.voided_at == now


def test_a_head_before_a_revise_is_refused_though_everything_else_fits(
    sale: Proposal, begun: Ceremony, carla: PanelUser, now: datetime
) -> None:
    # As if the sale's rows had been put back, and the chain alone still told of the revise.
    Event.objects.bulk_create([_next(sale, "proposal.revised", now)])
    with pytest.raises(ChangedMeanwhile):
        confirm(begun, carla, now)
    assert refused() == ["ChangedMeanwhile"]


def test_a_head_of_another_sale_is_refused(
    sale: Proposal, begun: Ceremony, padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    other = sent_for(padaria, bruno, now)
    Statement.objects.update(head=head(sale.company_id, other.pk))
    with pytest.raises(ChangedMeanwhile):
        confirm(begun, carla, now)
    assert refused() == ["ChangedMeanwhile"]


def test_a_colleague_who_looks_or_asks_in_between_refuses_nobody(
    sale: Proposal, begun: Ceremony, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    record_view(sale, by=gil, at=now)
    ask(fresh(sale), "Qual o prazo?", by=gil, at=now)
    confirm(begun, carla, now)
    assert Statement.objects.confirmed().count() == 1 and refused() == []


def test_every_refusal_is_told_to_the_vendor_with_its_reason_and_not_to_the_customer(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    wrong = [
        (answer_to(sale, version=7), NotCurrent),
        (answer_to(sale, bundle_sha256="0" * 64), NotCurrent),
        (answer_to(sale, opened=Opened(client_sha256="e" * 64)), OtherFile),
        (answer_to(sale, Act.DECLINE), Refusal),
    ]
    for answer, kind in wrong:
        with pytest.raises(kind):
            approve(sale, answer, by=carla, at=now)
    assert refused() == ["NotCurrent", "NotCurrent", "OtherFile", "ConsentChanged"]
    told = [row.detail for row in timeline(sale) if row.kind == "signature.refused"]
    assert told[::-1] == [f"versão {7 if at == 0 else 1} · {REFUSED[why]}" for at, why in enumerate(refused())]
    assert not [row for row in panel_timeline(sale) if row.kind == "signature.refused"]


def test_every_reason_has_its_words() -> None:
    def below(kind: type[Refusal]) -> set[str]:
        return {kind.__name__}.union(*(below(one) for one in kind.__subclasses__()))

    classes = below(SigningRefused) | below(CodeRefusal) | below(PasskeyRefusal)
    classes -= {"SigningRefused", "OutOfTurn", "CodeRefusal", "PasskeyRefusal"}
    assert classes - set(REFUSED) == set()


def _next(sale: Proposal, kind: str, at: datetime) -> Event:
    last = Event.objects.of_chain(sale.company_id, f"sale/{sale.pk}").order_by("seq").last()
    assert last is not None
    made = Event(
        company_id=sale.company_id, chain=last.chain, seq=last.seq + 1, kind=kind, at=at, actor_kind="member",
        actor_id=1, data={}, commitments={}, previous=last.hash,
    )  # fmt: skip
    made.hash = made.computed_hash()
    return made

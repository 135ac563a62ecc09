"""Sending freezes exactly what the sender saw, and nothing of it changes through any door."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.companies.models import Company
from aceite.core.contracts.drafting import add_written, remove_contract, save_contract
from aceite.core.contracts.models import Contract, SignerRole
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.attaching import attach_file, remove_attachment
from aceite.core.proposals.drafting import EditedMeanwhile, save_draft
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.sharing import share_with
from aceite.core.sales.papers import CouldNotRender, proposal_pdf
from aceite.core.sales.sending import NotReady, ready_to_send, send, what_is_bound
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.hashing import sha256_hex
from tests.plans import plan
from tests.walk import draft_for, fresh, paid_in, sent, sent_for

FREE = DraftLine("Visita técnica", unit_price=Decimal(0))


@pytest.fixture
def draft(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


@pytest.fixture
def contract(draft: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> Contract:
    text = Text("Fornecimento", "<p>{{cliente.nome}} compra por {{proposta.total}}.</p>", "digital")
    made = add_written(current_of(fresh(draft)), text, by=bruno, at=now)
    set_signers(made, [SignerPlan(carla, SignerRole.PARTY, carla.cpf)], by=bruno, at=now)
    return made


def fields(proposal: Proposal, at: datetime) -> set[str]:
    return {problem.field for problem in ready_to_send(fresh(proposal), at=at) if problem.blocks}


def test_everything_is_bound_by_one_hash(draft: Proposal, contract: Contract, bruno: Member, now: datetime) -> None:
    attachment = attach_file(draft, plan(), name="planta.pdf", by=bruno, at=now)
    version = current_of(sent(draft, bruno, now))
    frozen = Contract.objects.get(pk=contract.pk)
    manifest = json.loads(version.manifest)
    assert sha256_hex(version.manifest.encode()) == version.bundle_sha256 == frozen.bundle_sha256
    assert version.paper is not None and frozen.document is not None
    assert manifest["paper"]["sha256"] == version.paper.sha256 == sha256_hex(read(version.paper))
    assert manifest["contracts"][0]["sha256"] == frozen.document.sha256
    assert manifest["attachments"][0]["sha256"] == attachment.document.sha256
    assert manifest["proposal"]["lines"][0]["unit_price"] == "38900.0000000000"


def test_manifest_names_people_by_commitment_alone(
    draft: Proposal, contract: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    version = current_of(sent(draft, bruno, now))
    [signer] = json.loads(version.manifest)["contracts"][0]["signers"]
    assert signer["panel_user"] == carla.pk and len(signer["name"]) == len(signer["cpf"]) == 64
    assert carla.name not in version.manifest and carla.cpf not in version.manifest
    assert version.openings[f"signer/{signer['id']}/name"]["value"] == carla.name


def test_sending_twice_is_one_version_and_one_event(draft: Proposal, bruno: Member, now: datetime) -> None:
    first, second = (send(draft, revision=0, by=bruno, at=now) for _ in range(2))
    assert first.bundle_sha256 == second.bundle_sha256
    assert Event.objects.filter(kind="proposal.sent").count() == 1


def test_progress_is_told(draft: Proposal, contract: Contract, bruno: Member, now: datetime) -> None:
    told: list[tuple[int, int, str]] = []
    send(draft, revision=0, by=bruno, at=now, progress=lambda *step: told.append(step))
    assert told == [(0, 2, "Proposta"), (1, 2, "Fornecimento"), (2, 2, "Pronto")]


def test_sender_of_a_stale_draft_is_told(draft: Proposal, bruno: Member, ana: Member, now: datetime) -> None:
    save_draft(
        draft, draft_of(draft).__class__(**{**draft_of(draft).__dict__, "title": "Outra"}), revision=0, by=ana, at=now
    )
    with pytest.raises(EditedMeanwhile, match="Ana salvou"):
        send(draft, revision=0, by=bruno, at=now)
    assert fresh(draft).state == "draft"


def test_an_edit_during_the_rendering_stops_the_sending(
    draft: Proposal, contract: Contract, bruno: Member, now: datetime
) -> None:
    def edit(done: int, _total: int, _what: str) -> None:
        if done == 1:
            save_contract(
                contract,
                Text("Fornecimento", "<p>Outro texto.</p>", "digital"),
                revision=contract.revision,
                by=bruno,
                at=now,
            )

    with pytest.raises(EditedMeanwhile, match="enquanto os documentos eram montados"):
        send(draft, revision=0, by=bruno, at=now, progress=edit)
    assert fresh(draft).state == "draft"


@pytest.mark.parametrize("moved", ["customer", "company", "seller", "signer"])
def test_a_party_renamed_during_the_rendering_stops_the_sending(
    draft: Proposal, contract: Contract, bruno: Member, carla: PanelUser, now: datetime, moved: str
) -> None:
    def rename(done: int, _total: int, _what: str) -> None:
        if done == 1 and moved == "customer":
            Customer.objects.filter(pk=draft.customer_id).update(street="Rua Nova")
        elif done == 1 and moved == "company":
            Company.objects.filter(pk=draft.company_id).update(phone="+551133334444")
        elif done == 1 and moved == "seller":
            Member.objects.filter(pk=bruno.pk).update(name="Bruno Sá")
        elif done == 1:
            PanelUser.objects.filter(pk=carla.pk).update(name="Carla N. Prado")

    with pytest.raises(EditedMeanwhile, match="enquanto os documentos eram montados"):
        send(draft, revision=0, by=bruno, at=now, progress=rename)
    assert fresh(draft).state == "draft"


def test_same_data_in_two_processes_gives_the_same_p(draft: Proposal, bruno: Member, now: datetime) -> None:
    version = current_of(sent(draft, bruno, now))
    assert version.paper is not None
    again = proposal_pdf(version, code=version.code, at=now)
    assert sha256_hex(again) == version.paper.sha256


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": ()}, "lines"),
        ({"lines": (FREE,)}, "total"),
        ({"discount_kind": "percent", "discount_value": Decimal(100)}, "total"),
    ],
)
def test_what_cannot_be_sent(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, changes: dict[str, object], field: str
) -> None:
    proposal = draft_for(padaria, bruno, now, **changes)  # type: ignore[arg-type]
    assert fields(proposal, now) == {field}
    with pytest.raises(NotReady):
        sent(proposal, bruno, now)


def test_plan_has_to_add_up_and_lie_ahead(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now, instalments=paid_in("38899.99", now - timedelta(days=20)))
    assert fields(proposal, now) == {"instalments", "instalments.0.due_on"}


def test_validity_ends_with_its_day_in_the_companys_zone(draft: Proposal, now: datetime) -> None:
    last = datetime.fromisoformat("2026-12-10T02:59:59+00:00")
    assert fields(draft, last) == set()
    assert fields(draft, last + timedelta(seconds=1)) == {"valid_until"}


def test_somebody_has_to_be_able_to_approve(draft: Proposal, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    carla.deactivated_at = now
    carla.save()
    assert fields(draft, now) == {"customer"}


def test_whoever_approves_has_to_be_the_one_who_reads_her_mail(
    draft: Proposal, carla: PanelUser, now: datetime
) -> None:
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=now)
    [problem] = ready_to_send(fresh(draft), at=now)
    assert problem.blocks and "Carla" in problem.sentence and "Corrija o e-mail" in problem.sentence
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=None)
    assert fields(draft, now) == set()


def test_contract_needs_signers_and_known_fields(draft: Proposal, bruno: Member, now: datetime) -> None:
    contract = add_written(
        current_of(fresh(draft)), Text("Contrato", "<p>{{cliente.idade}}</p>", "digital"), by=bruno, at=now
    )
    sentences = [problem.sentence for problem in ready_to_send(fresh(draft), at=now)]
    assert fields(draft, now) == {f"contracts.{contract.pk}"} and len(sentences) == 2
    assert "cliente.idade" in sentences[0] and "falta quem assine" in sentences[1]


def test_confirmation_shows_what_is_bound(draft: Proposal, contract: Contract, carla: PanelUser, now: datetime) -> None:
    binding = what_is_bound(fresh(draft), at=now)
    assert binding.total == Decimal("38900.00") and binding.recipients == (carla,)
    assert binding.contracts[0].signers == (carla.name,)


def test_what_cannot_be_printed_says_so(draft: Proposal, bruno: Member, now: datetime) -> None:
    # Put there behind the verbs, as an import from another program might.
    current_of(draft).lines.update(name="Forno 🔥")
    with pytest.raises(CouldNotRender, match="U\\+1F525"):
        sent(draft, bruno, now)


def test_who_may_not_send(draft: Proposal, iris: Member, eva: Member, carla: PanelUser, now: datetime) -> None:
    for somebody in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            send(draft, revision=0, by=somebody, at=now)


def test_nothing_of_a_sent_version_can_be_edited(
    draft: Proposal, contract: Contract, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    attachment = attach_file(draft, plan(), name="planta.pdf", by=bruno, at=now)
    proposal = sent(draft, bruno, now)
    version, text = current_of(proposal), Text("Fornecimento", "<p>Outro.</p>", "none")
    frozen = Contract.objects.get(pk=contract.pk)
    doors: list[Callable[[], object]] = [
        lambda: save_draft(proposal, draft_of(proposal), revision=1, by=bruno, at=now),
        lambda: attach_file(proposal, plan("outra"), name="outra.pdf", by=bruno, at=now),
        lambda: remove_attachment(attachment, by=bruno, at=now),
        lambda: add_written(version, text, by=bruno, at=now),
        lambda: save_contract(frozen, text, revision=frozen.revision, by=bruno, at=now),
        lambda: remove_contract(frozen, by=bruno, at=now),
        lambda: set_signers(frozen, [], by=bruno, at=now),
        lambda: send(proposal, revision=7, by=bruno, at=now),
    ]
    for door in doors:
        with pytest.raises(Refusal):
            door()
    assert current_of(fresh(proposal)).bundle_sha256 == version.bundle_sha256


def test_sent_sale_waits_for_the_customer(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    proposal = sent_for(padaria, bruno, now)
    assert (proposal.state, proposal.waiting_for, proposal.shown) == ("sent", "customer", proposal.current)
    assert proposal.expires_at == datetime.fromisoformat("2026-12-10T03:00:00+00:00")


def test_a_company_that_stopped_making_contracts_is_told(
    draft: Proposal, contract: Contract, padaria: Customer, now: datetime
) -> None:
    padaria.company.uses_contracts = False
    padaria.company.save()
    assert fields(draft, now) == {"contracts"}


def test_signer_who_would_not_see_the_proposal(
    draft: Proposal, contract: Contract, gil: PanelUser, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    gil.can_approve = True
    gil.save()
    share_with(draft, [gil], by=bruno, at=now)
    [problem] = ready_to_send(fresh(draft), at=now)
    assert problem.sentence.startswith("Carla Nogueira assina “Fornecimento”, mas não vê a proposta.")

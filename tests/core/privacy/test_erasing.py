"""Done 15: who is erased is nowhere, and nothing that proves anything is lost by it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from aceite.core.companies.scope import scoped
from aceite.core.companies.walls import raise_walls
from aceite.core.contracts.arriving import Announced, announce_file
from aceite.core.contracts.chunks import Chunk, keep_chunk
from aceite.core.contracts.copies import UploadedFile
from aceite.core.contracts.models import Contract, CopyFile
from aceite.core.contracts.pending import prepare_copy
from aceite.core.customers.addresses import change_address
from aceite.core.customers.invitations import invite
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import reactivate_panel_user
from aceite.core.documents.layouts import ALL_PAGES
from aceite.core.documents.models import Document, PagePicture
from aceite.core.documents.reading import Removed, read
from aceite.core.people.models import Member, User
from aceite.core.people.teams import deactivate_member
from aceite.core.privacy.erasing import CannotErase, erase
from aceite.core.privacy.models import Request
from aceite.core.privacy.plans import plan_for
from aceite.core.privacy.requesting import order_erasure
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.viewing import record_view
from aceite.core.signatures.comparing import verify_receipts
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.core.trail.verifying import verify_chains, verify_openings
from aceite.kit.hashing import commit, sha256_hex
from aceite_verify.checking import check
from aceite_verify.findings import Verdict
from aceite_verify.trust import read_trust
from tests.core.companies.conftest import RUNTIME_ROLE, _connected_as
from tests.core.contracts.scans import photo
from tests.core.privacy.dump import files_with, tables_with
from tests.jobs import run_jobs
from tests.walk import approved, contracts_of, draft_for, fresh, ordered, sent, sent_for, signed, with_contract

pytestmark = pytest.mark.django_db(transaction=True)
# The openings of what she confirmed, and of the manifest that names her: the evidence.
EVIDENCE = {"signatures_statement", "proposals_proposalversion"}
YEARS = timedelta(days=366)


def nowhere(*values: str) -> None:
    """None of these stands in any table or stored file."""
    assert [(value, tables_with(value), files_with(value)) for value in values] == [(v, set(), set()) for v in values]


def holds() -> None:
    """Chains, openings and receipts are as they were."""
    assert [*verify_chains(), *verify_openings(), *verify_receipts()] == []


def erased(row: Any, by: Member, at: datetime) -> Request:
    """Ordered, and done by the worker."""
    request = order_erasure(Subject(row), by=by, at=at)
    run_jobs(at)
    request.refresh_from_db()
    assert request.state == "done"
    return request


@pytest.fixture
def onlooker(padaria: Customer, bruno: Member, davi: PanelUser, carla: PanelUser, now: datetime) -> PanelUser:
    """Davi has looked, asked and got mails, as if the company had written his data through its own pages."""
    record("panel_user.created", by=bruno, at=now, data={"panel_user": davi.pk}, personal=personal_of(davi))
    sale = sent_for(padaria, bruno, now)
    record_view(fresh(sale), by=davi, at=now)
    ask(fresh(sale), "Aqui é o Davi: cabe na porta de 82 cm?", by=davi, at=now)
    run_jobs(now)
    return davi


def personal_of(person: PanelUser) -> dict[str, str]:
    return {"name": person.name, "email": person.email, "cpf": person.cpf}


@pytest.fixture
def order(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Carla and Gil have signed, Carla has approved, and Bruno has made the order; all files are made."""
    record("panel_user.created", by=bruno, at=now, data={"panel_user": carla.pk}, personal=personal_of(carla))
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla, gil, requirement="either")
    sent(sale, bruno, now)
    run_jobs(now)
    signed(sale, carla, gil, at=now)
    approved(sale, carla, now, note="Entregar na Rua das Palmeiras 12")
    run_jobs(now)
    ordered(sale, bruno, now)
    run_jobs(now)
    return fresh(sale)


def test_somebody_who_signed_nothing_is_nowhere(onlooker: PanelUser, ana: Member, now: datetime) -> None:
    name, email, cpf = onlooker.name, onlooker.email, onlooker.cpf
    assert {"customers_paneluser", "people_user", "trail_personalvalue", "mail_delivery"} <= tables_with(email)
    salts = list(Subject(onlooker).values().values_list("salt", flat=True))
    assert len(salts) > 3
    request = erased(onlooker, ana, now)
    nowhere(name, email, cpf, "porta de 82 cm", *salts)
    holds()
    assert request.kept_until is None
    assert PanelUser.objects.get(pk=onlooker.pk).name == "Pessoa removida"


def test_of_a_signer_under_retention_only_the_evidence_keeps_the_values(
    order: Proposal, carla: PanelUser, ana: Member, now: datetime
) -> None:
    (contract,) = contracts_of(order)
    approval = order.approvals.get()
    assert contract.document and contract.signed_file and approval.file and order.order.paper
    assert order.order.paper.path in files_with(carla.name)
    salts = list(Subject(carla).values().values_list("salt", flat=True))
    request = erased(carla, ana, now + timedelta(days=1))
    assert tables_with(carla.name) == EVIDENCE
    assert tables_with(carla.cpf) == EVIDENCE
    assert tables_with(carla.email) == {"signatures_statement"}
    # The words of the contract's pages, for searching in them, say what its pages say and stay as long.
    words = PagePicture.objects.get(document=contract.document, page=ALL_PAGES).picture
    papers = {contract.document.path, contract.signed_file.path, approval.file.path, words.path}
    assert files_with(carla.name) == papers
    nowhere("Rua das Palmeiras", *salts)
    assert tables_with("203.0.113.7") == set()
    holds()
    assert request.kept_until is not None and request.kept_until.year == 2036


def test_the_files_of_a_signer_who_was_erased_still_prove_themselves(
    order: Proposal, carla: PanelUser, ana: Member, now: datetime
) -> None:
    erased(carla, ana, now)
    for file in (contracts_of(order).get().signed_file, order.approvals.get().file):
        assert file is not None
        found = check(read(file), read_trust(None, at=now)).findings
        assert [each for each in found if each.verdict is Verdict.BAD] == []
        assert {"seal.sound", "receipt.sound"} & {each.code for each in found}


def test_photos_that_were_never_sent_go_too(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, ana: Member, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    contract = with_contract(sale, bruno, now, requirement="manual")
    sent(sale, bruno, now)
    run_jobs(now)
    prepare_copy(fresh_contract(contract), [UploadedFile("gil.jpg", photo())], key="k", by=gil, at=now)
    run_jobs(now)
    (file,) = CopyFile.objects.all()
    assert default_storage.exists(file.document.path)
    erased(gil, ana, now)
    assert not default_storage.exists(file.document.path) and tables_with("gil.jpg") == set()
    with pytest.raises(Removed):
        read(Document.objects.get(pk=file.document_id))


def test_a_file_she_had_not_sent_to_its_end_goes_too(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, ana: Member, now: datetime, settings: Any
) -> None:
    sale, data = draft_for(padaria, bruno, now), photo()
    contract = with_contract(sale, bruno, now, requirement="manual")
    sent(sale, bruno, now)
    announced = Announced("gil.jpg", len(data), sha256_hex(data))
    file = announce_file(fresh_contract(contract), announced, by=gil, at=now)
    assert file is not None
    keep_chunk(file, Chunk(0, data[:100], sha256_hex(data[:100])), by=gil, at=now)
    assert list(Path(settings.UPLOAD_FOLDER).iterdir())
    erased(gil, ana, now)
    assert tables_with("gil.jpg") == set() and not list(Path(settings.UPLOAD_FOLDER).iterdir())


def fresh_contract(contract: Contract) -> Contract:
    return Contract.objects.with_sheet().get(pk=contract.pk)


def test_when_the_time_is_over_nothing_is_left_but_the_chain(
    order: Proposal, carla: PanelUser, ana: Member, now: datetime
) -> None:
    later = now + 11 * YEARS
    before = list(Event.objects.of_chain(order.company_id, f"sale/{order.pk}").values_list("hash", flat=True))
    values = list(Subject(carla).acts().values_list("openings", flat=True))
    salts = {opening["salt"] for openings in values for opening in openings.values()}
    erased(carla, ana, later)
    nowhere(carla.name, carla.cpf, carla.email, "203.0.113.7", "189.40.12.7", *salts)
    holds()
    chain = Event.objects.of_chain(order.company_id, f"sale/{order.pk}")
    assert [*chain.values_list("hash", flat=True)][: len(before)] == before
    assert chain.reverse()[0].kind == "sale.cleared"
    document = contracts_of(order).get().document
    assert document is not None and document.sha256
    with pytest.raises(Removed):
        read(document)


def test_without_the_salts_no_cpf_fits_a_commitment(onlooker: PanelUser, ana: Member, now: datetime) -> None:
    """There are fewer CPFs than a processor tries in a day, so it is the 128 bits of salt that hide one: while the salt
    is there, the first try finds it; without it there are 2^128 salts to try with each of them."""
    (kept,) = PersonalValue.objects.filter(field="cpf")
    event, salt = kept.event, kept.salt
    tried = [f"{onlooker.cpf[:8]}{last:03}" for last in range(1000)]
    assert onlooker.cpf in tried

    def found(salts: set[str]) -> set[str]:
        hidden = set(Event.objects.get(pk=event.pk).commitments.values())
        return {cpf for cpf in tried for salt in salts if commit(cpf, bytes.fromhex(salt)) in hidden}

    assert found({salt}) == {onlooker.cpf}
    erased(onlooker, ana, now)
    left = set(PersonalValue.objects.values_list("salt", flat=True))
    everything = left | {"00" * 16, event.hash[:32], event.previous[:32], event.commitments["name"][:32]}
    assert salt not in left and found(everything) == set()


def test_a_customer_who_is_a_person_goes_with_her_access(
    joana: Customer, joana_herself: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    Customer.objects.filter(pk=joana.pk).update(street="Rua das Acácias", phone="+5519998887766", notes="prefere manhã")
    lost = draft_for(joana, bruno, now)
    cancel(lost, reason="Joana desistiu", by=bruno, at=now)
    record("customer.created", by=bruno, at=now, data={"customer": joana.pk}, personal={"name": joana.name})
    erased(Customer.objects.get(pk=joana.pk), ana, now + 3 * YEARS)
    nowhere("Joana Siqueira", "joana@correio", joana.taxid, "Acácias", "99888", "prefere manhã", "desistiu")
    holds()
    # The same CPF can be registered again, as somebody new.
    Customer.objects.create(company=joana.company, kind="person", name="Joana", taxid=joana.taxid, created_at=now)


def test_a_member_who_left(ana: Member, bruno: Member, marcos: Member, order: Proposal, now: datetime) -> None:
    ways = Event.objects.filter(actor_kind="member", actor_id=bruno.pk).count()
    assert ways
    with pytest.raises(CannotErase, match="faz parte da equipe"):
        order_erasure(Subject(bruno), by=ana, at=now)
    erased(deactivate_member(bruno, by=ana, at=now), ana, now)
    assert tables_with(bruno.email) == set()
    # What he told the trail about others stays.
    assert PersonalValue.objects.filter(event__actor_kind="member", event__actor_id=bruno.pk).exists()
    holds()


def test_who_enters_another_company_too_is_forgotten_by_one(
    onlooker: PanelUser, fabio: PanelUser, ana: Member, now: datetime
) -> None:
    PanelUser.objects.filter(pk=fabio.pk).update(user=onlooker.user)
    erased(onlooker, ana, now)
    assert User.objects.filter(email=onlooker.email).exists()
    assert PanelUser.objects.get(pk=fabio.pk).user_id == onlooker.user_id


def test_who_is_needed_is_not_erased_yet(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, ana: Member, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla, gil)
    sent(sale, bruno, now)
    for person in (carla, gil):
        with pytest.raises(CannotErase, match="em andamento"):
            order_erasure(Subject(person), by=ana, at=now)
    cancel(fresh(sale), reason="desistência", by=bruno, at=now)
    run_jobs(now)
    assert plan_for(Subject(gil), at=now).forbidden == []


def test_what_became_impossible_meanwhile_is_told(
    onlooker: PanelUser, padaria: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    request = order_erasure(Subject(onlooker), by=ana, at=now)
    PanelUser.objects.filter(pk=onlooker.pk).update(can_sign=True)
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, onlooker)
    sent(sale, bruno, now)
    run_jobs(now)
    request.refresh_from_db()
    assert request.state == "refused" and "em andamento" in request.reason
    assert PanelUser.objects.get(pk=onlooker.pk).name == "Davi Rocha"


def test_only_managers_erase(onlooker: PanelUser, bruno: Member, eva: Member, now: datetime) -> None:
    for stranger in (bruno, eva, onlooker):
        with pytest.raises(NotAllowed):
            order_erasure(Subject(onlooker), by=stranger, at=now)
        with pytest.raises(NotAllowed):
            erase(Subject(onlooker), by=stranger, at=now)


def test_nobody_is_erased_twice_nor_comes_back(onlooker: PanelUser, ana: Member, now: datetime) -> None:
    erased(onlooker, ana, now)
    gone = PanelUser.objects.get(pk=onlooker.pk)
    with pytest.raises(CannotErase, match="já foram apagados"):
        order_erasure(Subject(gone), by=ana, at=now)
    for verb in (reactivate_panel_user, invite):
        with pytest.raises(NotAllowed):
            verb(gone, by=ana, at=now)
    with pytest.raises(NotAllowed):
        change_address(gone, "outra@padaria.example", by=ana, at=now)


@pytest.mark.postgresql
def test_the_role_that_serves_can_erase(onlooker: PanelUser, ana: Member, eva: Member, now: datetime) -> None:
    """In the company's scope, of which a user who may enter elsewhere is no part."""
    raise_walls(RUNTIME_ROLE)
    for _ in _connected_as(RUNTIME_ROLE, {}):
        with scoped(ana.company_id):
            request = order_erasure(Subject(onlooker), by=ana, at=now)
        run_jobs(now)
        with scoped(ana.company_id):
            request.refresh_from_db()
            assert (request.state, PanelUser.objects.get(pk=onlooker.pk).name) == ("done", "Pessoa removida")
        with scoped(eva.company_id):
            assert not Request.objects.exists()
    nowhere(onlooker.name, onlooker.email, onlooker.cpf)
    holds()

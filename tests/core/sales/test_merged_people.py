"""Who was at both of two registers that became one is one person: in a new version, and when her data are erased."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.models import Signer
from aceite.core.customers.forgetting import forget_panel_user
from aceite.core.customers.models import Customer, CustomerKind, CustomerMerge, PanelUser, PowerKind, SigningPower
from aceite.core.customers.powers import PowerData, note_power
from aceite.core.people.models import Member, User
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.models import Request
from aceite.core.privacy.plans import plan_for
from aceite.core.privacy.requesting import ask_erasure, order_erasure, order_export
from aceite.core.privacy.sections import sections_of
from aceite.core.privacy.subjects import Subject
from aceite.core.privacy.tasks import look_at_earlier_merges
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.merging_customers import MergeChoice, merge_customers, undo_merge
from aceite.core.sales.revising import revise
from aceite.core.sales.sending import ready_to_send
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.outbound.mail.models import MailStop
from aceite.outbound.mail.stopping import choose_topics
from tests.cast import customer, panel_user
from tests.core.privacy.dump import tables_with
from tests.jobs import run_jobs
from tests.walk import contracts_of, declined, draft_for, fresh, sent, sent_for, with_contract

NOTHING = MergeChoice()
CPF = "52998224725"


@pytest.fixture
def branch(padaria: Customer) -> Customer:
    """Padaria Central again, by another number."""
    return customer(padaria.company, CustomerKind.COMPANY, "Padaria Central Filial", "11444777000161")


@pytest.fixture
def twin(branch: Customer, carla: PanelUser) -> PanelUser:
    """Carla at the branch, where she was written otherwise."""
    return panel_user(branch, "Carla M. Nogueira", carla.email, carla.cpf, sign=True, approve=True)


def test_a_new_version_keeps_a_signer_who_goes_on_under_her_other_access(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    rosa = panel_user(branch, "Rosa Lima", "rosa@padaria.example", "15350946056", sign=True, approve=True)
    sale = draft_for(branch, bruno, now)
    contract = with_contract(sale, bruno, now, twin, rosa)
    sent(sale, bruno, now)
    declined(sale, rosa, now)
    merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    # Before her other place, and by it nothing but a witness.
    Signer.objects.create(company=contract.company, contract=contract, panel_user=carla, role="witness", position=0)
    revise(fresh(sale), by=bruno, at=now + timedelta(hours=1))
    places = contracts_of(sale).get().signers.all()
    assert {(one.panel_user, one.role) for one in places} == {(carla, "party"), (rosa, "party")}
    assert {one.cpf for one in places} == {carla.cpf, rosa.cpf}


def test_a_draft_names_her_under_the_access_with_which_she_goes_on(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    signed, sale = (draft_for(branch, bruno, now) for _one in range(2))
    with_contract(signed, bruno, now, twin)
    sent(signed, bruno, now)
    declined(signed, twin, now)
    place = with_contract(sale, bruno, now, twin).signers.get()
    merge = merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    place.refresh_from_db()
    assert (place.panel_user, place.cpf) == (carla, twin.cpf)
    assert [one for one in ready_to_send(fresh(sale), at=now) if one.blocks] == []
    # What was sent goes on naming whom it named.
    assert contracts_of(signed).get().signers.get().panel_user == twin
    undo_merge(merge, by=marcos, at=now)
    place.refresh_from_db()
    assert place.panel_user == twin
    assert [one for one in ready_to_send(fresh(sale), at=now) if one.blocks] == []
    # Sent after another merge, it stays as it was sent.
    merge = merge_customers(padaria, PanelUser.objects.get(pk=twin.pk).customer, NOTHING, by=marcos, at=now)
    sent(fresh(sale), bruno, now + timedelta(hours=1))
    undo_merge(merge, by=marcos, at=now + timedelta(hours=2))
    place.refresh_from_db()
    assert place.panel_user == carla


def test_nobody_signs_jointly_with_who_was_erased_once_the_registers_part(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, marcos: Member, now: datetime
) -> None:
    rosa = panel_user(branch, "Rosa Lima", "rosa@padaria.example", "15350946056", sign=True)
    lia = panel_user(branch, "Lia Prado", "lia@padaria.example", "39053344705", sign=True)
    power = note_power(rosa, PowerData(PowerKind.JOINT, jointly=[twin, lia]), by=marcos, at=now)
    assert power is not None
    merge = merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    forget_panel_user(PanelUser.objects.get(pk=carla.pk), at=now)
    undo_merge(merge, by=marcos, at=now)
    power.refresh_from_db()
    assert power.jointly == [lia.pk]


def test_erasing_her_erases_all_she_was_and_parting_brings_nobody_back(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    sale = sent_for(branch, bruno, now)
    record("panel_user.created", by=bruno, at=now, data={"panel_user": twin.pk}, personal={"name": twin.name})
    order_export(Subject(twin), by=ana, at=now)
    declined(sale, twin, now)
    merge = merge_customers(padaria, branch, NOTHING, by=ana, at=now)
    hers = Subject(PanelUser.objects.get(pk=carla.pk))
    told = {section.name: section.records for section in sections_of(hers)}
    assert all(len(told[name]) == 1 for name in ("vendas", "atos", "pedidos_de_dados")), told
    assert len(told["cadastro"]) == 2 and any("Carla M. Nogueira" in str(said) for said in told["registros"])
    erase(hers, by=ana, at=now)
    undo_merge(merge, by=ana, at=now)
    twin.refresh_from_db()
    assert (twin.customer, twin.user, twin.may("proposal.approve")) == (branch, None, False)
    assert twin.erased_at == twin.deactivated_at == now
    assert not User.objects.filter(email=carla.email).exists()
    # The declaration of what she confirmed, alone.
    assert tables_with("Carla M. Nogueira") <= {"signatures_statement"}
    assert tables_with(carla.cpf) <= {"signatures_statement"}
    assert Request.objects.under_way().count() == 0


def test_what_she_asked_before_the_merge_is_done_to_all_she_is(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, ana: Member, now: datetime
) -> None:
    ask_erasure(twin, at=now)
    merge_customers(padaria, branch, NOTHING, by=ana, at=now)
    order_erasure(Subject(PanelUser.objects.get(pk=twin.pk)), by=ana, at=now)
    run_jobs(now)
    assert Request.objects.get().state == "done"
    assert set(PanelUser.objects.filter(erased_at__isnull=False)) == {carla, twin}


def test_who_was_erased_under_one_access_alone_does_not_come_back_under_the_other(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, marcos: Member, now: datetime
) -> None:
    choose_topics(twin, ["answers"], by=twin, at=now)
    merge = merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    forget_panel_user(PanelUser.objects.get(pk=carla.pk), at=now)
    undo_merge(merge, by=marcos, at=now)
    twin.refresh_from_db()
    assert twin.deactivated_at == now and not MailStop.objects.filter(panel_user=twin).exists()


def test_an_upgrade_brings_along_and_erases_what_earlier_merges_left(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    rosa, lia = (
        (panel_user(branch, *one, sign=True), panel_user(padaria, *one, sign=True))
        for one in (("Rosa", "rosa@padaria.example", "15350946056"), ("Lia", "lia@padaria.example", "39053344705"))
    )
    choose_topics(twin, ["answers"], by=twin, at=now)
    place = with_contract(draft_for(branch, bruno, now), bruno, now, twin).signers.get()
    note_power(rosa[0], PowerData(PowerKind.JOINT, jointly=[twin]), by=marcos, at=now)
    merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    merge = CustomerMerge.objects.get()
    # As a release left them that knew nothing of what goes along, and erased Lia under one access alone.
    noted = {kind: merge.moved.pop(kind) for kind in ("mail_stops", "places", "powers", "jointly")}
    CustomerMerge.objects.update(moved=merge.moved)
    MailStop.objects.update(panel_user=twin)
    Signer.objects.update(panel_user=twin)
    SigningPower.objects.update(panel_user=rosa[0], jointly=[twin.pk])
    forget_panel_user(lia[1], at=now)
    for _twice in range(2):
        look_at_earlier_merges.call(company_id=padaria.company_id)
    place.refresh_from_db()
    assert place.panel_user == carla
    assert set(MailStop.objects.values_list("panel_user", flat=True)) == {carla.pk}
    power = SigningPower.objects.get()
    assert (power.panel_user, power.jointly) == (rosa[1], [carla.pk])
    assert CustomerMerge.objects.get().moved == merge.moved | noted
    gone = set(PanelUser.objects.filter(erased_at__isnull=False))
    assert gone == set(lia) and tables_with("lia@padaria.example") == set()
    assert Event.objects.filter(kind="person.erased").count() == 1


def test_an_upgrade_erases_nobody_who_still_enters(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, marcos: Member, now: datetime
) -> None:
    merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    forget_panel_user(PanelUser.objects.get(pk=twin.pk), at=now)
    look_at_earlier_merges.call(company_id=padaria.company_id)
    carla.refresh_from_db()
    assert carla.erased_at is None and carla.may("contract.sign")


def test_a_sale_in_which_she_acted_under_her_other_access_needs_her(
    padaria: Customer, branch: Customer, carla: PanelUser, twin: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    sale = sent_for(branch, bruno, now)
    declined(sale, twin, now)
    merge_customers(padaria, branch, NOTHING, by=marcos, at=now)
    revise(fresh(sale), by=bruno, at=now)
    assert plan_for(Subject(carla), at=now).forbidden == []
    sent(fresh(sale), bruno, now)
    [forbidden] = plan_for(Subject(carla), at=now).forbidden
    assert sale.number in forbidden


def test_a_customer_who_is_a_person_goes_with_all_registers_that_went_into_hers(
    joana: Customer, joana_herself: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    before = [
        customer(joana.company, CustomerKind.PERSON, *one) for one in (("J. Prado", "39053344705"), ("J. Souza", CPF))
    ]
    for register in before:
        panel_user(register, f"{register.name} Siqueira", joana_herself.email, register.taxid)
        record("customer.created", by=bruno, at=now, data={"customer": register.pk}, personal={"name": register.name})
    cancel(draft_for(before[1], bruno, now), reason="foi engano", by=bruno, at=now)
    for kept, gone in ((before[0], before[1]), (joana, before[0])):
        merge_customers(Customer.objects.get(pk=kept.pk), gone, NOTHING, by=ana, at=now)
    hers = Subject(Customer.objects.get(pk=joana.pk))
    told = next(section.records for section in sections_of(hers) if section.name == "cadastro")
    assert len(told) == 6
    erase(hers, by=ana, at=now)
    for value in ("Prado", "Souza", CPF, joana_herself.email):
        assert tables_with(value) == set()

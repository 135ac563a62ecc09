"""Who was at both of two registers that became one is one person: in a new version, and when her data are erased."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.models import Signer
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.people.models import Member
from aceite.core.sales.merging_customers import MergeChoice, merge_customers
from aceite.core.sales.revising import revise
from tests.cast import customer, panel_user
from tests.walk import contracts_of, declined, draft_for, fresh, sent, with_contract

NOTHING = MergeChoice()


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

"""The contract box: copies of their source, edited by one at a time, only while the version is a draft."""

from datetime import datetime

import pytest

from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.drafting import (
    add_from_register,
    add_from_template,
    add_written,
    move,
    remove_contract,
    save_contract,
    set_requirement,
)
from aceite.core.contracts.editing import ContractsOff, EditedMeanwhile
from aceite.core.contracts.models import Contract, ContractTemplate, Signer, SignerRole
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.signers import BadSigners, SignerPlan, WitnessIsParty, set_signers
from aceite.core.contracts.templates import archive_template, save_template
from aceite.core.contracts.texts import Text
from aceite.core.contracts.uploading import ContractUpload, add_upload
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.permitting import NotNow
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.pdf.pages import text
from tests.core.contracts.sent import BODY, add_contract, draft, freeze, name
from tests.kit.outside_judges import pdfinfo
from tests.kit.paper_samples import contract as sample

TEXT = Text("Fornecimento", BODY, "digital")


def test_an_avulso_is_copied_and_never_followed(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    source = save_registered(TEXT, company=version.company, by=bruno, at=now)
    copy = add_from_register(version, source, by=bruno, at=now)
    save_contract(copy, Text("Outro", "<p>Outra coisa.</p>", "manual"), revision=0, by=bruno, at=now)
    save_registered(Text("Novo", BODY, "none"), contract=source, revision=0, company=version.company, by=bruno, at=now)
    copy.refresh_from_db()
    source.refresh_from_db()
    assert (copy.title, source.title) == ("Outro", "Novo")


def test_an_avulso_is_printed_under_its_title_alone(bruno: Member, now: datetime) -> None:
    source = save_registered(TEXT, company=bruno.company, by=bruno, at=now)
    assert pdfinfo(print_contract(source, at=now))["Title"] == "Contrato – Fornecimento"


def test_an_archived_template_keeps_what_was_made_of_it(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    template = save_template(TEXT, company=version.company, by=bruno, at=now)
    made = add_from_template(version, template, by=bruno, at=now)
    archive_template(template, by=bruno, at=now)
    assert not ContractTemplate.objects.active().exists() and made.body == BODY


def test_the_second_editor_is_told(version: ProposalVersion, bruno: Member, ana: Member, now: datetime) -> None:
    made = add_written(version, TEXT, by=bruno, at=now)
    save_contract(made, Text("De Ana", BODY, "digital"), revision=0, by=ana, at=now)
    save_contract(made, Text("De Ana", BODY, "digital"), revision=0, by=ana, at=now)
    with pytest.raises(EditedMeanwhile) as told:
        save_contract(made, Text("De Bruno", BODY, "digital"), revision=0, by=bruno, at=now)
    assert told.value.revision == 1 and Contract.objects.get().title == "De Ana"


def test_the_second_editor_of_an_avulso_is_told(bruno: Member, now: datetime) -> None:
    source = save_registered(TEXT, company=bruno.company, by=bruno, at=now)
    with pytest.raises(EditedMeanwhile):
        save_registered(Text("X", BODY, "none"), contract=source, revision=7, company=bruno.company, by=bruno, at=now)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (Text(" ", BODY, "digital"), "title"),
        (Text("T", "<p> </p>", "digital"), "body"),
        (Text("T", "<p>\u202eTexto</p>", "digital"), "body"),
        (Text("T", "<p>Olá \U0001f600</p>", "digital"), "body"),
        (Text("T", f"<p>{'x' * 10_000}</p>", "digital"), "body"),
        (Text("T", BODY, "perhaps"), "requirement"),
    ],
)
def test_bad_text_is_refused_beside_its_field(
    version: ProposalVersion, bruno: Member, now: datetime, text: Text, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        add_written(version, text, by=bruno, at=now)
    assert refused.value.field == field and str(refused.value.sentence)


def test_pasted_text_is_mended_and_sanitized(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    pasted = "<p onclick='x()'>Guarda\u2011corpo <b>de\u200b aço</b> novo</p><script>x()</script>"
    made = add_written(version, Text("T", pasted, "digital"), by=bruno, at=now)
    assert made.body == "<p>Guarda-corpo <strong>de aço</strong> novo</p>"


def test_no_door_edits_a_sent_contract(contract: Contract, bruno: Member, carla: PanelUser, now: datetime) -> None:
    assert contract.version is not None
    for act in (
        lambda: save_contract(contract, TEXT, revision=0, by=bruno, at=now),
        lambda: set_requirement(contract, "none", by=bruno, at=now),
        lambda: remove_contract(contract, by=bruno, at=now),
        lambda: move(contract, 1, by=bruno, at=now),
        lambda: set_signers(contract, [], by=bruno, at=now),
        lambda: add_written(contract.version, TEXT, by=bruno, at=now),
    ):
        with pytest.raises(NotNow):
            act()
    assert Signer.objects.count() == 3


def test_who_may_not_edit(version: ProposalVersion, iris: Member, eva: Member, carla: PanelUser, now: datetime) -> None:
    for person in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            add_written(version, TEXT, by=person, at=now)


def test_with_the_switch_off_there_are_no_contracts(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    version.company.uses_contracts = False
    version.company.save()
    with pytest.raises(ContractsOff):
        add_written(version, TEXT, by=bruno, at=now)


def test_contracts_are_moved_and_removed(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    made = [add_written(version, Text(title, BODY, "digital"), by=bruno, at=now) for title in "ABC"]
    move(made[2], 0, by=bruno, at=now)
    remove_contract(made[0], by=bruno, at=now)
    remove_contract(made[0], by=bruno, at=now)
    assert [contract.title for contract in version.contracts.all()] == ["C", "B"]


def test_signers_are_people_of_this_customer_with_the_right(
    version: ProposalVersion, bruno: Member, davi: PanelUser, fabio: PanelUser, joana_herself: PanelUser,
    carla: PanelUser, now: datetime,
) -> None:  # fmt: skip
    made = add_contract(version)
    for wrong in ([davi], [fabio], [joana_herself], [carla, carla]):
        with pytest.raises(BadSigners):
            set_signers(made, [SignerPlan(person) for person in wrong], by=bruno, at=now)
    with pytest.raises(BadSigners):
        set_signers(made, [SignerPlan(carla, cpf="529.982.247-26")], by=bruno, at=now)
    [signer] = set_signers(made, [SignerPlan(carla)], by=bruno, at=now)
    assert signer.cpf == carla.cpf


def test_a_witness_may_not_have_a_partys_cpf(
    version: ProposalVersion, bruno: Member, carla: PanelUser, helena: PanelUser, now: datetime
) -> None:
    plans = [SignerPlan(carla), SignerPlan(helena, SignerRole.WITNESS, cpf=carla.cpf)]
    with pytest.raises(WitnessIsParty):
        set_signers(add_contract(version), plans, by=bruno, at=now)


def test_the_customer_is_a_party_too(joana: Customer, joana_herself: PanelUser, bruno: Member, now: datetime) -> None:
    made = add_contract(draft(joana, bruno, now))
    with pytest.raises(WitnessIsParty):
        set_signers(made, [SignerPlan(joana_herself, SignerRole.WITNESS)], by=bruno, at=now)


def test_an_uploaded_pdf_is_kept_and_re_made(
    version: ProposalVersion, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    data = sample().render()
    made = add_upload(version, ContractUpload("Contrato final.pdf", data, "digital"), by=bruno, at=now)
    name(made, carla)
    freeze(version, now, real=True)
    made.refresh_from_db()
    assert made.title == "Contrato final" and made.uploaded is not None and made.document is not None
    assert read(made.uploaded) == data
    words = text(read(made.document))
    assert "fornecerá o forno" in words and made.code[:4] in words and "Contratante" in words


@pytest.mark.parametrize("data", [b"", b"no pdf", sample().render()[:400]])
def test_what_cannot_become_a_contract_is_refused(
    version: ProposalVersion, bruno: Member, now: datetime, data: bytes
) -> None:
    with pytest.raises(Unfit) as refused:
        add_upload(version, ContractUpload("c.pdf", data, "digital"), by=bruno, at=now)
    assert refused.value.field == "file" and not Contract.objects.exists()


def test_a_new_version_takes_the_contracts_along(
    contract: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    assert contract.version is not None
    PanelUser.objects.filter(pk=gil.pk).update(can_sign=False)
    proposal = contract.version.proposal
    proposal.versions.update(state="superseded")
    later = ProposalVersion.objects.create(
        company=proposal.company, proposal=proposal, version=2, valid_until=now.date(), created_at=now
    )
    [copy] = copy_contracts(contract.version, later, at=now)
    copy_contracts(contract.version, later, at=now)
    assert later.contracts.count() == 1 and copy.frozen_at is None and copy.code == ""
    assert [signer.panel_user.name for signer in copy.signers.all()] == ["Carla Nogueira", "Helena Duarte"]

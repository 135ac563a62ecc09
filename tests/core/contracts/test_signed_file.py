"""The signed contract begins with D, and a template edited later changes nothing."""

from datetime import datetime

from aceite.core.contracts.drafting import add_from_template
from aceite.core.contracts.freezing import render_contract
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.trail.models import Event
from aceite.kit.pdf.pages import text
from tests.core.contracts.sent import BODY, add_contract, freeze, name, sign_all
from tests.jobs import run_jobs
from tests.kit.outside_judges import qpdf_finds_no_fault


def test_the_signed_file_starts_byte_for_byte_with_d(
    version: ProposalVersion, carla: PanelUser, helena: PanelUser, now: datetime
) -> None:
    name(add_contract(version), carla, witness=helena)
    freeze(version, now, real=True)
    made = Contract.objects.get()
    sign_all([made], carla, helena, at=now)
    run_jobs(now)
    made.refresh_from_db()
    assert made.document is not None and made.signed_file is not None
    whole, original = read(made.signed_file), read(made.document)
    assert whole.startswith(original) and qpdf_finds_no_fault(whole)
    assert made.signed_file.pages == made.document.pages + 1
    added = text(whole)[len(text(original)) :]
    assert all(word in added for word in ("Carla Nogueira", "***.982.247-**", "189.40.12.7", "Testemunha"))
    assert carla.cpf not in added
    # What was asked, what was reached, and what was and was not shown: said of each act.
    for word, times in (("Assinatura pedida", 1), ("nível simples", 3), ("não calculado no aparelho", 2)):
        assert added.count(word) == times
    assert Event.objects.filter(kind="contract.filed").count() == 1
    assert run_jobs(now) == 0


def test_a_template_edited_after_freezing_changes_nothing(
    version: ProposalVersion, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    template = save_template(Text("Fornecimento", BODY, "digital"), company=version.company, by=bruno, at=now)
    name(add_from_template(version, template, by=bruno, at=now), carla)
    freeze(version, now, real=True)
    before = read(Contract.objects.get().document)  # type: ignore[arg-type]
    save_template(
        Text("Outro", "<p>Outra coisa.</p>", "none"), template=template, company=version.company, by=bruno, at=now
    )
    made = Contract.objects.get()
    assert read(made.document) == before == render_contract(made, code=made.code, at=now)  # type: ignore[arg-type]
    assert ContractTemplate.objects.get().title == "Outro"

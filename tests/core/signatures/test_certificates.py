"""A company's own certificate: who may set it, what it seals, how it ends, and what is left of it."""

from datetime import datetime, timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.db import IntegrityError

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.certificate_warnings import tell_certificate
from aceite.core.signatures.certificates import Given, remove_certificate, set_certificate
from aceite.core.signatures.models import Certificate, Receipt, Retirement
from aceite.core.signatures.sealers import file_seal
from aceite.core.signatures.tasks import watch_certificates
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.pages import text
from aceite_verify.checking import check
from aceite_verify.findings import Verdict
from aceite_verify.trust import Roots, Tree, Trust
from tests.jobs import run_jobs
from tests.kit.outside_judges import pdfsig, qpdf_finds_no_fault
from tests.kit.sealing.certificates import CA, SIGNS, Made, made, names_cnpj, pfx
from tests.kit.sealing.samples import certificates
from tests.walk import contracts_of, draft_for, sent, signed, with_contract

pytestmark = pytest.mark.django_db
SECRET = "Segredo da Ana"
A_YEAR = timedelta(days=365)


@cache
def icp(name: str = "AC Raiz Teste") -> Made:
    """A root as ICP-Brasil names its own."""
    return made(name, None, key=ec.generate_private_key(ec.SECP256R1()), extensions=CA, organization="ICP-Brasil")


@cache
def issuer() -> Made:
    key = ec.generate_private_key(ec.SECP256R1())
    return made("AC Teste RFB", icp(), key=key, extensions=CA, organization="ICP-Brasil")


def e_cnpj(company: Company, *, curve: bool = False, end: datetime | None = None) -> Made:
    """The company's e-CNPJ, with an RSA key as they all have, or a P-256 one."""
    name = f"{company.legal_name.upper()}:{company.cnpj}"
    key = ec.generate_private_key(ec.SECP256R1()) if curve else None
    when = {"start": end - A_YEAR, "days": 365} if end else {}
    organization = "ICP-Brasil"
    extensions = [names_cnpj(company.cnpj), SIGNS]
    return made(name, issuer(), key=key, extensions=extensions, organization=organization, **when)  # type: ignore[arg-type]


def uploaded(ana: Member, now: datetime, **how: object) -> Certificate:
    """Ana uploads her company's certificate."""
    of = e_cnpj(ana.company, **how)  # type: ignore[arg-type]
    return set_certificate(ana.company, Given(pfx(of, SECRET), SECRET), by=ana, at=now)


@pytest.fixture
def completed(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Signed by Carla; the worker has not filed it yet."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, at=now)
    return sale


def filed(sale: Proposal, now: datetime) -> Contract:
    run_jobs(now)
    return contracts_of(sale).select_related("signed_file__sealing").get()


@pytest.mark.parametrize("curve", [False, True], ids=["RSA", "P-256"])
def test_it_seals_the_companys_files(curve: bool, completed: Proposal, ana: Member, now: datetime) -> None:
    kept = uploaded(ana, now, curve=curve)
    contract = filed(completed, now)
    assert contract.signed_file is not None
    data = read(contract.signed_file)
    told = pdfsig(data)
    assert "Signature is Valid" in told and "Total document signed" in told and ana.company.cnpj in told
    assert qpdf_finds_no_fault(data) and "certificado próprio emitido por AC Teste RFB" in " ".join(text(data).split())
    sealed = contract.signed_file.sealing
    assert (sealed.of_company, sealed.certificate_sha256) == (True, kept.fingerprint)
    # Receipts stay the installation's.
    assert {receipt.key.kind for receipt in Receipt.objects.select_related("key")} == {"seal"}
    event = Event.objects.get(kind="contract.filed")
    assert (event.data["seal_of"], event.data["seal"]) == ("company", kept.fingerprint)


def test_the_checker_names_it_and_trusts_it_where_icp_brasil_is_trusted(
    completed: Proposal, ana: Member, now: datetime
) -> None:
    uploaded(ana, now)
    contract = filed(completed, now)
    assert contract.signed_file is not None
    data = read(contract.signed_file)
    unknown = [each for each in check(data, Trust(now, {})).findings if each.section == "trust"]
    assert [each.code for each in unknown] == ["trust.not_checked"] and ana.company.cnpj in unknown[0].detail["holder"]
    icp_brasil = Trust(now, {Tree.ICP_BRASIL: Roots(roots=certificates(icp().pem))})
    known = [each for each in check(data, icp_brasil).findings if each.section == "trust"]
    assert [(each.code, each.verdict) for each in known] == [("trust.icp_brasil", Verdict.GOOD)]
    other = Trust(now, {Tree.ICP_BRASIL: Roots(roots=certificates(icp("Outra raiz").pem))})
    assert [each.code for each in check(data, other).findings if each.section == "trust"] == ["trust.unknown"]


def test_the_private_key_stands_nowhere_in_clear_and_goes_with_its_retirement(ana: Member, now: datetime) -> None:
    kept = uploaded(ana, now)
    assert "BEGIN ENCRYPTED PRIVATE KEY" in kept.private_key and SECRET not in str(Event.objects.values())
    remove_certificate(ana.company, by=ana, at=now)
    remove_certificate(ana.company, by=ana, at=now)
    kept.refresh_from_db()
    assert (kept.private_key, kept.retirement, kept.retired_at) == ("", Retirement.REMOVED, now)
    assert Event.objects.filter(kind="certificate.removed").count() == 1


def test_another_one_takes_its_place_and_the_same_changes_nothing(ana: Member, now: datetime) -> None:
    first = e_cnpj(ana.company)
    for _twice in range(2):
        set_certificate(ana.company, Given(pfx(first, SECRET), SECRET), by=ana, at=now)
    second = uploaded(ana, now)
    assert Event.objects.filter(kind="certificate.uploaded").count() == 2
    assert list(Certificate.objects.standing()) == [second]
    assert Certificate.objects.exclude(pk=second.pk).get().retirement == Retirement.REPLACED


def test_only_an_owner_of_the_company_sets_and_removes_it(
    ana: Member, marcos: Member, eva: Member, now: datetime
) -> None:
    for stranger in (marcos, eva):
        with pytest.raises(NotAllowed):
            set_certificate(ana.company, Given(b"", ""), by=stranger, at=now)
        with pytest.raises(NotAllowed):
            remove_certificate(ana.company, by=stranger, at=now)


def test_the_database_holds_one_standing_certificate_a_company(ana: Member, now: datetime) -> None:
    kept = uploaded(ana, now)
    kept.pk = None
    with pytest.raises(IntegrityError):
        kept.save(force_insert=True)


def test_outside_its_time_or_of_another_cnpj_the_installation_seals(ana: Member, now: datetime) -> None:
    kept, company = uploaded(ana, now), ana.company
    assert file_seal(company, at=now).whose.fingerprint == kept.fingerprint
    assert not file_seal(company, at=kept.valid_until + timedelta(seconds=1)).whose.of_company
    company.cnpj = "45723174000110"
    assert not file_seal(company, at=now).whose.of_company


def test_it_is_warned_of_60_30_and_7_days_before_its_end_and_then_told(
    ana: Member, bruno: Member, now: datetime
) -> None:
    end = now + timedelta(days=61)
    kept = uploaded(ana, now, end=end)
    for hours in range(0, 63 * 24, 12):
        at = now + timedelta(hours=hours)
        if Certificate.objects.to_tell(at).exists():
            tell_certificate(kept, by=System(kept.company_id), at=at)
            tell_certificate(kept, by=System(kept.company_id), at=at)
            assert not Certificate.objects.to_tell(at).exists()
    told = Event.objects.filter(kind="certificate.ending").order_by("seq")
    assert [event.data["days"] for event in told] == [60, 30, 7]
    assert [(event.at - now).days for event in told] == [1, 31, 54]
    kept.refresh_from_db()
    assert (kept.retirement, kept.private_key) == (Retirement.ENDED, "")
    assert Event.objects.filter(kind="certificate.ended").count() == 1


def test_one_uploaded_late_is_warned_of_once(ana: Member, now: datetime) -> None:
    kept = uploaded(ana, now, end=now + timedelta(days=20))
    tell_certificate(kept, by=System(kept.company_id), at=now)
    assert [event.data["days"] for event in Event.objects.filter(kind="certificate.ending")] == [30]


def test_the_clock_mails_the_owners_and_selling_goes_on(
    completed: Proposal, ana: Member, marcos: Member, now: datetime
) -> None:
    uploaded(ana, now, end=now + timedelta(days=5))
    watch_certificates.enqueue()
    run_jobs(now)
    watch_certificates.enqueue()
    run_jobs(now + timedelta(days=6))
    about = [letter for letter in mail.outbox if "ertificado" in letter.subject]
    assert [letter.to for letter in about] == [about[0].to, about[0].to] and ana.email in about[0].to[0]
    assert "vence em 5 dias" in about[0].subject and "venceu" in about[1].subject
    assert not file_seal(ana.company, at=now + timedelta(days=6)).whose.of_company

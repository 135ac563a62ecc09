"""A PDF brought as contract that is signed already: untouched when valid and inert, refused with a reason otherwise."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from pyhanko.sign.fields import MDPPerm

from aceite.core.contracts.collating import Finding as Found
from aceite.core.contracts.collating import Sheet, Wanted, collate
from aceite.core.contracts.copy_reading import wanted
from aceite.core.contracts.external import NoRoom
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_before import found_on, told_of
from aceite.core.contracts.signing import sign
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.dossier import ask_for_dossier
from aceite.core.sales.dossier_store import open_kept
from aceite.core.sales.revising import revise
from aceite.core.sales.sending import NotReady
from aceite.core.signatures.ceremonies import touch_options
from aceite.core.signatures.proofs import Means, PasskeyProof
from aceite.core.signatures.trusting import trusted_files
from aceite.core.trail.refusals import Unfit
from aceite_verify.before import NAMED
from aceite_verify.before_faults import check_before, look
from aceite_verify.checking import check
from aceite_verify.dossier import check_dossier
from aceite_verify.external_signatures import Signature, signatures_of
from aceite_verify.findings import Report, Verdict
from aceite_verify.trust import trust_of
from tests import outside_signing as outside
from tests.authenticator import Device
from tests.core.contracts.brought import ANA, brought, by_ana, plain, sent_out
from tests.core.contracts.outside import send, signs_outside
from tests.core.contracts.sent import ORIGIN, prepare, sign_all
from tests.core.people.holding import registered
from tests.jobs import run_jobs
from tests.verify import forging
from tests.walk import draft_for

pytestmark = pytest.mark.usefixtures("trusting")


@pytest.fixture
def draft(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


def filed(contract: Contract, now: datetime) -> tuple[bytes, bytes]:
    run_jobs(now + timedelta(minutes=30))
    contract.refresh_from_db()
    assert contract.signed_file is not None and contract.manifest_file is not None
    return read(contract.signed_file), read(contract.manifest_file)


def checked(data: bytes, beside: bytes | None, now: datetime) -> Report:
    return check(data, trust_of(trusted_files(at=now), at=now + timedelta(hours=1), strict=False), beside=beside)


def codes(report: Report, verdict: Verdict) -> set[str]:
    return {finding.code for finding in report.findings if finding.verdict is verdict}


def test_it_is_taken_untouched_and_says_whose_signature_it_has(draft: Proposal, bruno: Member, now: datetime) -> None:
    data = by_ana(plain(), now)
    contract = brought(draft, data, bruno, now)
    assert contract.document is not None and read(contract.document) == data
    assert (contract.document.pages, contract.title) == (1, "Contrato assinado")
    assert told_of(contract) == "Este arquivo já traz a assinatura de ANA DA AURORA."
    assert {one.code for one, _words in found_on(contract)} >= {"before.signed", "holder.icp_brasil"}


def test_the_customer_signs_by_code_and_nothing_is_appended(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    data = by_ana(plain(), now)
    contract = sent_out(draft, data, bruno, now, carla)
    assert contract.document is not None and read(contract.document) == data
    sign_all([contract], carla, at=now + timedelta(minutes=1))
    signed, page = filed(contract, now)
    assert signed == data
    together, alone = checked(page, signed, now), checked(page, None, now)
    assert codes(together, Verdict.BAD) == set()
    assert {"before.signed", "apart.contract", "original.intact"} <= codes(together, Verdict.GOOD)
    assert "apart.contract_absent" in codes(alone, Verdict.MISSING)
    assert codes(checked(signed, page, now), Verdict.BAD) == set()


def test_the_customer_signs_with_a_touch_and_the_page_beside_proves_it(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    phone = Device(counter=0)
    registered(carla, phone, now - timedelta(days=30))
    data = by_ana(plain(), now)
    contract = sent_out(draft, data, bruno, now, carla)
    begun = prepare([contract], carla, now, means=Means.PASSKEY)
    answer = phone.answers(touch_options(begun, carla.user))
    sign(begun.id, proof=PasskeyProof(answer), by=carla, origin=ORIGIN, at=now)
    signed, page = filed(contract, now)
    assert signed == data
    report = checked(page, signed, now)
    assert codes(report, Verdict.BAD) == set()
    assert {"before.signed", "apart.contract", "assertion.sound"} <= codes(report, Verdict.GOOD)


def test_the_customer_signs_outside_after_those_who_signed_before(
    draft: Proposal, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    contract = sent_out(draft, by_ana(plain(), now, certify=True, allows=MDPPerm.FILL_FORMS), bruno, now, carla, gil)
    file = signs_outside(contract, carla, now)
    assert file.state == ExternalState.ACCEPTED, [f for f in file.findings if f[1] != "good"]
    sign_all([contract], gil, at=now + timedelta(minutes=5))
    signed, page = filed(contract, now)
    assert signed == read(file.document)
    report = checked(page, signed, now)
    assert codes(report, Verdict.BAD) == set()
    assert {"before.certified_signing", "external.only_signs", "holder.cpf"} <= codes(report, Verdict.GOOD)


def test_where_no_further_signature_is_admitted_she_signs_in_the_panel(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    contract = sent_out(draft, by_ana(plain(), now, certify=True), bruno, now, carla)
    assert not contract.admits_signatures
    with pytest.raises(NoRoom):
        send(contract, carla, outside.signed(plain(), outside.e_cpf(*ANA)), now)
    sign_all([contract], carla, at=now + timedelta(minutes=1))
    signed, page = filed(contract, now)
    assert codes(checked(page, signed, now), Verdict.BAD) == set()


def test_a_qualified_signature_needs_room_in_the_file(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    with pytest.raises(NotReady) as refused:
        sent_out(draft, by_ana(plain(), now, certify=True), bruno, now, carla, level="qualified")
    assert ["não admite outras" in problem.sentence for problem in refused.value.problems] == [True]


def scripted(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def attached(pdf: Pdf) -> None:
    pdf.attachments["planilha.csv"] = b"a;b"


def fielded(pdf: Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="valor", V="10", Rect=Array([9, 9, 99, 30]))
    place = pdf.make_indirect(field)
    pdf.Root.AcroForm, pdf.pages[0].obj.Annots = Dictionary(Fields=Array([place])), Array([place])


def noted(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Contents="menos 10%", Rect=Array([9, 9, 99, 30]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def awaiting(pdf: Pdf) -> None:
    place = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="x", Rect=Array([0] * 4)))
    pdf.Root.AcroForm, pdf.pages[0].obj.Annots = Dictionary(Fields=Array([place])), Array([place])


def broken(data: bytes) -> bytes:
    """One letter of the producer's name is another: the signature covers it."""
    return data.replace(b"/Producer", b"/Prodicer", 1)


def changed(data: bytes) -> bytes:
    """Somebody wrote on the page after it was signed."""
    return forging.appended(data, forging.note)


def encrypted(data: bytes) -> bytes:
    with Pdf.open(BytesIO(data)) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="dono", user=""))
        return out.getvalue()


def acts_of(data: bytes) -> list[Signature]:
    return [each for each in signatures_of(data) if not each.is_stamp]


REFUSED: dict[str, tuple[Callable[[datetime], bytes], str]] = {
    "javascript": (lambda at: by_ana(plain(scripted), at), "programas ou ações"),
    "attachment": (lambda at: by_ana(plain(attached), at), "anexados"),
    "form": (lambda at: by_ana(plain(fielded), at), "campos de formulário"),
    "room for a signature": (lambda at: by_ana(plain(awaiting), at), "campo de assinatura em branco"),
    "note": (lambda at: by_ana(plain(noted), at), "anotações por cima"),
    "broken": (lambda at: broken(by_ana(plain(), at)), "não confere com o conteúdo"),
    "changed": (lambda at: changed(by_ana(plain(), at)), "alterado depois da assinatura"),
    "encrypted": (lambda at: encrypted(by_ana(plain(), at)), "protegido por senha"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=list(REFUSED))
def test_each_reason_against_it_has_its_sentence(
    make: Callable[[datetime], bytes], words: str, draft: Proposal, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refused:
        brought(draft, make(now), bruno, now)
    assert refused.value.field == "file" and words in str(refused.value.sentence)


def test_whose_authority_is_unknown_is_taken_and_told_so(draft: Proposal, bruno: Member, now: datetime) -> None:
    data = outside.signed(plain(), outside.at_anybody(ANA[0]), at=now - timedelta(minutes=20))
    contract = brought(draft, data, bruno, now)
    assert "before.unknown" in {one.code for one, _words in found_on(contract)}
    nobody = look(data, outside.nobody())
    assert "holder.not_checked" in {one.code for one in nobody.findings} and not nobody.against


def test_a_revoked_certificate_is_refused(draft: Proposal, bruno: Member, now: datetime) -> None:
    pen = outside.e_cpf(*ANA)
    lists = outside.revocations(outside.icp_brasil(), pen, since=now - timedelta(days=1))
    looked = look(by_ana(plain(), now), outside.trust(outside.icp_brasil(), lists=lists, at=now))
    assert [one.code for one in looked.against] == ["before.revoked"]


def test_the_next_version_has_the_same_file(draft: Proposal, carla: PanelUser, bruno: Member, now: datetime) -> None:
    data = by_ana(plain(), now)
    contract = sent_out(draft, data, bruno, now, carla)
    revise(contract.version.proposal, by=bruno, at=now + timedelta(hours=1))  # type: ignore[union-attr]
    again = Contract.objects.get(version__version=2)
    assert again.signed_before == contract.signed_before and again.uploaded == contract.uploaded


def test_other_certificates_than_the_bundle_names_are_found(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    data = by_ana(plain(), now)
    [signature] = look(data, outside.nobody()).signatures
    contract = sent_out(draft, data, bruno, now, carla)
    version = contract.version
    assert version is not None
    assert json.loads(version.manifest)["contracts"][0][NAMED] == [signature.fingerprint]
    found = [one.code for one in check_before(acts_of(data), ["0" * 64], outside.nobody())]
    assert found == ["before.others"]


def test_the_dossier_has_file_and_page_and_is_sound(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    contract = sent_out(draft, by_ana(plain(), now), bruno, now, carla)
    sign_all([contract], carla, at=now + timedelta(minutes=1))
    filed(contract, now)
    dossier = ask_for_dossier(draft, by=bruno, at=now + timedelta(hours=1))
    run_jobs(now + timedelta(hours=1))
    dossier.refresh_from_db()
    trust = trust_of(trusted_files(at=now), at=now + timedelta(hours=2), strict=False)
    with open_kept(dossier, "zip") as archive:
        report = check_dossier(BytesIO(archive.read()), trust)
    assert codes(report, Verdict.BAD) == set()
    assert {"before.signed", "apart.contract"} <= codes(report, Verdict.GOOD)
    assert "apart.contract_absent" not in codes(report, Verdict.MISSING)


def test_a_copy_on_paper_bears_no_code_and_is_told_so(
    draft: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    contract = sent_out(draft, by_ana(plain(), now), bruno, now, carla, requirement="manual")
    assert wanted(contract).printed is False
    found = collate([Sheet(), Sheet()], Wanted("K7QM3T9XP2WD8HRA", 3, printed=False))
    assert [sheet.finding for sheet in found.placed] == [Found.UNCODED, Found.UNCODED]
    assert (found.lacking, found.missing, found.all_right) == (1, (), False)

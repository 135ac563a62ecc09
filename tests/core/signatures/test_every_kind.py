"""A sealed final of every kind, as the worker makes it, before judges that are not ours: pyHanko, poppler and qpdf."""

from contextlib import nullcontext
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.signatures.models import InstanceKey, KeyKind, SealLevel
from aceite_verify.checking import check
from aceite_verify.findings import Verdict
from aceite_verify.trust import Roots, Tree, Trust
from tests.cast import panel_user
from tests.core.signatures.test_certificates import icp, uploaded
from tests.jobs import run_jobs
from tests.kit.outside_judges import pdfsig, qpdf_finds_no_fault
from tests.kit.sealing import tsa
from tests.kit.sealing.samples import certificates
from tests.stamping import stamping
from tests.walk import contracts_of, draft_for, sent, signed, with_contract

pytestmark = pytest.mark.django_db
SIGNATURES = {SealLevel.SEALED: 1, SealLevel.STAMPED: 1, SealLevel.KEPT: 2}


@pytest.fixture
def five(carla: PanelUser, gil: PanelUser, helena: PanelUser) -> list[PanelUser]:
    """Three of the cast and two further signers, who come numbered."""
    cpfs = ("71428793860", "87748248800")
    further = [
        panel_user(carla.customer, f"Signatária {n}", f"assina{n}@padaria.example", cpf, sign=True)
        for n, cpf in enumerate(cpfs, 1)
    ]
    return [carla, gil, helena, *further]


def answering(level: SealLevel) -> Any:
    """An authority that gives as many stamps as the level needs, and then no more."""
    given = []

    def answer(query: bytes) -> tuple[str, bytes]:
        given.append(query)
        good = level == SealLevel.KEPT or len(given) == 1
        return tsa.honest(timezone.now())(query) if good else tsa.refusing(query)

    return answer


@pytest.fixture(params=["installation", "company"])
def roots(request: pytest.FixtureRequest, ana: Member, now: datetime) -> list[Any]:
    """Whom a judge trusts for the seal, once it is chosen who seals."""
    if request.param == "company":
        uploaded(ana, timezone.now())
        return list(certificates(icp().pem))
    return []


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("level", list(SealLevel))
def test_every_judge_finds_it_sound(
    level: SealLevel,
    count: int,
    roots: list[Any],
    padaria: Customer,
    bruno: Member,
    five: list[PanelUser],
    settings: Any,
    tmp_path: Path,
) -> None:
    at = timezone.now()
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, *five[:count])
    sale = sent(proposal, bruno, at)
    signed(sale, *five[:count], at=at)
    with stamping(settings, tmp_path, answering(level)) if level != SealLevel.SEALED else nullcontext():
        run_jobs()
    document = contracts_of(sale).get().signed_file
    assert document is not None and document.sealing.level == level
    roots = roots or list(certificates(InstanceKey.objects.get(kind=KeyKind.AUTHORITY).certificate.encode()))
    data = read(document)
    pyhanko_is_content(data, roots)
    told = pdfsig(data).split("Signature #")[1:]
    assert len(told) == SIGNATURES[level]
    # Poppler does not verify time stamps, but says what they cover.
    assert "Signature is Valid." in told[0] and "Total document signed" in told[-1]
    assert qpdf_finds_no_fault(data)
    ours_is_content(data, roots)


def pyhanko_is_content(data: bytes, roots: list[Any]) -> None:
    """Every signature intact, valid, trusted, and all of it true in one."""
    reader = PdfFileReader(BytesIO(data))
    times = list(load_certs_from_pemder_data(tsa.tsa_root().pem))
    context = ValidationContext(trust_roots=[*roots, *times], moment=timezone.now(), allow_fetching=False)
    (seal,) = reader.embedded_regular_signatures
    status: Any = validate_pdf_signature(seal, context)
    assert (status.intact, status.valid, status.trusted, status.docmdp_ok, status.bottom_line) == (True,) * 5
    for stamp in reader.embedded_timestamp_signatures:
        told: Any = validate_pdf_timestamp(stamp, context)
        assert (told.intact, told.valid, told.trusted) == (True,) * 3


def ours_is_content(data: bytes, roots: list[Any]) -> None:
    """Nothing is bad for our own checker either, which trusts the same roots."""
    stamps = Roots(roots=certificates(tsa.tsa_root().pem))
    trees = {Tree.INSTANCE: Roots(roots=tuple(roots)), Tree.ICP_BRASIL: Roots(roots=tuple(roots))}
    findings = check(data, Trust(timezone.now(), {**trees, Tree.TIMESTAMPS: stamps})).findings
    assert [each.code for each in findings if each.verdict is Verdict.BAD] == []

"""A contract that is signed outside: what the tests of external files start from."""

from datetime import datetime, timedelta
from typing import Any

from aceite.core.contracts.external import Sent, upload_signed_pdf
from aceite.core.contracts.external_basis import newest_file
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from tests import outside_signing as outside
from tests.core.contracts.sent import ORIGIN
from tests.jobs import run_jobs
from tests.kit.sealing.certificates import Made


def to_sign(contract: Contract) -> bytes:
    """What the signer downloads."""
    return read(newest_file(contract))


def signed_by(contract: Contract, pen: Made, at: datetime, **how: Any) -> bytes:
    """The newest file, signed with this certificate."""
    return outside.signed(to_sign(contract), pen, at=at, **how)


def pen_of(person: PanelUser) -> Made:
    """The person's own e-CPF."""
    return outside.e_cpf(person.name, person.cpf)


def send(contract: Contract, person: PanelUser, data: bytes, at: datetime, **changes: Any) -> ExternalFile:
    """The file is sent; nothing was judged yet."""
    given = {"key": f"{person.pk}-{at:%H%M%S%f}", "consent_sha256": consent_for(Act.SIGN, "pt-br").sha256}
    sent = Sent(data, **{**given, "factors": ("session_code",), **changes})
    return upload_signed_pdf(contract, sent, by=person, origin=ORIGIN, at=at)


def judged(file: ExternalFile, at: datetime) -> ExternalFile:
    """The worker has done its part, a minute later."""
    run_jobs(at + timedelta(minutes=1))
    return ExternalFile.objects.get(pk=file.pk)


def signs_outside(contract: Contract, person: PanelUser, at: datetime, pen: Made | None = None) -> ExternalFile:
    """Downloads, signs with the own e-CPF, sends; judged."""
    data = signed_by(contract, pen or pen_of(person), at, field=f"Assinatura {person.pk}")
    return judged(send(contract, person, data, at), at)

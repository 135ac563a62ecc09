"""A company's own certificate: its owner uploads, replaces or removes it, and it seals the company's files.

The seal proves origin and integrity; it is nobody's expression of will. The private half is kept under SEAL_SECRET as
long as the certificate seals, and erased with its retirement; the certificate itself stays for what it sealed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from asn1crypto import pem
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.signatures.authorities import trust_folder
from aceite.core.signatures.models import Certificate, Retirement
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, unfit
from aceite.kit.hashing import rfc3339
from aceite.kit.sealing.authority import fingerprint
from aceite.kit.sealing.pfx import CompanyCertificate, Upload
from aceite.kit.sealing.refusals import PfxRefused, WrongPassword
from aceite.kit.sealing.taking import take
from aceite_verify.trust import Tree

VERB: Final = "certificate.manage"


@dataclass(frozen=True)
class Given:
    """A PFX (PKCS #12) as it stood on the owner's disk, and its password, which is kept nowhere."""

    pfx: bytes = field(repr=False)
    password: str = field(repr=False)


def set_certificate(company: Company, given: Given, *, by: Actor, at: datetime) -> Certificate:
    """Seals with this certificate from now on; the one before it is retired. The same one again changes nothing.

    Raises NotAllowed, and Unfit for `pfx` or `password` with the sentence of what is wrong.
    """
    _require(company, by)
    # Opening it takes a child process and seconds, so the company is locked only afterwards.
    taken = _taken(company, given, at)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        standing = standing_certificate(company)
        if standing is not None and standing.fingerprint == fingerprint(taken.issued.certificate):
            return standing
        if standing is not None:
            _retire(standing, Retirement.REPLACED, at)
        made = _made(company, taken, by, at)
        record("certificate.uploaded", by=by, at=at, data=_facts(made))
    return made


def remove_certificate(company: Company, *, by: Actor, at: datetime) -> None:
    """Seals with the installation's seal again, and stops telling of a certificate that ended. Raises NotAllowed."""
    _require(company, by)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        newest = newest_certificate(company)
        if newest is None or newest.retirement in {Retirement.REMOVED, Retirement.REPLACED}:
            return
        _retire(newest, Retirement.REMOVED, at)
        record("certificate.removed", by=by, at=at, data=_facts(newest))


def end_certificate(certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """Retires a certificate whose time is over: the installation's seal takes its place. Raises NotAllowed."""
    if by.company_id != certificate.company_id or not by.may("certificate.end"):
        raise NotAllowed
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if locked.retired_at is None and locked.valid_until < at:
            _retire(locked, Retirement.ENDED, at)
            record("certificate.ended", by=by, at=at, data=_facts(locked))


def standing_certificate(company: Company) -> Certificate | None:
    """The one that was uploaded last and not retired; whether it seals at a moment, it says itself."""
    return Certificate.objects.standing().filter(company=company).first()


def newest_certificate(company: Company) -> Certificate | None:
    """The one that was uploaded last, retired or not."""
    return Certificate.objects.filter(company=company).newest_first().first()


def _taken(company: Company, given: Given, at: datetime) -> CompanyCertificate:
    upload = Upload(given.pfx, given.password, company.cnpj)
    secret = str(settings.SEAL_SECRET).encode()
    try:
        # Days are told in the company's zone.
        return take(upload, keep_under=secret, at=at.astimezone(company.tz), known=_known_issuers())
    except PfxRefused as refusal:
        name = "password" if isinstance(refusal, WrongPassword) else "pfx"
        raise unfit(name, refusal) from None


def _known_issuers() -> bytes:
    """What the trust folder has of ICP-Brasil, where the certificate's own file lacks its issuers."""
    tree = trust_folder().tree(Tree.ICP_BRASIL)
    return b"".join(bytes(pem.armor("CERTIFICATE", each.dump())) for each in (*tree.roots, *tree.others))


def _made(company: Company, taken: CompanyCertificate, by: Actor, at: datetime) -> Certificate:
    return Certificate.objects.create(
        company=company,
        holder=taken.holder,
        issuer=taken.issuer,
        cnpj=taken.cnpj,
        fingerprint=fingerprint(taken.issued.certificate),
        certificate=taken.issued.certificate.decode(),
        chain=taken.chain.decode(),
        private_key=taken.issued.key.decode(),
        valid_from=taken.valid_from,
        valid_until=taken.valid_until,
        uploaded_by_id=by.actor_id,
        uploaded_at=at,
    )


def _retire(certificate: Certificate, why: Retirement, at: datetime) -> None:
    certificate.retired_at = certificate.retired_at or at
    certificate.retirement = why
    certificate.private_key = ""
    certificate.save(update_fields=["retired_at", "retirement", "private_key"])


def _facts(certificate: Certificate) -> dict[str, object]:
    return {
        "certificate": certificate.pk,
        "fingerprint": certificate.fingerprint,
        "valid_until": rfc3339(certificate.valid_until),
    }


def _require(company: Company, by: Actor) -> None:
    if by.company_id != company.pk or not by.may(VERB):
        raise NotAllowed(_("Só o proprietário troca o certificado da empresa."))

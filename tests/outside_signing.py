"""People who sign outside the panel: their certificates, of authorities like ICP-Brasil's and gov.br's, and their pen.

The authorities are made once a run and imitate the real ones in what is read of them: organization, other names, CRLs.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import time_machine
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from aceite_verify.trust import Roots, Tree, Trust
from tests.kit.sealing.certificates import AT, CA, SIGNS, Extension, Made, made

SIGNED_AT: Final = AT + timedelta(minutes=30)
JUDGED_AT: Final = AT + timedelta(hours=1)
ROWS: Final = "01011980"


@cache
def top(organization: str, name: str) -> Made:
    """A root of this organization."""
    return made(f"Raiz {name}", None, key=_key(), extensions=CA, organization=organization)


@cache
def authority(organization: str, name: str) -> Made:
    """An issuer below a root of its own, both of this organization."""
    return made(f"AC {name}", top(organization, name), key=_key(), extensions=CA, organization=organization)


def icp_brasil() -> Made:
    return authority("ICP-Brasil", "ICP de teste")


def govbr() -> Made:
    return authority("Gov-Br", "Final do Governo de teste")


def anybody() -> Made:
    return authority("Assinaturas Já", "Assinaturas Já")


def other_names(**values: str) -> Extension:
    """ICP-Brasil's other names: `pf`, `name`, `cnpj`, `pj` stand for 2.16.76.1.3.1, .2, .3 and .4."""
    places = {"pf": 1, "name": 2, "cnpj": 3, "pj": 4}
    names = [
        x509.OtherName(x509.ObjectIdentifier(f"2.16.76.1.3.{places[key]}"), bytes([0x04, len(text)]) + text.encode())
        for key, text in values.items()
    ]
    return x509.SubjectAlternativeName(names), False


def laid_out(cpf: str) -> str:
    """Birth date, CPF, NIS, RG and its issuer, as DOC-ICP-04 lays them out."""
    return ROWS + cpf + "0" * 11 + "0" * 15


@cache
def e_cpf(name: str, cpf: str, *more: Extension) -> Made:
    extensions = [other_names(pf=laid_out(cpf)), SIGNS, *more]
    return made(f"{name.upper()}:{cpf}", icp_brasil(), key=_key(), extensions=extensions, organization="ICP-Brasil")


@cache
def e_cnpj(company: str, cnpj: str, responsible: str, cpf: str) -> Made:
    named = other_names(name=responsible.upper(), cnpj=cnpj, pj=laid_out(cpf))
    return made(f"{company.upper()}:{cnpj}", icp_brasil(), key=_key(), extensions=[named, SIGNS])


@cache
def at_govbr(name: str) -> Made:
    return made(name.upper(), govbr(), key=_key(), extensions=[SIGNS], organization="Gov-Br")


@cache
def at_anybody(name: str) -> Made:
    return made(name, anybody(), key=_key(), extensions=[SIGNS])


def invitations(port: int) -> tuple[Extension, Extension]:
    """Addresses from which a careless checker would fetch certificates, OCSP answers and revocation lists."""
    place = x509.UniformResourceIdentifier(f"http://127.0.0.1:{port}/x")
    ways = (AuthorityInformationAccessOID.OCSP, AuthorityInformationAccessOID.CA_ISSUERS)
    access = x509.AuthorityInformationAccess([x509.AccessDescription(way, place) for way in ways])
    lists = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
    return (access, False), (lists, False)


def signed(
    pdf: bytes,
    by: Made,
    *,
    at: datetime = SIGNED_AT,
    field: str = "Assinatura 1",
    box: tuple[int, int, int, int] | None = None,
    certify: bool = False,
    allows: MDPPerm = MDPPerm.NO_CHANGES,
) -> bytes:
    """`pdf` as a signing program gives it back; `box` shows the signature on the first page.

    With `certify` it says what may be changed afterwards: `allows`.
    """
    metadata = PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, certify=certify, docmdp_permissions=allows
    )
    spec = SigFieldSpec(field, on_page=0, box=box)
    pen: Any = PdfSigner(metadata, signer=_signer(by), new_field_spec=spec)
    # In a thread of its own: a browser's loop may run in the caller's.
    with time_machine.travel(at, tick=False), ThreadPoolExecutor(1) as aside:
        out = aside.submit(pen.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf), strict=False)).result()
    return bytes(out.getbuffer())


def trust(*authorities: Made, lists: Sequence[CertificateList] | None = None, at: datetime = JUDGED_AT) -> Trust:
    """An operator who trusts these (both of the country when none is named), with fresh lists unless told otherwise."""
    trees: dict[Tree, Roots] = {}
    for each in authorities or (icp_brasil(), govbr()):
        tree = Tree.ICP_BRASIL if each is icp_brasil() else Tree.GOVBR
        fresh = revocations(each) if lists is None else tuple(lists)
        trees[tree] = Roots(roots=(_asn1(each.issuers[-1]),), others=(_asn1(each.certificate),), lists=tuple(fresh))
    return Trust(at, trees)


def nobody() -> Trust:
    return Trust(JUDGED_AT)


def revocations(by: Made, *revoked: Made, since: datetime = AT, listed: datetime = AT) -> list[CertificateList]:
    """The lists of an authority and of the root above it, good for a month from `listed`."""
    roots = [top("ICP-Brasil", "ICP de teste"), top("Gov-Br", "Final do Governo de teste")]
    root = next(each for each in roots if each.certificate == by.issuers[0])
    found = []
    for issuing in (by, root):
        key, builder = issuing.key, x509.CertificateRevocationListBuilder().issuer_name(issuing.certificate.subject)
        builder = builder.last_update(listed).next_update(listed + timedelta(days=31))
        for each in revoked if issuing is by else ():
            entry = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(since).build())
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
        made_list = builder.add_extension(above, critical=False).add_extension(x509.CRLNumber(1), critical=False)
        found.append(CertificateList.load(made_list.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)))
    return found


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _signer(by: Made) -> SimpleSigner:
    raw = by.key.private_bytes(Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(each) for each in by.issuers])
    return SimpleSigner(
        signing_cert=_asn1(by.certificate), signing_key=asn1_keys.PrivateKeyInfo.load(raw), cert_registry=store
    )


def installed(folder: Path, *authorities: Made, lists: bool = True, listed: datetime = AT) -> Path:
    """The operator's folder with these authorities (both of the country when none is named) and their lists."""
    for each in authorities or (icp_brasil(), govbr()):
        place = folder / (Tree.ICP_BRASIL if each is icp_brasil() else Tree.GOVBR).value
        place.mkdir(parents=True, exist_ok=True)
        (place / "raiz.cer").write_bytes(each.issuers[-1].public_bytes(Encoding.DER))
        (place / "ac.cer").write_bytes(each.der)
        for number, found in enumerate(revocations(each, listed=listed) if lists else ()):
            (place / f"{number}.crl").write_bytes(found.dump())
    return folder

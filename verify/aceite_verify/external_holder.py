"""Whose certificate signed: the expected signer's, below an authority known here, in force, and of the level asked for.

TRUST: *Uploaded, externally signed file*. Trust roots and revocation lists come from the operator's folder alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from aceite_verify.chains import Chain, Standing, chain_of, standing
from aceite_verify.external_signatures import Signature
from aceite_verify.findings import Finding, bad, good, missing
from aceite_verify.holders import Holder, Kind, holder_of, name_of, same_name, similar_name
from aceite_verify.levels import ADVANCED, QUALIFIED, fulfils
from aceite_verify.outside import FACTORS, Expected
from aceite_verify.seal import may_sign
from aceite_verify.trust import Tree, Trust

# Whoever vouches for persons: the installation's own authority seals, and signs for nobody.
VOUCHING: Final = (Tree.ICP_BRASIL, Tree.GOVBR)
TREES: Final = {Kind.ICP_BRASIL: Tree.ICP_BRASIL, Kind.GOVBR: Tree.GOVBR}
KINDS: Final = {tree: kind for kind, tree in TREES.items()}
BELOW: Final = {ADVANCED: "holder.below_advanced", QUALIFIED: "holder.below_qualified"}
VOUCHED: Final = {Tree.ICP_BRASIL: "holder.icp_brasil", Tree.GOVBR: "holder.govbr"}


@dataclass(frozen=True)
class Asked:
    """By whom a certificate is judged, as of which moment (aware), and since when the file is known to have existed."""

    trust: Trust
    at: datetime
    known_since: datetime


def holder_findings(signature: Signature, expected: Expected, asked: Asked) -> Iterator[Finding]:
    """Everything there is to say about the certificate of one signature."""
    yield from certificate_findings(signature, asked)
    kind = kind_of(signature, asked)
    yield from _level(kind, expected.level)
    yield from person_findings(signature, kind, expected)


def certificate_findings(signature: Signature, asked: Asked) -> Iterator[Finding]:
    """Who issued it, and whether it was in force."""
    holder, chain = holder_of(signature.certificate), chain_of(signature.path, asked.trust, VOUCHING, asked.at)
    yield _authority(signature, holder, chain, asked.trust)
    if chain is not None:
        yield _revocation(chain, asked)


def kind_of(signature: Signature, asked: Asked) -> Kind:
    """What the certificate is: by its root where one is known here, else by what it claims."""
    chain = chain_of(signature.path, asked.trust, VOUCHING, asked.at)
    return KINDS[chain.tree] if chain else holder_of(signature.certificate).kind


def _authority(signature: Signature, holder: Holder, chain: Chain | None, trust: Trust) -> Finding:
    certificate = signature.certificate
    told = {"holder": holder.name, "issuer": name_of(certificate.issuer)}
    if not may_sign(certificate):
        return bad("holder.may_not_sign", **told)
    if chain is not None:
        return good(VOUCHED[chain.tree], **told)
    if not _answerable(holder, trust):
        return missing("holder.not_checked", **told, fingerprint=sha256(certificate.dump()).hexdigest())
    return bad("holder.unknown", **told)


def _answerable(holder: Holder, trust: Trust) -> bool:
    """Whether this place has the roots by which to say no: of the authority that is named, or of both kinds."""
    if holder.kind in TREES:
        return bool(trust.tree(TREES[holder.kind]).roots)
    return any(trust.tree(tree).roots for tree in VOUCHING)


def _revocation(chain: Chain, asked: Asked) -> Finding:
    found, moment = standing(chain, asked.trust.lists(), [asked.trust.at, asked.at])
    if found is Standing.UNKNOWN:
        return missing("holder.revocation_unknown")
    if found is Standing.IN_FORCE:
        return good("holder.not_revoked", time=moment.isoformat())
    if moment > asked.known_since:
        return good("holder.revoked_later", time=moment.isoformat())
    return bad("holder.revoked", time=moment.isoformat())


def _level(kind: Kind, level: str) -> Iterator[Finding]:
    if not fulfils([FACTORS[kind]], level):
        yield bad(BELOW[level])


def person_findings(signature: Signature, kind: Kind, expected: Expected) -> Iterator[Finding]:
    """Whether it names the person, or for a party her company and herself as its responsible."""
    holder = holder_of(signature.certificate)
    told = {"holder": holder.name, "expected": expected.name}
    if holder.cnpj:
        yield from _company(holder, expected, told)
    elif holder.cpf:
        yield _natural(holder, expected, told)
    elif kind is Kind.ICP_BRASIL:
        yield bad("holder.names_nobody", **told)
    elif same_name(holder.name, expected.name):
        # A name is no number: somebody who knows the signer confirms it.
        yield missing("holder.same_name", **told)
    elif similar_name(holder.name, expected.name):
        yield missing("holder.similar_name", **told)
    else:
        yield bad("holder.other_person", **told)


def _natural(holder: Holder, expected: Expected, told: dict[str, str]) -> Finding:
    if expected.cpf and holder.cpf != expected.cpf:
        return bad("holder.other_cpf", **told)
    if expected.cpf and not expected.cpf_told:
        return good("holder.cpf", **told)
    if same_name(holder.name, expected.name):
        return good("holder.cpf" if expected.cpf else "holder.cpf_read", **told)
    # Her CPF is not on file: with the name alone nobody knows whose the number is.
    similar = similar_name(holder.name, expected.name)
    return missing("holder.similar_name", **told) if similar else bad("holder.other_person", **told)


def _company(holder: Holder, expected: Expected, told: dict[str, str]) -> Iterator[Finding]:
    if not expected.cnpj or holder.cnpj != expected.cnpj:
        yield bad("holder.other_cnpj", **told)
        return
    responsible = {"holder": holder.responsible or holder.name, "expected": expected.name}
    if not holder.responsible_cpf:
        yield missing("holder.responsible_untold", **responsible)
    elif expected.cpf and holder.responsible_cpf != expected.cpf:
        yield bad("holder.other_responsible", **responsible)
    elif (expected.cpf_told or not expected.cpf) and not same_name(holder.responsible, expected.name):
        yield missing("holder.responsible_untold", **responsible)
    else:
        yield good("holder.company", **responsible)

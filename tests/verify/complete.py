"""A final at its best: a contract on the product's own paper, signed by two, with all evidence, seal and time stamp.

Whoever trusts the installation and the time authority, and has a list of revocations, calls it valid; so whatever an
attack changes is taken from something that held.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from asn1crypto import pem
from asn1crypto.x509 import Certificate

from aceite.kit.pdf.increment import Update, update_of
from aceite.kit.sealing.sealer import Sealer
from aceite.kit.sealing.sealing import _seal
from aceite.kit.sealing.stamps import TimeAuthority
from aceite.kit.sealing.timestamps import TimeAuthorities
from aceite_verify.canonical import canonical
from aceite_verify.trust import Roots, Tree, Trust
from tests.kit.outside_judges import pdfinfo
from tests.kit.paper_samples import contract, signatures
from tests.kit.sealing.samples import REASON, authority, certificates, revocations, sealer, stamping_sealer
from tests.kit.sealing.tsa import honest, serving, tsa_root
from tests.updated import append_pages
from tests.verify import sale
from tests.verify.sale import SEALED_AT, evidence

# Four pages of clauses make a final of some hundred thousand bytes, as they are in the field.
CLAUSE = "<h2>Cláusula</h2><p>A contratada entrega o forno montado, com garantia de vinte e quatro meses.</p>"


@cache
def given() -> bytes:
    """D."""
    return contract(CLAUSE * 30).render()


@cache
def update() -> Update:
    """What is added to D: the page of signatures and the evidence."""
    proof = evidence(file=(given(), int(pdfinfo(given())["Pages"])))
    return Update(given(), signatures().render(), {"evidence.json": canonical(proof)})


@cache
def unsealed() -> bytes:
    """D and its update, to be sealed by somebody else."""
    return append_pages(update().original, update().pages, attachments=update().attachments, at=SEALED_AT)


@cache
def final() -> bytes:
    """F."""
    return stamped(lambda writer: None)


def stamped(change: Callable[[Any], None]) -> bytes:
    """F with something more in its update, sealed with the installation's own key and honestly stamped."""
    with serving(honest(SEALED_AT)) as server:
        authorities = TimeAuthorities([TimeAuthority(server.url, tsa_root().pem)], seconds=20)
        try:
            return _sealed(change, stamping_sealer(authorities))
        finally:
            authorities.close()


def sealed(change: Callable[[Any], None]) -> bytes:
    """The same without time stamp."""
    return _sealed(change, sealer())


def _sealed(change: Callable[[Any], None], by: Sealer) -> bytes:
    writer = update_of(update(), SEALED_AT)
    change(writer)
    return _seal(writer, by, REASON, SEALED_AT).data


@cache
def everybody(revoked: bool = False) -> Trust:
    """Whoever trusts all who vouch for F."""
    roots = (Certificate.load(sale.ROOTS[0]), Certificate.load(pem.unarmor(authority().certificate)[2]))
    own = Roots(roots, lists=(revocations(revoked),))
    return Trust(SEALED_AT, {Tree.INSTANCE: own, Tree.TIMESTAMPS: Roots(certificates(tsa_root().pem))})


def as_files(trust: Trust) -> dict[Tree, dict[str, bytes]]:
    """The same as a folder would hold it."""
    return {
        tree: {str(place): each.dump() for place, each in enumerate((*roots.roots, *roots.others, *roots.lists))}
        for tree, roots in trust.trees.items()
    }

"""Known attacks, flipped bytes, revoked seals and inviting addresses: a forged final is never called valid."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from aceite.kit.sealing.authority import Issued, kept_key
from aceite.kit.sealing.checking import check_file
from aceite.kit.sealing.sealer import open_sealer
from aceite.kit.sealing.sealing import append_sealed
from aceite_verify.checking import check
from aceite_verify.findings import INVALID, VALID, Report, Verdict
from aceite_verify.trust import Roots, Tree, Trust
from aceite_verify.words import PORTUGUESE
from tests.kit.sealing.certificates import AURORA_CNPJ, SIGNS, issuer, made, names_cnpj, root
from tests.kit.sealing.samples import PASSPHRASE, REASON, certificates
from tests.verify.attacks import ATTACKS, Attack
from tests.verify.complete import as_files, everybody, final, sealed, update
from tests.verify.sale import SEALED_AT

pytestmark = pytest.mark.hostile

FLIPS = 500
LOTS = 10
SEED = 20261124


def bad(found: Report) -> dict[str, str]:
    """The findings against a file, each with its sentence."""
    return {each.code: PORTUGUESE.sentence(each) for each in found.findings if each.verdict is Verdict.BAD}


def test_the_final_itself_is_valid_and_of_the_usual_size() -> None:
    assert check(final(), everybody()).exit_status == VALID
    assert 80_000 < len(final()) < 130_000


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_an_attack_is_invalid_and_told_in_plain_words(attack: Attack) -> None:
    found = check(attack.make(), everybody())
    assert found.exit_status == INVALID
    assert attack.words in bad(found)[attack.finding]


def with_another_byte(data: bytes, die: Random) -> tuple[int, bytes]:
    """The place of a byte, and the file with another one there."""
    place = die.randrange(len(data))
    return place, data[:place] + bytes([data[place] ^ die.randrange(1, 256)]) + data[place + 1 :]


@pytest.mark.parametrize("lot", range(LOTS))
def test_no_changed_byte_leaves_a_valid_file(lot: int) -> None:
    """None survives, so there is none to explain; bin/bench tamper tries ten thousand."""
    die = Random(f"{SEED} {lot}")
    tried = (with_another_byte(final(), die) for _try in range(FLIPS // LOTS))
    assert [place for place, data in tried if check(data, everybody()).exit_status == VALID] == []


def test_a_revoked_seal_is_known_only_from_a_list() -> None:
    """Without time stamp, so that nothing proves the seal to be older than its revocation."""
    data = sealed(lambda writer: None)
    blind = replace(everybody(), trees={tree: replace(roots, lists=()) for tree, roots in everybody().trees.items()})
    told = [PORTUGUESE.sentence(each) for each in check(data, blind).findings]
    assert any("Revogação não verificada" in sentence for sentence in told)
    assert not any("foi revogado" in sentence for sentence in told)
    assert "foi revogado" in bad(check(data, everybody(revoked=True)))["seal.revoked"]


class _Counting(BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815  # the server's own spelling

    def log_message(self, *_words: object) -> None:
        return


@contextmanager
def listening() -> Iterator[str]:
    """The address of a server that notes whoever comes."""
    _Counting.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def inviting(address: str) -> bytes:
    """F sealed with a company's certificate that names this address for its issuer, its lists and its status."""

    def place(name: str) -> x509.UniformResourceIdentifier:
        return x509.UniformResourceIdentifier(f"{address}/{name}")

    ways = {AuthorityInformationAccessOID.OCSP: "ocsp", AuthorityInformationAccessOID.CA_ISSUERS: "issuer.cer"}
    access = x509.AuthorityInformationAccess([x509.AccessDescription(way, place(name)) for way, name in ways.items()])
    lists = x509.CRLDistributionPoints([x509.DistributionPoint([place("list.crl")], None, None, None)])
    by = made("AURORA", issuer(), extensions=[names_cnpj(AURORA_CNPJ), SIGNS, (access, False), (lists, False)])
    # Its issuer is left out, so that there is something to fetch.
    opened = open_sealer(Issued(by.pem, kept_key(by.key, PASSPHRASE)), b"", passphrase=PASSPHRASE)
    return append_sealed(update(), by=opened, reason=REASON, at=SEALED_AT).data


def in_this_process(data: bytes, trust: Trust) -> Report:
    return check(data, trust)


def in_a_limited_child(data: bytes, trust: Trust) -> Report:
    return check_file(data, trusted=as_files(trust), at=trust.at)


@pytest.mark.parametrize("look", [in_this_process, in_a_limited_child])
def test_nobody_is_asked_whatever_addresses_a_file_names(look: Callable[[bytes, Trust], Report]) -> None:
    trust = Trust(SEALED_AT, {Tree.ICP_BRASIL: Roots(certificates(root().pem))})
    with listening() as address:
        found = look(inviting(address), trust)
    assert _Counting.seen == []
    assert "seal.intact" in [each.code for each in found.findings]


def test_a_file_is_judged_alike_in_this_process_and_in_the_child() -> None:
    assert in_a_limited_child(final(), everybody()) == in_this_process(final(), everybody())

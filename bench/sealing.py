"""What sealing and checking cost, all in one run, beside pyHanko's stock signer over the same file and key.

`bin/bench sealing [--rounds N]`

The seal is B-T with an RSA-2048 key, as companies have. Both signers ask one time authority of this machine over HTTP;
what it takes to answer is nobody's but its own, and is left out. The papers are set in a limited child, as the product
sets them, each with words of its own, so that nothing is taken from an earlier one. Ours and theirs take turns.

Ends with 1 when a figure misses its mark: sealing at most 0.4 times what the stock signer takes, a contract of three
pages with a table of forty rows set in 60 ms, a contract finished in 120 ms (page of signatures, evidence, seal, time
stamp), a final checked in 60 ms in a warm child, no process above 800 MB. Figures are medians.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from statistics import median
from typing import Any, Final

import aiohttp
from asn1crypto import keys
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.aiohttp_client import AIOHttpTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from aceite.kit.limits import shut_down, warm
from aceite.kit.sealing.authority import Issued, kept_key
from aceite.kit.sealing.checking import check_file
from aceite.kit.sealing.sealer import Sealer, open_sealer
from aceite.kit.sealing.sealing import append_sealed, seal
from aceite.kit.sealing.stamps import TimeAuthority
from aceite.kit.sealing.timestamps import TimeAuthorities
from tests.kit.paper_samples import contract, signatures
from tests.kit.sealing.certificates import AT, aurora
from tests.kit.sealing.samples import PASSPHRASE, REASON, certificates
from tests.kit.sealing.tsa import Answer, honest, serving, tsa_root
from tests.verify.complete import as_files, everybody, final, update

ROUNDS: Final = 15
WARM: Final = 2
OF_STOCK: Final = 0.4
RENDER_MS: Final = 60.0
FINISH_MS: Final = 120.0
CHECK_MS: Final = 60.0
PEAK_MB: Final = 800.0
CLAUSE: Final = "<h2>Cláusula</h2><p>A contratada entrega o forno montado e testado, com garantia de 24 meses.</p>"
ROW: Final = "<tr><td>FRN-0%d</td><td>Forno combinado elétrico</td><td>1 un</td><td>R$ 38.900,00</td></tr>"
TABLE: Final = f"<table>{''.join(ROW % number for number in range(40))}</table>"


@dataclass(frozen=True)
class Figure:
    """One median, and the most it may be."""

    name: str
    unit: str
    value: float
    most: float

    @property
    def holds(self) -> bool:
        """Whether it is within its mark."""
        return self.value <= self.most


class Authority:
    """An honest time authority, and how long it took for its answers, in milliseconds."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._answer = honest(AT)

    def __call__(self, query: bytes) -> Answer:
        begun = time.perf_counter()
        answer = self._answer(query)
        self.spent += (time.perf_counter() - begun) * 1000
        return answer


class Stock:
    """PyHanko's own signer and time stamper, as its documentation sets them up, with what it can keep kept."""

    def __init__(self, url: str) -> None:
        by = aurora()
        key = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        store = SimpleCertificateStore()
        store.register_multiple(certificates(by.chain))
        self._signer = SimpleSigner(certificates(by.pem)[0], keys.PrivateKeyInfo.load(key), store)
        self._loop = asyncio.Runner()
        self._session = self._loop.run(self._opened())
        # Kept, because it asks the authority once more to learn how long its answers are.
        self._stamper = AIOHttpTimeStamper(url, self._session)

    async def _opened(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    def seal(self, file: bytes) -> bytes:
        """The file with a certification and a time stamp in one update."""
        return self._loop.run(self._sealed(file))

    async def _sealed(self, file: bytes) -> bytes:
        asked = PdfSignatureMetadata(
            field_name="Selo", reason=REASON, subfilter=SigSeedSubFilter.PADES, certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )  # fmt: skip
        by = PdfSigner(
            asked,
            self._signer,
            timestamper=self._stamper,
            new_field_spec=SigFieldSpec("Selo", on_page=-1),
        )
        writer = IncrementalPdfFileWriter(BytesIO(file))
        return bytes((await by.async_sign_pdf(writer)).getvalue())

    def close(self) -> None:
        """Gives the connection back."""
        self._loop.run(self._session.close())
        self._loop.close()


def company_sealer(authorities: TimeAuthorities) -> Sealer:
    """Aurora's own certificate, opened once."""
    by = aurora()
    return open_sealer(
        Issued(by.pem, kept_key(by.key, PASSPHRASE)), by.chain, passphrase=PASSPHRASE, authorities=authorities
    )


def milliseconds(work: Callable[[], Any], authority: Authority) -> float:
    """How long it takes once, without what the authority took."""
    begun, others = time.perf_counter(), authority.spent
    work()
    return (time.perf_counter() - begun) * 1000 - (authority.spent - others)


def in_turns(rounds: int, authority: Authority, **works: Callable[[], Any]) -> dict[str, float]:
    """The median of each work in milliseconds; they take turns, after some rounds that do not count."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(WARM + rounds):
        for name, work in works.items():
            spent = milliseconds(work, authority)
            if turn >= WARM:
                taken[name].append(spent)
    return {name: median(each) for name, each in taken.items()}


def set_contract(number: int) -> bytes:
    """Three pages with the table, and a number that no other has."""
    return contract(f"<p>Pedido {number}</p>{TABLE}{CLAUSE * 14}").render()


def finish(number: int, sealer: Sealer) -> bytes:
    """F from D: the page of signatures is set anew, the evidence attached, all of it sealed and stamped."""
    page = replace(signatures(), title=f"Fornecimento {number}").render()
    return append_sealed(replace(update(), pages=page), by=sealer, reason=REASON, at=AT).data


def measure(rounds: int) -> list[Figure]:
    """Everything in one run."""
    numbers, authority = count(), Authority()
    given, trusted = update().original, as_files(everybody())
    warm("aceite.kit.sealing.examining", "aceite.kit.pdf.composing")
    with ExitStack() as stack:
        server = stack.enter_context(serving(authority))
        authorities = TimeAuthorities([TimeAuthority(server.url, tsa_root().pem)], seconds=20)
        stack.callback(authorities.close)
        stock, sealer = Stock(server.url), company_sealer(authorities)
        stack.callback(stock.close)
        took = in_turns(
            rounds,
            authority,
            ours=lambda: seal(given, by=sealer, reason=REASON, at=AT),
            stock=lambda: stock.seal(given),
            render=lambda: set_contract(next(numbers)),
            finish=lambda: finish(next(numbers), sealer),
            check=lambda: check_file(final(), trusted=trusted, at=everybody().at),
        )
    print(f"seal {took['ours']:.1f} ms, stock signer {took['stock']:.1f} ms", flush=True)
    return [
        Figure("seal, of the stock signer's time", "×", took["ours"] / took["stock"], OF_STOCK),
        Figure("contract of 3 pages and 40 rows set", "ms", took["render"], RENDER_MS),
        Figure("contract finished", "ms", took["finish"], FINISH_MS),
        Figure("final checked in a warm child", "ms", took["check"], CHECK_MS),
        Figure("peak memory of any process", "MB", peak_mb(), PEAK_MB),
    ]


def peak_mb() -> float:
    """The most that this process, or any child of a child, ever held."""
    # Only what has ended is counted.
    shut_down()
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when a figure misses its mark."""
    parser = argparse.ArgumentParser(prog="bin/bench sealing")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="times each is done")
    figures = measure(parser.parse_args(words).rounds)
    for figure in figures:
        mark = "ok    " if figure.holds else "MISSED"
        print(f"{mark} {figure.name:38} {figure.value:8.2f} {figure.unit:3} (at most {figure.most:g})")
    return 0 if all(figure.holds for figure in figures) else 1

"""A time authority of our own over HTTP, for tests alone: honest, or false in every way a test asks for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import cms, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.kit.sealing.certificates import Made, made, root

Answer = tuple[str, bytes]
TIMESTAMP_REPLY = "application/timestamp-reply"


@cache
def tsa_root() -> Made:
    return root("Hora Certa – raiz")


@cache
def tsa() -> Made:
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return made("Hora Certa", tsa_root(), extensions=[(stamping, True)])


def stamper(at: datetime, by: Made | None = None) -> DummyTimeStamper:
    by = by or tsa()
    der = by.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(tsa_root().der))
    # Honest authorities in the field send along what nobody needs.
    store.register(asn1_x509.Certificate.load(root("Sobra").der))
    return DummyTimeStamper(
        asn1_x509.Certificate.load(by.der), keys.PrivateKeyInfo.load(der), certs_to_embed=store, fixed_dt=at
    )


def honest(at: datetime) -> Callable[[bytes], Answer]:
    return lambda query: (TIMESTAMP_REPLY, _granted(stamper(at), query))


def false_nonce(at: datetime) -> Callable[[bytes], Answer]:
    def answer(query: bytes) -> Answer:
        request = tsp.TimeStampReq.load(query)
        request["nonce"] = cms.Integer(7)
        return TIMESTAMP_REPLY, _granted(stamper(at), request.dump(force=True))

    return answer


def false_hash(at: datetime) -> Callable[[bytes], Answer]:
    def answer(query: bytes) -> Answer:
        request = tsp.TimeStampReq.load(query)
        request["message_imprint"]["hashed_message"] = bytes(32)
        return TIMESTAMP_REPLY, _granted(stamper(at), request.dump(force=True))

    return answer


def stranger(at: datetime) -> Callable[[bytes], Answer]:
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    other = made("Hora Errada", root("Outra raiz"), extensions=[(stamping, True)])
    return lambda query: (TIMESTAMP_REPLY, _granted(stamper(at, other), query))


def years_off(at: datetime) -> Callable[[bytes], Answer]:
    return honest(at - timedelta(days=300))


def broken(at: datetime) -> Callable[[bytes], Answer]:
    def answer(query: bytes) -> Answer:
        response = tsp.TimeStampResp.load(_granted(stamper(at), query))
        info = response["time_stamp_token"]["content"]["signer_infos"][0]
        info["signature"] = bytes(reversed(info["signature"].native))
        return TIMESTAMP_REPLY, response.dump(force=True)

    return answer


def refusing(_query: bytes) -> Answer:
    # By hand: asn1crypto insists on a token, which a refusal has none of.
    return TIMESTAMP_REPLY, bytes.fromhex("30053003020102")


def html(_query: bytes) -> Answer:
    return "text/html", b"<html>Em manutencao</html>"


def html_dressed_up(_query: bytes) -> Answer:
    return TIMESTAMP_REPLY, b"<html>Em manutencao</html>"


def endless(_query: bytes) -> Answer:
    return TIMESTAMP_REPLY, bytes(1_000_000)


def _granted(by: DummyTimeStamper, query: bytes) -> bytes:
    return bytes(by.request_tsa_response(tsp.TimeStampReq.load(query)).dump())


@contextmanager
def serving(answer: Callable[[bytes], Answer], *, pause: float = 0, dribble: bool = False) -> Iterator[Any]:
    """The server, as `url`, with the connections and requests it has seen; `pause` in seconds before each answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            server.connections += 1

        def do_POST(self) -> None:
            server.requests += 1
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if server.closing.wait(pause):
                return
            kind, body = answer(query)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._send(body)

        def _send(self, body: bytes) -> None:
            pieces = [body[i : i + 1] for i in range(len(body))] if dribble else [body]
            for piece in pieces:
                try:
                    self.wfile.write(piece)
                except OSError:
                    return
                if dribble and server.closing.wait(0.05):
                    return

        def log_message(self, format: str, *args: object) -> None:
            return

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.connections = server.requests = 0
    server.closing = threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/tsa"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()

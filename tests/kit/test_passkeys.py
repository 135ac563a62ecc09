"""For which sites there are passkeys, which keys are understood, and what a device is called."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fido2 import cbor
from fido2.cose import ES256, RS256, EdDSA

from aceite.kit.devices import device_name
from aceite.kit.passkey_answers import public_key_pem
from aceite.kit.passkeys import Site, decode, encode, site_of

KEYS: dict[Any, Any] = {
    ES256: ec.generate_private_key(ec.SECP256R1()),
    RS256: rsa.generate_private_key(65537, 2048),
    EdDSA: ed25519.Ed25519PrivateKey.generate(),
}


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://vendas.exemplo.com.br", Site("vendas.exemplo.com.br", "https://vendas.exemplo.com.br")),
        ("https://Vendas.Exemplo.com.br:443", Site("vendas.exemplo.com.br", "https://vendas.exemplo.com.br")),
        ("https://vendas.example:8443", Site("vendas.example", "https://vendas.example:8443")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://localhost:80", Site("localhost", "http://localhost")),
        ("http://vendas.example", None),
        ("https://127.0.0.1:8000", None),
        ("https://[::1]", None),
        ("https://", None),
    ],
)
def test_passkeys_need_a_name_and_a_secure_page(address: str, site: Site | None) -> None:
    assert site_of(address) == site


@pytest.mark.parametrize("kind", KEYS, ids=lambda kind: kind.__name__)
def test_each_kind_of_key_is_written_as_openssl_reads_it(kind: Any) -> None:
    public = KEYS[kind].public_key()
    written = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert public_key_pem(cbor.encode(dict(kind.from_cryptography_key(public)))) == written


@pytest.mark.parametrize("cose", [[1], {3: -7, -1: 2, -2: b"x", -3: b"y"}, {3: -8, -1: 7, -2: b"x"}, {3: -47}])
def test_what_is_no_key_of_a_known_kind_is_refused(cose: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        public_key_pem(cbor.encode(cose))


def test_bytes_have_one_spelling() -> None:
    assert decode(encode(b"\xff\xfe")) == b"\xff\xfe"
    for text in (base64.b64encode(b"\xff\xfe").decode(), "//4", "é", "AB"):
        with pytest.raises(ValueError, match=r"."):
            decode(text)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) AppleWebKit/605 Version/18.1 Mobile Safari/604", "iPhone, Safari"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/131.0 Mobile Safari/537", "Android, Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/131.0 Safari/537 Edg/131.0", "Windows, Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Linux, Firefox"),
        ("curl/8.5", ""),
    ],
)
def test_a_device_is_called_as_its_owner_knows_it(agent: str, name: str) -> None:
    assert device_name(agent) == name

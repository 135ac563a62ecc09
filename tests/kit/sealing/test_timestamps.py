"""Time authorities: asked in order, believed only when everything fits, and never half a stamp."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from io import BytesIO
from time import monotonic
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from aceite.kit.sealing.sealing import append_sealed
from aceite.kit.sealing.stamps import NoStamp, Stamp, TimeAuthority, Why
from aceite.kit.sealing.timestamps import ATTEMPTS, TimeAuthorities
from aceite_verify.container import read_token
from tests.kit.outside_judges import pdfsig
from tests.kit.sealing import tsa
from tests.kit.sealing.certificates import AT
from tests.kit.sealing.samples import REASON, authority, certificates, sealed, stamping_sealer, update

DIGEST = sha256(b"Aurora").digest()
FALSE = {
    "html": (tsa.html, Why.NOT_A_STAMP),
    "html dressed up": (tsa.html_dressed_up, Why.NOT_A_STAMP),
    "endless": (tsa.endless, Why.TOO_BIG),
    "refusing": (tsa.refusing, Why.REFUSED),
    "wrong nonce": (tsa.false_nonce(AT), Why.WRONG_NONCE),
    "wrong hash": (tsa.false_hash(AT), Why.WRONG_HASH),
    "wrong time": (tsa.years_off(AT), Why.WRONG_TIME),
    "broken": (tsa.broken(AT), Why.BROKEN),
    "untrusted": (tsa.stranger(AT), Why.UNTRUSTED),
}


@pytest.fixture
def around() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def asking(around: ExitStack, *urls: str, seconds: float = 20) -> TimeAuthorities:
    authorities = TimeAuthorities([TimeAuthority(url, tsa.tsa_root().pem) for url in urls], seconds=seconds)
    around.callback(authorities.close)
    return authorities


def serving(around: ExitStack, answer: Callable[[bytes], tsa.Answer], **how: Any) -> Any:
    return around.enter_context(tsa.serving(answer, **how))


def closed_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/"


def test_an_honest_authority_stamps(around: ExitStack) -> None:
    got = asking(around, serving(around, tsa.honest(AT)).url).stamp(DIGEST, AT)
    assert isinstance(got, Stamp) and got.time == AT
    info = cms.ContentInfo.load(got.token)["content"]["encap_content_info"]["content"].parsed
    assert info["message_imprint"]["hashed_message"].native == DIGEST


def test_no_certificate_comes_along_that_leads_nowhere(around: ExitStack) -> None:
    got = asking(around, serving(around, tsa.honest(AT)).url).stamp(DIGEST, AT)
    assert isinstance(got, Stamp)
    assert read_token(got.token).inside == (tsa.tsa().der,)


@pytest.mark.parametrize(("answer", "why"), FALSE.values(), ids=FALSE)
def test_a_false_answer_is_no_stamp(around: ExitStack, answer: Callable[[bytes], tsa.Answer], why: Why) -> None:
    server = serving(around, answer)
    assert asking(around, server.url).stamp(DIGEST, AT) == NoStamp(((server.url, why),))
    # Asked again, it would only say the same.
    assert server.requests == 1


def test_a_slow_authority_is_left_in_time_and_tried_once_more(around: ExitStack) -> None:
    server = serving(around, tsa.honest(AT), pause=30)
    start = monotonic()
    assert asking(around, server.url, seconds=0.3).stamp(DIGEST, AT) == NoStamp(((server.url, Why.SLOW),))
    assert monotonic() - start < 5 and server.requests == ATTEMPTS


def test_an_authority_that_dribbles_is_slow_too(around: ExitStack) -> None:
    server = serving(around, tsa.honest(AT), dribble=True)
    assert asking(around, server.url, seconds=0.5).stamp(DIGEST, AT) == NoStamp(((server.url, Why.SLOW),))


@pytest.mark.parametrize(
    "url",
    [closed_port(), "http://nirgendwo.invalid/", "gopher://x/", "", "http://[::1"],
    ids=["closed", "unknown", "no web", "none", "cut"],
)
def test_an_authority_that_is_not_there(around: ExitStack, url: str) -> None:
    assert asking(around, url).stamp(DIGEST, AT) == NoStamp(((url, Why.UNREACHABLE),))


def test_the_next_authority_helps_when_the_first_fails(around: ExitStack) -> None:
    second = serving(around, tsa.honest(AT))
    got = asking(around, closed_port(), serving(around, tsa.false_hash(AT)).url, second.url).stamp(DIGEST, AT)
    assert isinstance(got, Stamp) and got.authority == second.url


def test_the_first_that_answers_is_the_only_one_asked(around: ExitStack) -> None:
    first, second = serving(around, tsa.honest(AT)), serving(around, tsa.honest(AT))
    asking(around, first.url, second.url).stamp(DIGEST, AT)
    assert (first.requests, second.requests) == (1, 0)


def test_why_each_failed_is_told_in_order(around: ExitStack) -> None:
    gone, false = closed_port(), serving(around, tsa.html)
    got = asking(around, gone, false.url).stamp(DIGEST, AT)
    assert got == NoStamp(((gone, Why.UNREACHABLE), (false.url, Why.NOT_A_STAMP)))


def test_no_authority_no_reason(around: ExitStack) -> None:
    assert asking(around).stamp(DIGEST, AT) == NoStamp()


def test_one_connection_serves_many_files(around: ExitStack) -> None:
    server = serving(around, tsa.honest(AT))
    authorities = asking(around, server.url)
    for _file in range(3):
        assert isinstance(authorities.stamp(DIGEST, AT), Stamp)
    assert (server.requests, server.connections) == (3, 1)


def test_the_seal_asks_once_and_holds_the_stamp(around: ExitStack) -> None:
    server = serving(around, tsa.honest(AT))
    result = append_sealed(update(), by=stamping_sealer(asking(around, server.url)), reason=REASON, at=AT)
    assert isinstance(result.stamp, Stamp) and server.requests == 1
    signature = PdfFileReader(BytesIO(result.data)).embedded_signatures[0]
    roots = [*certificates(authority().certificate), *certificates(tsa.tsa_root().pem)]
    status: Any = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=AT))
    assert status.timestamp_validity.trusted and status.timestamp_validity.timestamp == AT


@pytest.mark.parametrize(("answer", "why"), FALSE.values(), ids=FALSE)
def test_the_seal_is_made_without_a_stamp_and_says_why(
    around: ExitStack, answer: Callable[[bytes], tsa.Answer], why: Why
) -> None:
    server = serving(around, answer)
    result = append_sealed(update(), by=stamping_sealer(asking(around, server.url)), reason=REASON, at=AT)
    assert result.stamp == NoStamp(((server.url, why),))
    assert "Signature is Valid." in pdfsig(result.data)
    signature = PdfFileReader(BytesIO(result.data)).embedded_signatures[0]
    assert len(signature.signer_info["unsigned_attrs"]) == 0


def test_a_later_upgrade_is_a_second_file_of_the_same_original(around: ExitStack) -> None:
    authorities = asking(around, serving(around, tsa.honest(AT)).url)
    later = append_sealed(update(), by=stamping_sealer(authorities), reason=REASON, at=AT)
    assert later.data != sealed() and isinstance(later.stamp, Stamp)
    assert later.data.startswith(update().original) and sealed().startswith(update().original)

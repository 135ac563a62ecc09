"""Time that others vouch for: authorities of RFC 3161, asked in order, believed only when everything fits.

A stamp is taken when its nonce and its hash are those asked for, and its signature leads to a root the operator named
for that very authority. Anything else, slowness included, is told as it is; there is never half a stamp.
"""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Final

import aiohttp
from asn1crypto import algos, core, tsp

from aceite.kit.sealing.stamps import LARGEST_TOKEN, NoStamp, Stamp, TimeAuthority, Why
from aceite.kit.sealing.tokens import BadToken, Request, believed

SECONDS: Final = 3.0
ATTEMPTS: Final = 2
QUERY: Final = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
REPLY: Final = "application/timestamp-reply"
# A second try helps against these; the others would answer the same.
PASSING: Final = frozenset({Why.UNREACHABLE, Why.SLOW})


class TimeAuthorities:
    """Authorities asked in order, over one HTTP session that is kept between files. Close it when done.

    Safe to share among threads, which then wait for one another; not to be called from a running event loop.
    """

    def __init__(self, authorities: Sequence[TimeAuthority], *, seconds: float = SECONDS) -> None:
        """`seconds` is what one answer may take in all, from the name look-up to its last byte."""
        self._authorities = tuple(authorities)
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._loop = asyncio.Runner()
        self._session: aiohttp.ClientSession | None = None
        self._lock = Lock()

    def stamp(self, digest: bytes, at: datetime) -> Stamp | NoStamp:
        """A stamp over a SHA-256 digest by the first authority that gives a good one. `at` (aware) is now."""
        failures = []
        for authority in self._authorities:
            got = self._asked(authority, digest, at)
            if isinstance(got, Stamp):
                return got
            failures.append((authority.url, got))
        return NoStamp(tuple(failures))

    def close(self) -> None:
        """Give the connections back."""
        with self._lock:
            if self._session is not None:
                self._loop.run(self._session.close())
                self._session = None
            self._loop.close()

    def _asked(self, authority: TimeAuthority, digest: bytes, at: datetime) -> Stamp | Why:
        why = Why.UNREACHABLE
        for _attempt in range(ATTEMPTS):
            request = Request(digest, nonce=secrets.randbits(63) | 1 << 62)
            try:
                answer = self._post(authority, _query(request))
                token, time = believed(answer, request, roots=authority.roots, at=at)
            except BadToken as bad:
                why = bad.why
                if why not in PASSING:
                    break
            else:
                return Stamp(token, time, authority.url) if len(token) <= LARGEST_TOKEN else Why.TOO_BIG
        return why

    def _post(self, authority: TimeAuthority, query: bytes) -> bytes:
        with self._lock:
            return self._loop.run(self._posted(authority, query))

    async def _posted(self, authority: TimeAuthority, query: bytes) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        auth = aiohttp.BasicAuth(authority.user, authority.password) if authority.user else None
        asking = self._session.post(authority.url, data=query, headers=QUERY, auth=auth, allow_redirects=False)
        try:
            async with asking as response:
                return await _body(response)
        except TimeoutError as late:
            raise BadToken(Why.SLOW) from late
        except (aiohttp.ClientError, OSError, ValueError) as failed:
            raise BadToken(Why.UNREACHABLE) from failed


async def _body(response: aiohttp.ClientResponse) -> bytes:
    if response.status >= 500:
        raise BadToken(Why.UNREACHABLE)
    if response.status != 200 or response.content_type != REPLY:
        raise BadToken(Why.NOT_A_STAMP)
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > 2 * LARGEST_TOKEN:
            raise BadToken(Why.TOO_BIG)
    return bytes(body)


def _query(request: Request) -> bytes:
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": request.digest}
    asked = {"version": 1, "message_imprint": tsp.MessageImprint(imprint), "cert_req": True}
    return bytes(tsp.TimeStampReq({**asked, "nonce": core.Integer(request.nonce)}).dump())

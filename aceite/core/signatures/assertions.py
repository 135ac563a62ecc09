"""A passkey's answer to a ceremony: checked, and kept so that it can be checked again from a file alone."""

import base64
from datetime import datetime
from typing import Any, Final

from aceite.core.people.passkey_proving import prove_by_passkey
from aceite.core.people.passkey_refusals import UnknownPasskey, in_words
from aceite.core.rows.inserting import insert
from aceite.core.signatures.models import Assertion
from aceite.core.signatures.proofs import PasskeyProof, UserBehind
from aceite.kit.hashing import canonical, tagged_sha256
from aceite.kit.passkey_answers import public_key_pem, read_answer
from aceite.kit.passkeys import decode

ASSERTION_TAG: Final = "aceite.assertion.v1"


def keep_assertion(
    proof: PasskeyProof,
    ceremony: str,
    *,
    challenge: bytes,
    covers: dict[str, list[str]] | None,
    by: UserBehind,
    at: datetime,
) -> Assertion:
    """Checks that one of the person's own passkeys signed this challenge, and keeps what it signed.

    Raises a PasskeyRefusal of its own class for each reason why not; then nothing is written.
    """
    if by.user_id is None:
        raise UnknownPasskey
    with in_words():
        answer = read_answer(proof.response)
    proved = prove_by_passkey(answer, challenge=challenge, user_id=by.user_id, at=at)
    kept = Assertion(
        company_id=by.company_id,
        ceremony=ceremony,
        credential=answer.credential_id,
        public_key=public_key_pem(bytes(proved.passkey.public_key)),
        client_data=answer.client_data,
        authenticator_data=answer.authenticator_data,
        signature=answer.signature,
        sign_count=proved.sign_count,
        rp_id=proved.site.rp_id,
        origin=proved.site.origin,
        covers=covers,
        given_at=at,
    )
    insert(kept)
    return kept


def as_evidence(assertion: Assertion) -> dict[str, Any]:
    """The assertion as it stands in evidence.json, in standard base 64 (RFC 4648 §4).

    The challenge is the 32 bytes of s. With `ceremony` it is tagged_sha256("aceite.ceremony.v1", canonical(ceremony)),
    and s is one of `ceremony.statements`.
    """
    return {
        "credential": _base64(decode(assertion.credential)),
        "public_key": assertion.public_key,
        "client_data": _base64(assertion.client_data),
        "authenticator_data": _base64(assertion.authenticator_data),
        "signature": _base64(assertion.signature),
        "sign_count": assertion.sign_count,
        "rp_id": assertion.rp_id,
        "origin": assertion.origin,
        "ceremony": assertion.covers,
    }


def assertion_sha256(assertion: Assertion) -> str:
    """What the event of the act commits to: a row that is changed or taken away afterwards is found out."""
    return tagged_sha256(ASSERTION_TAG, canonical(as_evidence(assertion)))


def _base64(data: bytes | memoryview) -> str:
    return base64.b64encode(bytes(data)).decode("ascii")

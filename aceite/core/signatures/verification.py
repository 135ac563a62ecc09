"""Recomputes a stored statement from its own words and says what does not hold."""

import json
from collections.abc import Iterator
from typing import Any

from aceite.core.signatures.models import Statement
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.statements import STATEMENT_TAG
from aceite.core.trail.models import GENESIS, Event
from aceite.kit.hashing import canonical, commit, rfc3339, tagged_sha256


def faults(statement: Statement) -> list[str]:
    """Everything about this statement that does not hold; empty when it is sound. English, for operators and tests."""
    try:
        body = json.loads(statement.body)
    except ValueError:
        return ["the statement is no JSON"]
    return [
        *_hash_faults(statement, body),
        *_row_faults(statement, body),
        *_opening_faults(statement, body),
        *_chain_faults(statement),
        *_assertion_faults(statement, body),
    ]


def _hash_faults(statement: Statement, body: Any) -> Iterator[str]:
    text = canonical(body)
    if text != statement.body.encode():
        yield "the statement is not in its canonical form"
    if tagged_sha256(STATEMENT_TAG, text) != statement.sha256:
        yield "the hash is not the statement's"


def _row_faults(statement: Statement, body: Any) -> Iterator[str]:
    # What programs read stands beside S in columns; a column that differs from S would mislead them.
    expected = {
        "act": statement.act,
        "subject": statement.subject,
        "sale": statement.sale_id,
        "bundle": statement.bundle_sha256,
        "head": statement.head,
        "at": rfc3339(statement.prepared_at),
    }
    for name, value in expected.items():
        if body.get(name) != value:
            yield f"the row's {name} is not the statement's"
    if body["file"]["sha256"] != statement.file_sha256:
        yield "the row's file is not the statement's"
    if (body["signer"]["kind"], body["signer"]["id"]) != (statement.actor_kind, statement.actor_id):
        yield "the row's person is not the statement's"


def _opening_faults(statement: Statement, body: Any) -> Iterator[str]:
    commitments = {**body["signer"], "mark": (body["mark"] or {}).get("commitment")}
    for name, opening in statement.openings.items():
        if commit(opening["value"], bytes.fromhex(opening["salt"])) != commitments.get(name):
            yield f"the value of {name} is not what was committed to"
    if (
        statement.mark_text
        and statement.openings.get("mark", {}).get("value", statement.mark_text) != statement.mark_text
    ):
        yield "the row's mark is not the statement's"
    if statement.mark is not None and statement.mark.sha256 != (body["mark"] or {}).get("sha256"):
        yield "the row's mark is not the statement's"


def _assertion_faults(statement: Statement, body: Any) -> Iterator[str]:
    by_passkey = Means.PASSKEY.value in body["factors"]
    if statement.confirmed_at is not None and by_passkey != (statement.assertion is not None):
        yield "the factors and the passkey's assertion do not fit"


def _chain_faults(statement: Statement) -> Iterator[str]:
    chain = Event.objects.of_chain(statement.company_id, f"sale/{statement.sale_id}")
    if statement.head != GENESIS and not chain.filter(hash=statement.head).exists():
        yield "the head is not in the sale's chain"

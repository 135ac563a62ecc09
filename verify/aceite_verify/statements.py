"""The statement S of one act, its hash s, the values behind its commitments, and the text the person agreed to."""

from collections.abc import Iterator, Mapping
from typing import Any

from aceite_verify.canonical import CONSENT_TAG, STATEMENT_TAG, canonical, commit, tagged_sha256


def statement_hash(statement: Mapping[str, Any]) -> str:
    """s = SHA-256("aceite.statement.v1" ‖ line feed ‖ canonical(S)). Raises NotCanonical."""
    return tagged_sha256(STATEMENT_TAG, canonical(dict(statement)))


def consent_hash(consent: Mapping[str, Any]) -> str:
    """The hash of a text of consent: over its act, language, version, title and text, and what of it a company wrote
    where one did (own_words). Raises NotCanonical."""
    return tagged_sha256(CONSENT_TAG, canonical(dict(consent)))


def commitments_of(statement: Mapping[str, Any]) -> dict[str, str]:
    """What a statement says about a person, by name: commitments alone, so that it can be shown to anybody."""
    signer, mark = statement.get("signer"), statement.get("mark")
    named = {**_dict(signer), "mark": _dict(mark).get("commitment")}
    kept = ("name", "bound_name", "email", "cpf", "on_behalf_of", "at_request_of", "mark")
    return {name: named[name] for name in kept if isinstance(named.get(name), str)}


def false_openings(statement: Mapping[str, Any], openings: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The names whose given value and salt are not what the statement committed to."""
    commitments = commitments_of(statement)
    for name, opening in openings.items():
        if name not in commitments or not _opens(commitments[name], opening):
            yield name


def _opens(commitment: str, opening: Mapping[str, str]) -> bool:
    try:
        return commit(opening["value"], bytes.fromhex(opening["salt"])) == commitment
    except (KeyError, TypeError, ValueError):
        return False


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

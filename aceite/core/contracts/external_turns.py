"""A PDF signed outside whose moment has come, under the sale's lock: what is told of it, how the rules refuse it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aceite.core.contracts.checks import Place, Sitting
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.states import ExternalState
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import Held, record
from aceite_verify.findings import Finding


@dataclass(frozen=True)
class Turn:
    """Her place under the sale's lock, with the sale's chain."""

    sitting: Sitting
    place: Place
    chain: Held


def facts_of(file: ExternalFile, sitting: Sitting) -> dict[str, Any]:
    """What every event about a file tells of it."""
    return {
        "external": file.pk,
        "contract": file.contract_id,
        "version": sitting.version.version,
        "signer": file.signer_id,
        "panel_user": file.uploaded_by_id,
        "external_sha256": file.document.sha256,
    }


def refuse_by_rules(file: ExternalFile, turn: Turn, *found: Finding, by: Actor, at: datetime) -> None:
    """The file cannot count: for what it holds, or for what was found besides."""
    file.state, file.findings = ExternalState.REFUSED, [*file.findings, *as_kept(found)]
    file.save(update_fields=["state", "findings"])
    data = {**facts_of(file, turn.sitting), "because": [each.code for each in file.against]}
    record("external.refused", by=by, at=at, sale=turn.sitting.proposal.pk, data=data, held=turn.chain)


def as_kept(findings: Sequence[Finding]) -> list[list[object]]:
    """Findings as the row holds them."""
    return [[one.code, one.verdict.value, one.detail] for one in findings]

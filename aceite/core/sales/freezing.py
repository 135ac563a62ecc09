"""What freezes a version, whoever asked for it: its papers and its bundle are written onto it and its contracts."""

from datetime import datetime
from typing import Any

from aceite.core.contracts.freezing import Frozen, freeze_contract
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.picturing import keep_pictures
from aceite.core.proposals.states import VersionState
from aceite.core.sales.bundle import Bundle, Content, bind
from aceite.core.sales.papers import Papers
from aceite.core.sales.printed_words import keep_words


def freeze_version(content: Content, papers: Papers, *, at: datetime) -> dict[str, Any]:
    """Binds what was read and rendered, under the sale's lock; gives what the trail says of it."""
    version = content.version
    bundle = bind(content, papers.proposal, papers.contracts, at)
    _write(version, papers, bundle, at)
    keep_pictures(version, content.pictures)
    keep_words(version, papers.words)
    for contract in content.contracts:
        paper = papers.contracts[contract.pk]
        frozen = Frozen(paper.document, paper.code, bundle.sha256)
        freeze_contract(contract, frozen, content.signers[contract.pk], at=at)
    return {
        "version": version.version,
        "bundle_sha256": bundle.sha256,
        "paper_sha256": papers.proposal.document.sha256,
        "documents": [papers.contracts[contract.pk].document.sha256 for contract in content.contracts],
    }


def _write(version: ProposalVersion, papers: Papers, bundle: Bundle, at: datetime) -> None:
    version.state, version.sent_at = VersionState.SENT, at
    version.code, version.paper = papers.proposal.code, papers.proposal.document
    version.manifest, version.openings, version.bundle_sha256 = bundle.manifest, bundle.openings, bundle.sha256
    version.save()

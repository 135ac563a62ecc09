"""What was prepared of a customer's choice goes where it is overtaken, with its contracts."""

from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import VersionState


def forget_prepared(proposal: Proposal) -> None:
    """Removes what was prepared of a choice and never became a version. Under the sale's lock, by the verbs that close
    the version it was chosen of (the number of the next one is theirs) or change who signs it: it was copied before."""
    for version in proposal.versions.filter(state=VersionState.PREPARED):
        version.contracts.all().delete()
        version.delete()

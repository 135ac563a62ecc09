"""Every form of a sale's sealed files, of contracts and answers: the first, and each one with more time stamps."""

from aceite.core.contracts.models import Contract
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Approval, Rescission
from aceite.core.signatures.models import SealedFile, SealedFileQuerySet


def sealed_forms(proposal: Proposal) -> SealedFileQuerySet:
    """The forms of the sale's contracts, approvals and withdrawal, of all versions, with their documents."""
    contracts = Contract.objects.in_sale(proposal).values_list("pk", flat=True)
    approvals = Approval.objects.filter(proposal=proposal).values_list("pk", flat=True)
    subjects = [f"{kind}/{pk}" for pk in contracts for kind in ("contract", "manifest")]
    subjects += [f"approval/{pk}" for pk in approvals]
    withdrawn = Rescission.objects.filter(proposal=proposal).values_list("pk", flat=True)
    subjects += [f"rescission/{pk}" for pk in withdrawn]
    forms = SealedFile.objects.filter(company_id=proposal.company_id, subject__in=subjects)
    return forms.select_related("document")

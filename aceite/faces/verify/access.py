"""The door of the public page: from a printed code, or a file's hash, to the paper it names. Only here queries start.

Nobody enters: whoever holds a paper or a file may ask what is known of it. A code has 80 random bits and a hash is that
of the very bytes, so neither can be guessed. The same queries run for a known and for an unknown code.
"""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from django.db.models import Q, QuerySet

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Countersigner, Signer
from aceite.core.documents.models import Document
from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.models import Approval, Dossier, Rescission
from aceite.core.signatures.models import InstanceKey, SealedFile

# What a file can be of its paper: what was sent, what stands now with the acts and with the page of signatures apart,
# the proposal with the page of a withdrawal, an earlier form of those, the contract as one of several who sign outside
# left it; and of the sale, a dossier.
Part = Literal["original", "completed", "manifest", "withdrawal", "former", "external", "dossier", "cover"]
NOBODY: Final = 0


@dataclass(frozen=True)
class Paper:
    """A proposal or a contract of one sent version, as its code names it."""

    company: Company
    version: ProposalVersion
    contract: Contract | None = None
    signers: tuple[Signer, ...] = ()
    # Who signs for the vendor.
    representatives: tuple[Countersigner, ...] = ()
    approval: Approval | None = None
    # The consumer's withdrawal from what was approved.
    withdrawn: Rescission | None = None
    files: dict[Part, Document] = field(default_factory=dict)
    former: tuple[SealedFile, ...] = ()
    # What the file is by whose hash the paper was found.
    found_as: Part | None = None

    @property
    def code(self) -> str:
        """The 16 letters printed on each page."""
        return self.contract.code if self.contract else self.version.code

    @property
    def signed(self) -> tuple[Signer, ...]:
        """Those who have signed, in their order."""
        return tuple(signer for signer in self.signers if signer.statement_id is not None)


def by_code(code: str) -> Paper | None:
    """The paper on which these 16 letters are printed; None when there is none."""
    with everywhere(Door.VERIFY):
        version = _VERSIONS.filter(code=code).first()
        contract = _CONTRACTS.filter(code=code).first()
        return _paper(version, contract)


def by_hash(sha256: str) -> Paper | None:
    """The paper of which exactly these bytes are a file, as it stands or in an earlier form; None if there is none."""
    with everywhere(Door.VERIFY):
        files = list(Document.objects.filter(sha256=sha256).values_list("pk", flat=True))
        version = _VERSIONS.filter(paper__in=files).first()
        # A form that another one with more time stamps followed is as valid as it was.
        form = SealedFile.objects.filter(document__in=files).first()
        outside = list(ExternalFile.objects.accepted().filter(document__in=files).values_list("contract", flat=True))
        rows = [*_rows(form, "contract", "manifest"), *outside]
        # What came signed was a file before it was ours: it may stand in many sales, and leads to none by itself.
        of_contract = Q(document__in=files, signed_before={}) | Q(signed_file__in=files, signed_before={})
        of_contract |= Q(pk__in=rows)
        contract = _CONTRACTS.filter(of_contract).first()
        approval = _APPROVALS.filter(Q(file__in=files) | Q(pk__in=_rows(form, "approval"))).first()
        withdrawn = _WITHDRAWN.filter(Q(file__in=files) | Q(pk__in=_rows(form, "rescission"))).first()
        answered = approval or withdrawn
        dossier = Dossier.objects.with_file(sha256).first()
        of_dossier = _VERSIONS.filter(proposal=dossier.proposal_id if dossier else NOBODY).order_by("-version").first()
        paper = _paper(version or (answered.version if answered else of_dossier), contract)
    if paper is None:
        return None
    known: Part | None = next((part for part, document in paper.files.items() if document.sha256 == sha256), None)
    if known is None and dossier is not None:
        known = "dossier" if dossier.zip_sha256 == sha256 else "cover"
    return replace(paper, found_as=known or ("external" if outside else "former"))


def instance_keys() -> "QuerySet[InstanceKey]":
    """The installation's keys, the oldest first; they belong to no company."""
    return InstanceKey.objects.order_by("made_at", "pk")


_VERSIONS: Final = (
    ProposalVersion.objects.filter(sent_at__isnull=False)
    .select_related("company", "proposal", "paper")
    .defer("manifest", "openings")
)
_CONTRACTS: Final = Contract.objects.filter(frozen_at__isnull=False).select_related(
    "company", "version__company", "version__proposal", "document", "signed_file__sealing", "manifest_file__sealing"
)
_APPROVALS: Final = Approval.objects.select_related(
    "version__company", "version__proposal", "version__paper", "statement", "file__sealing"
)
_WITHDRAWN: Final = Rescission.objects.select_related(
    "version__company", "version__proposal", "version__paper", "statement", "file__sealing"
)
_REPRESENTATIVES: Final = Countersigner.objects.standing().select_related("statement")
_SIGNERS: Final = Signer.objects.standing().select_related("statement", "panel_user")


def _paper(version: ProposalVersion | None, contract: Contract | None) -> Paper | None:
    # Asked of nobody too, so that an unknown code takes as long as a known one.
    signers = tuple(_SIGNERS.filter(contract=contract.pk if contract else NOBODY))
    ours = tuple(_REPRESENTATIVES.filter(contract=contract.pk if contract else NOBODY))
    approval = _APPROVALS.filter(version=version.pk if version else NOBODY, undone_at=None).first()
    withdrawn = _WITHDRAWN.filter(version=version.pk if version else NOBODY).first()
    former = _former(contract, approval, withdrawn)
    if contract is not None and contract.version is not None:
        files = _files(contract.document, contract.signed_file, contract.manifest_file)
        return Paper(contract.company, contract.version, contract, signers, ours, files=files, former=former)
    if version is None:
        return None
    files = _files(version.paper, approval.file if approval else None)
    if withdrawn is not None and withdrawn.file is not None:
        files["withdrawal"] = withdrawn.file
    return Paper(version.company, version, approval=approval, withdrawn=withdrawn, files=files, former=former)


def _former(
    contract: Contract | None, approval: Approval | None, withdrawn: Rescission | None
) -> tuple[SealedFile, ...]:
    of_contract, of_approval = contract.pk if contract else NOBODY, approval.pk if approval else NOBODY
    subjects = [f"contract/{of_contract}", f"manifest/{of_contract}", f"approval/{of_approval}"]
    subjects.append(f"rescission/{withdrawn.pk if withdrawn else NOBODY}")
    return tuple(SealedFile.objects.former().filter(subject__in=subjects).select_related("document"))


def _rows(form: SealedFile | None, *kinds: str) -> list[int]:
    """The id of what a sealed file is of, where it is of one of these kinds."""
    return [form.row_id] if form is not None and form.subject.partition("/")[0] in kinds else []


def _files(
    original: Document | None, completed: Document | None, manifest: Document | None = None
) -> dict[Part, Document]:
    found: dict[Part, Document | None] = {"original": original, "completed": completed, "manifest": manifest}
    return {part: document for part, document in found.items() if document is not None}

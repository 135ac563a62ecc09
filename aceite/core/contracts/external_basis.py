"""What somebody who signs outside is handed: D, or the last PDF accepted on top of it; and by what hers is judged."""

from collections.abc import Sequence
from datetime import datetime

from aceite.core.contracts.checks import Sitting
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.customers.models import CustomerKind
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite_verify.outside import Basis, Expected


def accepted_files(contract: Contract) -> list[ExternalFile]:
    """The PDFs that count as signatures of this contract, each built on the one before."""
    return list(ExternalFile.objects.accepted().filter(contract=contract).select_related("document", "statement"))


def newest_file(contract: Contract) -> Document:
    """The file that the next person signs."""
    accepted = accepted_files(contract)
    newest = accepted[-1].document if accepted else contract.document
    if newest is None:
        raise ValueError("only a frozen contract has a file to sign")
    return newest


def stands_apart(contract: Contract) -> bool:
    """Whether the signed contract is a file to which nothing may be added, with its page of signatures beside it."""
    return contract.came_signed or bool(accepted_files(contract))


def basis_of(contract: Contract, *, others_pending: bool) -> Basis:
    """What a file is judged against. Raises documents.reading.Tampered when a stored file is not what it was."""
    if contract.document is None or contract.frozen_at is None:
        raise ValueError("only a frozen contract is signed")
    accepted = [read(each.document) for each in accepted_files(contract)]
    return Basis(read(contract.document), contract.document.pages, contract.frozen_at, accepted, others_pending)


def expected_of(file: ExternalFile, contract: Contract) -> Expected:
    """Whom the certificate has to name: her, or for a party the company in whose name she signs."""
    if contract.version is None:
        raise ValueError("only a contract of a proposal is signed")
    customer, signer = contract.version.proposal.customer, file.signer
    as_company = customer.kind == CustomerKind.COMPANY and signer.role == SignerRole.PARTY
    return Expected(
        name=signer.panel_user.name,
        cpf=file.cpf,
        cnpj=customer.taxid if as_company else "",
        level=contract.level,
        cpf_told=not signer.cpf,
    )


def others_pending(sitting: Sitting, signer: Signer) -> bool:
    """Whether somebody else named on the contract has not signed yet."""
    named: Sequence[Signer] = [each for each in sitting.signers if each.contract_id == signer.contract_id]
    return any(each.statement_id is None and each.pk != signer.pk for each in named)


def decided_at(file: ExternalFile) -> datetime | None:
    """When it was accepted or refused, by rules or by people."""
    return file.checked_at or file.judged_at

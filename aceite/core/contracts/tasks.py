"""What follows from a contract's acts: the signed file, and the served form of photos."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from aceite.core.companies.scope import scoped
from aceite.core.contracts.copies import note_waiting
from aceite.core.contracts.models import Contract, CopyFile, Signer
from aceite.core.contracts.signed_file import signed_file_of
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.core.jobs.queue import job
from aceite.core.proposals.locking import lock_sale
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.subscribers import on
from aceite.kit.imaging import served_copy
from aceite.kit.pdf.pages import page_count

PDF: Final = "application/pdf"


@on("contract.completed")
def _file_later(event: Event) -> None:
    file_contract.enqueue(company_id=event.company_id, contract_id=event.data["contract"])


@on("copy.uploaded")
def _serve_later(event: Event) -> None:
    serve_copy.enqueue(company_id=event.company_id, copy_id=event.data["copy"])


@on("panel_user.address_changed")
def _read_again(event: Event) -> None:
    # Whoever owns the new address has read nothing yet.
    unsigned = Signer.objects.filter(panel_user_id=event.data["panel_user"], statement=None)
    unsigned.update(opened_at=None)


@job()
def file_contract(*, company_id: int, contract_id: int) -> None:
    """Makes the signed file of a completed contract, once; the same acts give the same bytes."""
    with scoped(company_id):
        contract = Contract.objects.with_sheet().select_related("company").get(pk=contract_id)
        if contract.version is None or contract.signed_file_id is not None or contract.completed_at is None:
            return
        at = timezone.now()
        data = signed_file_of(contract, at=at)
        with transaction.atomic():
            proposal = lock_sale(contract.version.proposal_id)
            if Contract.objects.filter(pk=contract_id, signed_file__isnull=False).exists():
                return
            file = store(data, company_id=company_id, content_type=PDF, at=at, pages=page_count(data))
            Contract.objects.filter(pk=contract_id).update(signed_file=file)
            # Said here and not in the act of signing, which has nothing to lose by it and every query to pay for.
            note_waiting(proposal, at)
            record(
                "contract.filed",
                by=System(company_id),
                at=at,
                sale=contract.version.proposal_id,
                data={"contract": contract_id, "file_sha256": file.sha256, "length": file.size},
            )


@job()
def serve_copy(*, company_id: int, copy_id: int) -> None:
    """Makes the small, upright form of each photo, without what it tells of the place. PDFs are shown page by page."""
    with scoped(company_id):
        waiting = CopyFile.objects.filter(copy_id=copy_id, served=None, document__content_type__startswith="image/")
        for file in waiting.select_related("document"):
            data = served_copy(read(file.document), rotation=file.rotation)
            file.served = store(data, company_id=company_id, content_type="image/jpeg", at=timezone.now(), pages=1)
            file.save(update_fields=["served"])

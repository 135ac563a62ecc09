"""The power of attorney that a signer brings to the signing, where the contract's plan asks her for it.

It lies at her place before she signs, by whichever way; her statement names its hash, and nothing replaces it then.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.external import BeingChecked
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.replacing import HasActed
from aceite.core.customers.models import PanelUser
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.permitting import NotCurrent, require, require_move
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal

LARGEST: Final = 15 * 1024 * 1024


class ProxyNotAsked(Refusal):
    """Nobody asked this signer for a power of attorney, or the place is another's now."""

    sentence = _("Este contrato não pede procuração a você. Nada foi enviado.")


class BadProxy(Refusal):
    """What came is no PDF, or is too large."""

    sentence = _("Envie a procuração em PDF, com até 15 MB. Nada foi enviado.")


def bring_proxy(signer: Signer, data: bytes, *, by: PanelUser, at: datetime) -> Signer:
    """Keeps the PDF at her place; until she signs, another one may take its place.

    Raises NotAllowed, BadProxy, ProxyNotAsked, HasActed, BeingChecked, NotNow, NotCurrent, documents.storing.DiskFull.
    The same file twice is one.
    """
    contract = Contract.objects.select_related("version__proposal").get(pk=signer.contract_id)
    if contract.version is None or contract.frozen_at is None or signer.panel_user_id != by.pk:
        raise NotAllowed
    require("contract.sign", contract.version.proposal, by)
    if not data.startswith(b"%PDF-") or len(data) > LARGEST:
        raise BadProxy
    document = store(data, company_id=by.company_id, content_type="application/pdf", at=at)
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        fresh = Signer.objects.get(pk=signer.pk)
        if fresh.statement_id is not None:
            raise HasActed
        if fresh.replaced_at is not None or not fresh.asks_proxy:
            raise ProxyNotAsked
        if ExternalFile.objects.under_way().filter(signer=fresh).exists():
            raise BeingChecked
        require_move("contract.sign", proposal, at)
        if current_of(proposal).pk != contract.version_id:
            raise NotCurrent
        document = keep(document, data, at=at, beside=[fresh.brought_proxy_id])
        if fresh.brought_proxy_id == document.pk:
            return fresh
        left = {fresh.brought_proxy_id} - {None}
        fresh.brought_proxy = document
        fresh.save(update_fields=["brought_proxy"])
        let_go(left, at=at)
        data_of = {
            "contract": contract.pk,
            "version": current_of(proposal).version,
            "signer": fresh.pk,
            "panel_user": by.pk,
            "proxy_sha256": document.sha256,
        }
        record("proxy.brought", by=by, at=at, sale=proposal.pk, data=data_of, personal={"name": by.name})
    return fresh

"""Signing outside the panel: the signer downloads the contract, signs it with gov.br or a certificate, and sends it.

The act of sending only keeps the file, untouched; judging it takes seconds, so the worker does (`external_judging`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.checks import (
    Place,
    Sitting,
    cpf_for,
    places_of,
    refuse_closed,
    refuse_out_of_turn,
    refuse_shared_cpf,
    refuse_unread,
    refuse_without_proxy,
)
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract
from aceite.core.contracts.refusing import AlreadySigned, SigningRefused
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.permitting import require
from aceite.core.signatures.agreed_terms import refuse_other_terms
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.models import Act
from aceite.core.signatures.statements import Opened
from aceite.core.trail.actors import LONGEST_AGENT, Origin
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.codes import new_nonce
from aceite.kit.hashing import sha256_hex
from aceite.kit.pdf.pages import Unreadable, page_count

PDF: Final = "application/pdf"
BIGGEST: Final = 40 * 1024 * 1024
LONGEST_KEY: Final = 40


class BadFile(SigningRefused):
    """The file is empty, too large, or no PDF that can be opened; told beside the field."""


class BeingChecked(SigningRefused):
    """A file of hers waits to be checked already."""

    sentence = _("Você já enviou este contrato assinado, e ele está sendo conferido. Espere a resposta.")


class NoRoom(SigningRefused):
    """Whoever signed the file before it was brought forbade every further change."""

    sentence = _(
        "Este contrato já traz uma assinatura que não admite outra dentro do mesmo arquivo. Assine aqui no painel: "
        "vale para o mesmo documento."
    )


@dataclass(frozen=True)
class Sent:
    """What the signer sends: the file with the form's key, the terms ticked, her CPF where it was asked for.

    `factors` tell how she entered, `opened` what was shown to her.
    """

    data: bytes
    key: str
    consent_sha256: str = ""
    cpf: str = ""
    factors: tuple[str, ...] = ()
    opened: Opened = field(default_factory=Opened)


def upload_signed_pdf(contract: Contract, sent: Sent, *, by: PanelUser, origin: Origin, at: datetime) -> ExternalFile:
    """Keeps the signed PDF untouched, to be judged soon. The same file under the same `key` is one.

    Raises NotAllowed, BadFile, BeingChecked, documents.storing.DiskFull, and what prepare_signing raises; each refusal
    is kept in the trail.
    """
    if contract.version is None or contract.frozen_at is None or not 0 < len(sent.key) <= LONGEST_KEY:
        raise NotAllowed
    require("contract.sign", contract.version.proposal, by)
    if (known := _known(contract, sent)) is not None:
        return known
    try:
        # Looking into a PDF takes a while, so the sale is locked only afterwards.
        document = _kept(contract, sent, at)
        with transaction.atomic():
            sitting = Sitting.of(lock_sale(contract.version.proposal_id), [contract.pk], by)
            if (known := _known(contract, sent)) is not None:
                return known
            place, cpf = _place(sitting, sent, at)
            document = keep(document, sent.data, at=at)
            file = _write(place, sent, document, cpf, by=by, origin=origin, at=at)
            _record(file, sitting, by=by, origin=origin, at=at)
    except NotAllowed:
        raise
    except Refusal as refusal:
        data = {"reason": type(refusal).__name__, "act": str(Act.SIGN.value), "contracts": [contract.pk]}
        sale, personal = contract.version.proposal_id, origin.personal()
        record("signature.refused", by=by, at=at, sale=sale, data=data, personal=personal)
        raise
    return file


def _known(contract: Contract, sent: Sent) -> ExternalFile | None:
    return ExternalFile.objects.filter(contract=contract, key=sent.key, document__sha256=sha256_hex(sent.data)).first()


def _unused(key: str, contract: Contract) -> str:
    # Going back in the browser shows the form that was sent before: another file in it is another upload.
    return new_nonce() if ExternalFile.objects.filter(contract=contract, key=key).exists() else key


def _kept(contract: Contract, sent: Sent, at: datetime) -> Document:
    if not sent.data:
        raise BadFile(_("O arquivo está vazio. Escolha o PDF que o assinador devolveu."))
    if len(sent.data) > BIGGEST:
        raise BadFile(_("O PDF passa de 40 MB. Envie o arquivo como saiu do assinador, sem anexos."))
    if not sent.data.startswith(b"%PDF-"):
        raise BadFile(_("Este arquivo não é um PDF. Envie o PDF assinado que o assinador devolveu."))
    try:
        pages = page_count(sent.data)
    except Unreadable as unreadable:
        raise BadFile(
            _("Este PDF não abre: está danificado ou protegido por senha. Baixe-o de novo do assinador.")
        ) from (unreadable)
    return store(sent.data, company_id=contract.company_id, content_type=PDF, at=at, pages=pages)


def _place(sitting: Sitting, sent: Sent, at: datetime) -> tuple[Place, str]:
    """Her place, unsigned, and her CPF: all that is asked of whoever signs in the panel is asked here too."""
    refuse_closed(sitting, at)
    [place] = places_of(sitting)
    if place.signer.statement_id is not None:
        raise AlreadySigned
    refuse_out_of_turn(sitting, [place], at)
    refuse_other_terms(sitting.proposal.company, Occasion.EXTERNAL, sent.consent_sha256)
    if not place.contract.admits_signatures:
        raise NoRoom
    refuse_without_proxy([place])
    refuse_unread([place], {place.contract.pk: sent.opened})
    cpf = cpf_for(place.signer, sent.cpf)
    refuse_shared_cpf(sitting, {place.signer.pk: cpf})
    if ExternalFile.objects.under_way().filter(signer=place.signer).exists():
        raise BeingChecked
    return place, cpf


def _write(
    place: Place, sent: Sent, document: Document, cpf: str, *, by: PanelUser, origin: Origin, at: datetime
) -> ExternalFile:
    return ExternalFile.objects.create(
        company_id=place.contract.company_id,
        contract=place.contract,
        signer=place.signer,
        uploaded_by=by,
        uploaded_at=at,
        key=_unused(sent.key, place.contract),
        document=document,
        cpf=cpf,
        consent_sha256=sent.consent_sha256,
        factors=list(sent.factors),
        opened=_as_kept(sent.opened),
        ip=origin.ip or None,
        peer=origin.peer or None,
        user_agent=origin.user_agent[:LONGEST_AGENT],
    )


def _record(file: ExternalFile, sitting: Sitting, *, by: PanelUser, origin: Origin, at: datetime) -> None:
    data = {
        "external": file.pk,
        "contract": file.contract_id,
        "version": sitting.version.version,
        "signer": file.signer_id,
        "panel_user": by.pk,
        "external_sha256": file.document.sha256,
        "length": file.document.size,
    }
    personal = {"name": by.name, **origin.personal()}
    record("external.uploaded", by=by, at=at, sale=sitting.proposal.pk, data=data, personal=personal)


def origin_of(file: ExternalFile) -> Origin:
    """From where she sent it."""
    return Origin(file.ip or "", file.peer or "", file.user_agent)


def opened_of(file: ExternalFile) -> Opened:
    """What was shown to her when she sent it, as she said it then."""
    kept = file.opened
    return Opened.of(kept, kept["client_sha256"])


def _as_kept(opened: Opened) -> Mapping[str, Any]:
    return {**opened.as_json(), "client_sha256": opened.client_sha256}

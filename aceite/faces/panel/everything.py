"""All that this visitor may download of a sale, in one ZIP and at once: also for whoever only looks, and sees prices.

It is no dossier: what proves the sale beyond its papers (trail, receipts of others, keys) is in that one alone.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Final

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.contracts.models import Contract
from aceite.core.contracts.states import CopyState, ExternalState
from aceite.core.documents.models import Document
from aceite.core.documents.reading import Tampered
from aceite.core.sales.dossier_parts import Part
from aceite.core.sales.dossier_zip import write_zip
from aceite.core.signatures.receipts import own_receipt_file, receipt_name
from aceite.faces.panel.access import PanelRequest, Scope, panel
from aceite.faces.panel.files import pdf_name
from aceite.faces.panel.reading import Shown, contracts_of, shown
from aceite.faces.panel.sheet import standing_approval
from aceite.faces.ui.files import inert, unfit

# Beyond it one waits too long for one answer.
LARGEST: Final = 200 * 1024 * 1024
LONGEST_STEM: Final = 60


@require_safe
@panel("price.see")
def everything(request: PanelRequest, number: str) -> HttpResponseBase:
    """The ZIP of the version shown. One file that is no longer what was stored stops all of it, and is told."""
    sale = shown(request.scope, number, at=timezone.now())
    parts = [*_papers(sale), *_contracts(request.scope, sale), *_afterwards(request.scope, sale)]
    parts += _receipts(request.scope, sale)
    if sum(part.listed.length for part in parts) > LARGEST:
        messages.error(request, _("Os arquivos desta proposta passam de 200 MB juntos. Baixe-os um a um."))
        return redirect(request.scope.url("proposal", number))
    with ExitStack() as unless_handed_over:
        out = unless_handed_over.enter_context(TemporaryFile())
        try:
            write_zip(out, parts, told=lambda: None)
        except Tampered as broken:
            return unfit(request, "panel/tampered.html", broken, status=409, sha256="")
        out.seek(0)
        # Closed by the answer that hands it out.
        unless_handed_over.pop_all()
    name = slugify(_("proposta")) + f"-{number}.zip"
    answer = inert(FileResponse(out, as_attachment=True, filename=name, content_type="application/zip"))
    answer["Cache-Control"] = "private, no-store"
    return answer


def _papers(sale: Shown) -> Iterator[Part]:
    version = sale.version
    yield from _part(pdf_name(_("proposta"), sale.number, f"v{version.version}"), version.paper)
    attachments = version.attachments.select_related("document")
    for place, one in enumerate(attachments, start=1):
        yield from _part(_("anexos") + "/" + _named(one.name, place), one.document)


def _contracts(scope: Scope, sale: Shown) -> Iterator[Part]:
    for place, contract in enumerate(contracts_of(scope, sale.version), start=1):
        folder = _("contratos") + f"/{place:02}-"
        yield from _part(folder + pdf_name(contract.title), contract.document)
        yield from _part(folder + pdf_name(contract.title, _("assinado")), contract.signed_file)
        yield from _part(folder + pdf_name(_("pagina-de-assinaturas"), contract.title), contract.manifest_file)
        if scope.may("copy.upload"):
            yield from _copies(contract, f"{folder}{slugify(contract.title)}-" + _("via-assinada"))
        yield from _brought(scope, contract, folder)


def _copies(contract: Contract, folder: str) -> Iterator[Part]:
    """The signed copy that was accepted: where it was signed on paper, that is the contract."""
    for copy in contract.copies.all():
        if copy.state == CopyState.ACCEPTED:
            for place, one in enumerate(copy.files.all(), start=1):
                yield from _part(f"{folder}/{_named(one.name, place)}", one.document)


def _brought(scope: Scope, contract: Contract, folder: str) -> Iterator[Part]:
    """What she herself brought to it: the PDF she signed outside, where it counts, and her power of attorney."""
    for one in contract.external_files.all():
        if one.state == ExternalState.ACCEPTED and scope.is_hers(one.uploaded_by):
            yield from _part(folder + pdf_name(contract.title, _("assinado-por-voce")), one.document)
    for signer in contract.signers.all():
        if scope.is_hers(signer.panel_user):
            yield from _part(folder + pdf_name(contract.title, _("procuracao")), signer.brought_proxy)


def _afterwards(scope: Scope, sale: Shown) -> Iterator[Part]:
    """What came of it: the approval, the withdrawal, the order with its files of billing."""
    approval, withdrawn = standing_approval(sale), scope.rescission(sale.proposal)
    yield from _part(pdf_name(_("aprovacao"), sale.number), approval.file if approval else None)
    yield from _part(pdf_name(_("desistencia"), sale.number), withdrawn.file if withdrawn else None)
    order = scope.orders.filter(proposal=sale.proposal).first()
    if order is not None:
        yield from _part(pdf_name(_("pedido"), order.number), order.paper)
        billed = sale.proposal.billed_files.of_sale(sale.proposal) if scope.sees_invoices else ()
        for place, one in enumerate(billed, start=1):
            yield from _part(_("cobrancas") + "/" + _named(one.name, place), one.document)


def _receipts(scope: Scope, sale: Shown) -> Iterator[Part]:
    """Her own: nobody else's are hers to keep."""
    for act in scope.acts.filter(sale_id=sale.proposal.pk).order_by("confirmed_at", "pk"):
        path = _("recibos") + "/" + receipt_name(sale.number, act)
        yield Part(path, "act", "", own_receipt_file(act, at=sale.at))


def _part(path: str, document: Document | None) -> Iterator[Part]:
    """Nothing where there is no such file, or where its time was over."""
    if document is not None and document.removed_at is None:
        yield Part(path, "", "", document)


def _named(name: str, place: int) -> str:
    """A name that every system takes, and that no other file of the folder has."""
    stem, _dot, ending = name.rpartition(".")
    words = slugify(stem or name)[:LONGEST_STEM] or "arquivo"
    return f"{place:02}-{words}" + (f".{slugify(ending)[:8]}" if stem and ending else "")

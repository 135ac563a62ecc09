"""Sending files of a signed copy in chunks: what the browser's module asks, answered with where each file stands.

Its refusals are sentences for the person in `words`; without this module the plain form of `copies` does the same.
"""

from typing import Any, Final

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.contracts.arriving import Announced, announce_file, give_up_file
from aceite.core.contracts.chunks import BIGGEST_CHUNK, CHUNK, Chunk, OutOfPlace, keep_chunk, offset_of
from aceite.core.contracts.models import ArrivingFile, Contract
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.copies import AnnounceForm
from aceite.faces.panel.reading import SIGNED_ON_PAPER, contract_of
from aceite.faces.panel.refusing import conflicts, told
from aceite.faces.panel.seeing import note_view
from aceite.faces.panel.sheets_told import told_sheets

CHUNK_HASH: Final = "X-Chunk-SHA256"


@require_http_methods(["GET", "HEAD", "POST"])
@panel("copy.upload")
def arriving(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """What she has on its way and what was read already; posting announces a file, or goes on with it."""
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    if contract.requirement not in SIGNED_ON_PAPER:
        raise Http404
    if request.method != "POST":
        return JsonResponse(_all(request, number, contract))
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        return _refused(_("O navegador descreveu mal este arquivo. Recarregue a página e escolha-o de novo."), 422)
    note_view(request, sale, at=timezone.now())
    given = form.cleaned_data
    announced = Announced(given["name"], given["size"], given["sha256"], given["rotation"] or 0, given["rank"] or 0)
    try:
        file = announce_file(contract, announced, by=request.scope.person, at=timezone.now())
    except Refusal as refusal:
        return _refused(told(refusal), 409 if conflicts(refusal) else 422)
    return JsonResponse(_standing(file, offset_of(file)) if file else {"sha256": announced.sha256, "state": "here"})


@require_POST
@panel("copy.upload")
def chunk(request: PanelRequest, number: str, pk: int, sha256: str, offset: int) -> HttpResponse:
    """Takes the bytes of the body as the chunk that begins at `offset`."""
    file = _file(request, number, pk, sha256)
    # Looked at before the body is: nothing larger is read at all.
    if not request.headers.get("Content-Length", "").isdecimal() or _length(request) > BIGGEST_CHUNK:
        return _refused(_("Este pedaço é grande demais."), 413)
    piece = Chunk(offset, request.body, request.headers.get(CHUNK_HASH, ""))
    try:
        keep_chunk(file, piece, by=request.scope.person, at=timezone.now())
    except OutOfPlace as refusal:
        return _refused(told(refusal), 409, offset=refusal.offset)
    except Refusal as refusal:
        return _refused(told(refusal), 409 if conflicts(refusal) else 422)
    fresh = request.scope.arriving_files.filter(pk=file.pk).first() or file
    return JsonResponse(_standing(fresh, offset_of(fresh)))


@require_POST
@panel("copy.upload")
def give_up(request: PanelRequest, number: str, pk: int, sha256: str) -> HttpResponse:
    """She does not want to send this file any more."""
    give_up_file(_file(request, number, pk, sha256), by=request.scope.person, at=timezone.now())
    return HttpResponse(status=204)


def _file(request: PanelRequest, number: str, pk: int, sha256: str) -> ArrivingFile:
    _sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    file = request.scope.arriving_files.filter(contract=contract, sha256=sha256).first()
    if file is None:
        raise Http404
    return file


def _length(request: PanelRequest) -> int:
    return int(request.headers["Content-Length"])


def _all(request: PanelRequest, number: str, contract: Contract) -> dict[str, Any]:
    scope = request.scope
    mine = scope.arriving_files.filter(contract=contract)
    offsets = mine.offsets()
    coming = [_standing(file, offsets.get(file.pk, 0)) for file in mine]
    pending = scope.pending_copies.filter(contract=contract).first()
    files = list(pending.files.all()) if pending else []
    return {"coming": coming, **told_sheets(scope, number, contract, files)}


def _standing(file: ArrivingFile, offset: int) -> dict[str, Any]:
    """How a file stands: `arriving`, `opening` by the worker, or `refused` with its sentence."""
    state = "opening" if file.whole_at else "refused" if file.refusal else "arriving"
    told_of = {"sha256": file.sha256, "name": file.name, "size": file.size, "rotation": file.rotation, "state": state}
    told_of["rank"] = file.rank
    return {**told_of, "offset": offset, "chunk": CHUNK, "words": file.refusal}


def _refused(words: str, status: int, **more: int) -> JsonResponse:
    return JsonResponse({"words": words, **more}, status=status)

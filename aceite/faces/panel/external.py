"""The way outside: download the contract, sign it at gov.br or with a certificate, and send the signed PDF back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.external import BadFile, NoRoom, Sent, upload_signed_pdf
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_telling import sentence_of
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.refusing import BadCpf
from aceite.core.contracts.signing import signer_needs_cpf
from aceite.core.contracts.states import ExternalState
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.consent import Consent, ConsentMissing, Occasion
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel import files
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.bringing_proxy import lacking_proxy
from aceite.faces.panel.changes import sent_to_changes
from aceite.faces.panel.forms.external import ExternalForm
from aceite.faces.panel.reading import (
    SIGNED_DIGITALLY,
    Shown,
    contract_of,
    file_to_sign,
    for_whom,
    passes_on,
    place_of,
    to_sign,
)
from aceite.faces.panel.refusing import beside
from aceite.faces.panel.seeing import note_view
from aceite.faces.panel.signing import opened_in
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.sessions import entered_by
from aceite.kit.codes import new_nonce


@dataclass(frozen=True)
class Mine:
    """Her place on a contract, what she sent last, and who signed outside before her."""

    sale: Shown
    contract: Contract
    place: Signer
    last: ExternalFile | None
    before: Sequence[ExternalFile]

    @property
    def welcome(self) -> bool:
        """Whether she can send a file now: it is hers to sign, and none of hers is being checked."""
        hers = self.place.statement_id is None and not self.place.idle and self.contract.voided_at is None
        return self.sale.is_open and hers and self.contract.admits_signatures

    @property
    def no_room(self) -> str:
        """Why nobody can sign this file outside; "" where there is room for a signature in it."""
        return "" if self.contract.admits_signatures else str(NoRoom.sentence)

    @property
    def refused(self) -> list[str]:
        """Why the file she sent last will not do: the vendor's words, or what the rules found."""
        if self.last is None or self.last.state != ExternalState.REFUSED:
            return []
        return [self.last.refusal_reason] if self.last.refusal_reason else [*map(sentence_of, self.last.against)]

    @property
    def left_to_people(self) -> list[str]:
        """What the company has to look at, point by point."""
        return [sentence_of(finding) for finding in self.last.left_to_people] if self.last else []


@require_http_methods(["GET", "HEAD", "POST"])
@panel("contract.sign")
def external(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """The three steps with the form, and where the file she sent stands."""
    mine = _mine(request, number, pk)
    if mine.welcome and mine.place.opened_at is None:
        return redirect(request.scope.url("contract", number, pk))
    if request.method != "POST" and mine.welcome and (elsewhere := sent_to_changes(request, mine.sale)) is not None:
        return elsewhere
    if mine.welcome and lacking_proxy([mine.contract], request.scope) is not None:
        return redirect(request.scope.url("proxy", number, pk))
    consent = terms_for(request.scope.company, Occasion.EXTERNAL, get_language() or "pt-br")
    form = _form(request, mine, consent)
    if request.method == "POST" and form.is_valid() and _sent(request, mine, form):
        return redirect(request.scope.url("external", number, pk))
    form.show_terms(consent)
    if request.method != "POST" and mine.refused:
        form.tell(mine.refused)
    context = {
        "sale": mine.sale,
        "contract": mine.contract,
        "mine": mine,
        "form": form,
        "to_sign": to_sign(mine.contract, request.scope),
        "for_whom": for_whom([mine.contract], request.scope),
        "passable": [mine.contract] if passes_on(mine.contract, mine.sale, request.scope) else [],
        "consent": consent,
        "mark": file_to_sign(mine.contract).sha256[:8],
        "line_count": mine.sale.version.lines.counted().count() if mine.sale.proposal.consumer_relation else 0,
    }
    refused = request.method == "POST" and form.errors
    return render(request, "panel/external.html", context, status=422 if refused else 200)


@require_safe
@panel("contract.sign")
def external_base(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """What she signs: the contract, or the file in which others signed before her."""
    mine = _mine(request, number, pk)
    return files.download(request, file_to_sign(mine.contract), files.pdf_name(mine.contract.title, number))


@require_safe
@panel("contract.sign")
def external_file(request: PanelRequest, number: str, pk: int, file: int) -> HttpResponseBase:
    """A file she sent, untouched."""
    mine = _mine(request, number, pk)
    sent = [one for one in mine.contract.external_files.all() if one.signer_id == mine.place.pk]
    wanted = next((one for one in sent if one.pk == file), None)
    if wanted is None:
        raise Http404
    return files.download(request, wanted.document, files.pdf_name(mine.contract.title, number, _("enviado")))


def _mine(request: PanelRequest, number: str, pk: int) -> Mine:
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    place = place_of(contract, request.scope)
    if place is None or contract.requirement not in SIGNED_DIGITALLY:
        raise Http404
    sent = list(contract.external_files.all())
    last = next((one for one in sent if one.signer_id == place.pk), None)
    before = [one for one in sent if one.state == ExternalState.ACCEPTED and one.signer_id != place.pk]
    return Mine(sale, contract, place, last, before)


def _form(request: PanelRequest, mine: Mine, consent: Consent) -> ExternalForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return ExternalForm(*given, consent=consent, asks_cpf=signer_needs_cpf(mine.place), key=new_nonce())


def _sent(request: PanelRequest, mine: Mine, form: ExternalForm) -> ExternalFile | None:
    typed, at = form.cleaned_data, timezone.now()
    note_view(request, mine.sale, at=at)
    sent = Sent(
        typed["file"].read(),
        key=typed["key"],
        consent_sha256=typed["consent_sha256"],
        cpf=typed.get("cpf", ""),
        factors=(entered_by(request),),
        opened=opened_in(request, mine.contract),
    )
    try:
        return upload_signed_pdf(mine.contract, sent, by=request.scope.person, origin=origin_of(request), at=at)
    except Refusal as refusal:
        places = ((BadFile, "file"), (BadCpf, "cpf"), (ConsentMissing, "consent"))
        beside(form, refusal, field=next((name for kind, name in places if isinstance(refusal, kind)), ""))
        return None

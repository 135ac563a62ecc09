"""Signing for the vendor: a representative reads what the customer has signed, and signs it by code or passkey."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.contracts import countersigning, refusing
from aceite.core.contracts.bound_plan import level_of_ours
from aceite.core.contracts.confirming_otherwise import given_again
from aceite.core.contracts.desks import Chair, Desk
from aceite.core.contracts.models import Level
from aceite.core.contracts.signing import Given, send_code_again
from aceite.core.people.codes import CodeRefusal
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.ceremonies import Ceremony, find, touch_options
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.statements import Opened
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import done, typed
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.passkeys import TouchForm, origin_for
from aceite.faces.ui.sessions import entered_by, reader_of
from aceite.faces.ui.showing import opened_of
from aceite.faces.ui.signing_acts import given_in, means_of, note_confirmed, proof_in, refuse_beside
from aceite.faces.ui.signing_forms import CodeForm, SigningForm

_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class ToSign:
    """One contract on the page: its pages' pictures, and the file whose hash the device computes."""

    chair: Chair
    pictures: tuple[str, ...]
    file_url: str

    @property
    def hash_field(self) -> str:
        """The name of the field for the hash the device computes."""
        return f"client_sha256_{self.chair.contract.pk}"


@_page
@office("contract.countersign")
def countersign(request: OfficeRequest, number: str) -> HttpResponse:
    """The pages to read, the terms, the mark; then on to code or passkey."""
    sale = sale_of(request, number, own_act=True)
    chairs = _desk(request, sale).waiting()
    if not chairs:
        messages.info(request, _("Nenhum contrato desta venda espera a sua assinatura agora."))
        return go(request, "sale", number)
    consent = terms_for(request.scope.company, Occasion.COUNTERSIGNATURE, get_language() or "pt-br")
    form = SigningForm(typed(request), consent=consent, asks_cpf=any(not each.countersigner.cpf for each in chairs))
    if request.method == "POST" and form.is_valid() and (begun := _prepared(request, sale, chairs, form)) is not None:
        return go(request, "countersigning_code", number, begun.id)
    form.show_terms(consent)
    context = {
        "sale": sale,
        "documents": [_to_sign(request, sale, chair) for chair in chairs],
        "form": form,
        "consent": consent,
        "passkey_origin": origin_for(request.scope.user),
        "by_code": _by_code(chairs),
    }
    return render(request, "office/sales/countersign.html", context, status=422 if form.errors else 200)


@_page
@office("contract.countersign")
def confirm(request: OfficeRequest, number: str, ceremony: str) -> HttpResponse:
    """The code or the passkey, and with it the signature. Reloading keeps the place; a second click finds it signed."""
    sale, member = sale_of(request, number, own_act=True), request.scope.member
    begun = _begun(request, sale, ceremony)
    if begun is None:
        return go(request, "countersigning", number)
    if all(one.confirmed_at for one in begun.statements):
        return _signed(request, number, len(begun.statements))
    by_code = begun.means is Means.CODE
    form = (CodeForm if by_code else TouchForm)(typed(request))
    if request.method == "POST" and form.is_valid() and _confirmed(request, begun, form, at=timezone.now()):
        return _signed(request, number, len(begun.statements))
    chairs = _by_subject(request, sale)
    # A colleague may have taken her place on some of them since.
    bound = [(chairs[one.subject], one) for one in begun.statements if one.subject in chairs]
    if not bound:
        messages.info(request, _("Outra pessoa da empresa assina agora em seu lugar."))
        return go(request, "countersigning", number)
    context = {
        "sale": sale,
        "form": form,
        "ceremony": ceremony,
        "by_code": by_code,
        "documents": [(chair.contract, one.file_sha256[:8]) for chair, one in bound],
        "address": member.email,
        "passkey_origin": origin_for(request.scope.user),
        "code_reaches": _by_code(list(chairs.values())),
        "options": "" if by_code else json.dumps(touch_options(begun, request.scope.user)),
    }
    return render(request, "office/sales/countersign_code.html", context, status=422 if form.errors else 200)


@require_POST
@office("contract.countersign")
def other_means(request: OfficeRequest, number: str, ceremony: str) -> HttpResponse:
    """The same act, confirmed by the other means: what was typed is kept, and prepared anew."""
    sale = sale_of(request, number, own_act=True)
    begun = _begun(request, sale, ceremony)
    if begun is None:
        return go(request, "countersigning", number)
    contracts = {subject: chair.contract for subject, chair in _by_subject(request, sale).items()}
    given = given_again(begun, contracts, means_of(request), (entered_by(request),), at=timezone.now())
    try:
        again = _prepare(request, sale, given)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return go(request, "countersigning", number)
    return go(request, "countersigning_code", number, again.id)


@require_POST
@office("contract.countersign")
def code_again(request: OfficeRequest, number: str, ceremony: str) -> HttpResponse:
    """Another code for the same ceremony; the former one dies."""
    sale = sale_of(request, number, own_act=True)
    if _begun(request, sale, ceremony) is None:
        return go(request, "countersigning", number)
    words, at = _("Enviamos outro código. O anterior não vale mais."), timezone.now()
    done(request, lambda: send_code_again(ceremony, by=request.scope.member, at=at), words)
    return go(request, "countersigning_code", number, ceremony)


def _desk(request: OfficeRequest, sale: Proposal) -> Desk:
    """Her place at this sale; 404 for whoever is not named on any of its contracts."""
    try:
        return Desk.of(sale, request.scope.member)
    except refusing.NotASigner as stranger:
        raise Http404 from stranger


def _by_subject(request: OfficeRequest, sale: Proposal) -> dict[str, Chair]:
    return {f"contract/{chair.contract.pk}": chair for chair in _desk(request, sale).chairs}


def _begun(request: OfficeRequest, sale: Proposal, ceremony: str) -> Ceremony | None:
    """Her own ceremony over contracts of this sale; None, and told, where there is none any more."""
    _desk(request, sale)
    try:
        begun = find(ceremony, by=request.scope.member)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    if {one.sale_id for one in begun.statements} != {sale.pk}:
        raise Http404
    return begun


def _prepared(request: OfficeRequest, sale: Proposal, chairs: list[Chair], form: SigningForm) -> Ceremony | None:
    opened = {each.contract.pk: _opened(request, each) for each in chairs}
    try:
        return _prepare(request, sale, given_in(request, form, opened))
    except NotAllowed:
        raise
    except Refusal as refusal:
        refuse_beside(form, refusal, str(refusal))
        return None


def _opened(request: OfficeRequest, chair: Chair) -> Opened:
    seconds, key = request.POST.get("seconds", ""), chair.contract.pk
    return opened_of(
        request,
        chair.document,
        seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 6 else 0,
        client_sha256=request.POST.get(f"client_sha256_{key}", ""),
    )


def _prepare(request: OfficeRequest, sale: Proposal, given: Given) -> Ceremony:
    by, at = request.scope.member, timezone.now()
    return countersigning.prepare_countersigning(sale, given=given, by=by, origin=origin_of(request), at=at)


def _confirmed(request: OfficeRequest, begun: Ceremony, form: CodeForm | TouchForm, *, at: datetime) -> bool:
    by, origin = request.scope.member, origin_of(request)
    try:
        countersigning.countersign(begun, proof=proof_in(form), by=by, origin=origin, at=at)
    except NotAllowed:
        raise
    except Refusal as refusal:
        beside = isinstance(refusal, CodeRefusal) and "code" in form.fields
        form.add_error("code" if beside else None, str(refusal))
        return False
    note_confirmed(request, begun, at)
    return True


def _to_sign(request: OfficeRequest, sale: Proposal, chair: Chair) -> ToSign:
    contract, document = chair.contract, chair.document
    urls = (place(request, "contract_picture", sale.number, contract.pk, n) for n in range(1, document.pages + 1))
    # Each session asks for the pictures itself: what another one left in the browser was not served to this one.
    version = f"?w=1200&v={document.sha256[:8]}{reader_of(request)[:8]}"
    file_url = place(request, "contract_file", sale.number, contract.pk)
    return ToSign(chair, tuple(f"{url}{version}" for url in urls), file_url)


def _by_code(chairs: list[Chair]) -> bool:
    return all(level_of_ours(chair.contract) == Level.SIMPLE for chair in chairs)


def _signed(request: OfficeRequest, number: str, count: int) -> HttpResponse:
    messages.success(request, ngettext("Contrato assinado pela empresa.", "Contratos assinados pela empresa.", count))
    return go(request, "sale", number)

"""Signing in the panel: terms, mark, and what confirms all contracts of one ceremony: a mailed code or a passkey."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.contracts import signing
from aceite.core.contracts.confirming_otherwise import confirm_otherwise
from aceite.core.contracts.models import Contract
from aceite.core.people.codes import CodeRefusal
from aceite.core.people.limits import TooMany
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.ceremonies import Ceremony, find, touch_options
from aceite.core.signatures.consent import Consent, Occasion
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.statements import Opened
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.bringing_proxy import lacking_proxy
from aceite.faces.panel.changes import sent_to_changes
from aceite.faces.panel.contracts import seconds_read
from aceite.faces.panel.masking import masked_email
from aceite.faces.panel.reading import Shown, contracts_of, for_whom, only_outside, passes_on, place_of, shown, to_sign
from aceite.faces.panel.refusing import beside, status_of, told
from aceite.faces.panel.signing_key import asks_for_key, code_may_confirm
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.passkeys import TouchForm, origin_for
from aceite.faces.ui.sessions import entered_by
from aceite.faces.ui.showing import opened_of
from aceite.faces.ui.signing_acts import given_in, means_of, note_confirmed, proof_in, refuse_beside
from aceite.faces.ui.signing_forms import CodeForm, SigningForm
from aceite.outbound.mail.enclosing import fits


@require_http_methods(["GET", "HEAD", "POST"])
@panel("contract.sign")
def sign_page(request: PanelRequest, number: str) -> HttpResponse:
    """Terms, CPF and mark for everything this person has to sign of the version; then on to code or passkey."""
    scope = request.scope
    sale = shown(scope, number, at=timezone.now())
    if _of_older_version(request, sale):
        messages.error(request, _("Chegou uma versão nova desta proposta. Nada foi assinado: veja o que mudou."))
        return redirect(scope.url("proposal", number))
    named = [one for one in contracts_of(scope, sale.version) if place_of(one, scope) is not None]
    if not named:
        raise Http404
    waiting = [one for one in named if to_sign(one, scope)]
    if not waiting or not sale.is_open:
        return _nothing_to_sign(request, sale, bound=named if request.method == "POST" else ())
    if (elsewhere := sent_to_changes(request, sale)) is not None:
        return elsewhere
    mine = [one for one in waiting if not only_outside(one)]
    if not mine:
        return redirect(scope.url("external", number, waiting[0].pk))
    unread = [one for one in mine if (place := place_of(one, scope)) is not None and place.opened_at is None]
    if unread:
        messages.info(request, _("Leia o contrato até o fim antes de assinar."))
        return redirect(scope.url("contract", number, unread[0].pk))
    if (lacking := lacking_proxy(mine, scope)) is not None:
        return redirect(scope.url("proxy", number, lacking.pk))
    if asks_for_key(request, mine):
        return redirect(scope.url("signing_key", number))
    consent = terms_for(scope.company, Occasion.SIGNATURE, get_language() or "pt-br")
    form = _form(request, mine, consent)
    if request.method == "POST" and form.is_valid():
        try:
            return _prepare(request, sale, mine, form)
        except Refusal as refusal:
            refuse_beside(form, refusal, told(refusal))
    form.show_terms(consent)
    context = {
        "sale": sale,
        "contracts": mine,
        "passable": [one for one in mine if passes_on(one, sale, scope)],
        "form": form,
        "consent": consent,
        "address": masked_email(scope.person.email),
        "passkey_origin": origin_for(scope.person.user),
        "by_code": code_may_confirm(mine),
        "for_whom": for_whom(mine, scope),
        "brought": [one for one in mine if (place := place_of(one, scope)) and place.brought_proxy_id],
        "line_count": sale.version.lines.counted().count() if sale.proposal.consumer_relation else 0,
    }
    return render(request, "panel/sign.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@panel("contract.sign")
def ceremony_page(request: PanelRequest, number: str, ceremony: str) -> HttpResponse:
    """The code or the passkey, and with it the signature. Reloading keeps the place; a second click finds it signed."""
    scope, at = request.scope, timezone.now()
    try:
        begun = find(ceremony, by=scope.person)
    except Refusal as refusal:
        shown(scope, number, at=at)
        messages.error(request, told(refusal))
        return redirect(scope.url("proposal", number))
    if all(one.confirmed_at for one in begun.statements):
        return _signed(request, number, begun)
    kind = CodeForm if begun.means is Means.CODE else TouchForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _confirmed(request, begun, form, at):
        return _signed(request, number, begun)
    sale = shown(scope, number, at=at)
    mine = _by_subject(request, sale)
    bound = [(mine[one.subject], one) for one in begun.statements if one.subject in mine]
    if request.method != "POST" and not (sale.is_open and any(to_sign(one, scope) for one, _said in bound)):
        return _nothing_to_sign(request, sale, bound=[one for one, _said in bound])
    context = {
        "sale": sale,
        "form": form,
        "ceremony": ceremony,
        "code": begun.code,
        "documents": [(contract, one.file_sha256[:8]) for contract, one in bound],
        "address": masked_email(scope.person.email),
        "passkey_origin": origin_for(scope.person.user),
        "by_code": code_may_confirm([contract for contract, _one in bound]),
    }
    if begun.means is Means.PASSKEY:
        context["options"] = json.dumps(touch_options(begun, scope.person.user))
    template = "panel/sign_code.html" if begun.means is Means.CODE else "panel/sign_passkey.html"
    return render(request, template, context, status=status_of(form))


@require_POST
@panel("contract.sign")
def other_means(request: PanelRequest, number: str, ceremony: str) -> HttpResponse:
    """The same act, confirmed by the other means: what she typed is kept, and prepared anew."""
    scope, at = request.scope, timezone.now()
    sale = shown(scope, number, at=at)
    try:
        begun = confirm_otherwise(
            ceremony,
            _by_subject(request, sale),
            means=means_of(request),
            factors=(entered_by(request),),
            by=scope.person,
            origin=origin_of(request),
            at=at,
        )
    except Refusal as refusal:
        messages.error(request, told(refusal))
        return redirect(scope.url("sign", number))
    return redirect(scope.url("ceremony", number, begun.id))


@require_POST
@panel("contract.sign")
def code_again(request: PanelRequest, number: str, ceremony: str) -> HttpResponse:
    """Another code for the same ceremony; the former one dies."""
    scope = request.scope
    shown(scope, number, at=timezone.now())
    try:
        signing.send_code_again(ceremony, by=scope.person, at=timezone.now())
    except TooMany as refusal:
        messages.error(request, told(refusal))
    except Refusal as refusal:
        # No code can confirm it any more: what is to be signed is prepared anew.
        messages.error(request, told(refusal))
        return redirect(scope.url("sign", number))
    else:
        messages.success(request, _("Enviamos outro código. O anterior não vale mais."))
    return redirect(scope.url("ceremony", number, ceremony))


def _of_older_version(request: PanelRequest, sale: Shown) -> bool:
    return request.method == "POST" and request.POST.get("version", "") not in {"", str(sale.version.version)}


def _form(request: PanelRequest, mine: Sequence[Contract], consent: Consent) -> SigningForm:
    scope = request.scope
    places = [place for one in mine if (place := place_of(one, scope)) is not None]
    return SigningForm(
        request.POST if request.method == "POST" else None,
        consent=consent,
        asks_cpf=any(signing.signer_needs_cpf(place) for place in places),
    )


def _prepare(request: PanelRequest, sale: Shown, mine: Sequence[Contract], form: SigningForm) -> HttpResponse:
    at = timezone.now()
    given = given_in(request, form, {one.pk: opened_in(request, one) for one in mine})
    person = request.scope.person
    begun = signing.prepare_signing(mine, given=given, by=person, origin=origin_of(request), at=at)
    return redirect(request.scope.url("ceremony", sale.number, begun.id))


def _confirmed(request: PanelRequest, begun: Ceremony, form: CodeForm | TouchForm, at: datetime) -> bool:
    try:
        signing.sign(begun, proof=proof_in(form), by=request.scope.person, origin=origin_of(request), at=at)
    except Refusal as refusal:
        beside(form, refusal, field="code" if isinstance(refusal, CodeRefusal) else "")
        return False
    note_confirmed(request, begun, at)
    return True


def _by_subject(request: PanelRequest, sale: Shown) -> dict[str, Contract]:
    return {f"contract/{one.pk}": one for one in contracts_of(request.scope, sale.version)}


def opened_in(request: PanelRequest, contract: Contract) -> Opened:
    """What was shown of a contract, and the hash her browser computed of it."""
    assert contract.document is not None
    computed = request.POST.get(f"client_sha256_{contract.pk}", "")
    return opened_of(request, contract.document, seconds=seconds_read(request, contract.pk), client_sha256=computed)


def _nothing_to_sign(request: PanelRequest, sale: Shown, *, bound: Sequence[Contract] = ()) -> HttpResponse:
    """Back to the proposal, told why where she was about to act: `bound` is what a page of before was to sign."""
    places = [place for one in bound if (place := place_of(one, request.scope)) is not None]
    if bound and all(place.statement_id for place in places):
        messages.info(request, _("Você já assinou: nada falta aqui."))
    elif request.method == "POST" or bound:
        if sale.is_open:
            messages.info(request, _("Não há nada para você assinar aqui."))
        else:
            messages.error(request, _("Esta versão não pode mais ser assinada. Nada foi registrado."))
    return redirect(request.scope.url("proposal", sale.number))


def _signed(request: PanelRequest, number: str, begun: Ceremony) -> HttpResponse:
    count = len(begun.statements)
    by_mail = ngettext(
        "Contrato assinado. O recibo e a sua cópia vão agora para o seu e-mail.",
        "Contratos assinados. Os recibos e as suas cópias vão agora para o seu e-mail.",
        count,
    )
    kept_here = ngettext(
        "Contrato assinado. O recibo vai agora para o seu e-mail; a sua cópia fica aqui, no painel.",
        "Contratos assinados. Os recibos vão agora para o seu e-mail; as suas cópias ficam aqui, no painel.",
        count,
    )
    mailed = all(fits(statement.content()["file"]["length"]) for statement in begun.statements)
    messages.success(request, by_mail if mailed else kept_here)
    return redirect(request.scope.url("proposal", number))

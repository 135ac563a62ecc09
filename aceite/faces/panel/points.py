"""What the customer asks to be otherwise: one part of the offer at a time, and all of it together before it is sent."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.counter_offers import CounterOffer
from aceite.core.proposals.drafts import lines_of
from aceite.core.proposals.questions import ask
from aceite.core.sales.asked_parts import carried, name_before, points_in
from aceite.core.sales.countering import (
    ASPECTS,
    SentBefore,
    draft_by,
    drop_point,
    may_ask_price,
    note_points,
    note_words,
    send_points,
    subjects_of,
)
from aceite.core.sales.point_words import stands_now
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.counter import drafted, note_change
from aceite.faces.panel.forms.points import CounterForm, PassagesForm, PointsForm
from aceite.faces.panel.questions import asked
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.panel.refusing import beside, status_of
from aceite.faces.panel.seeing import note_view
from aceite.faces.ui.forms import Form

# What the script that keeps things as she types sends along.
NOTING = "X-Noting"


@dataclass(frozen=True)
class About:
    """The part of the offer a page is about, by its subject and its name; only of contracts passages are asked for."""

    subject: str
    name: str

    @property
    def kind(self) -> str:
        """The first word of the subject."""
        return self.subject.partition("/")[0]


@require_http_methods(["GET", "HEAD", "POST"])
@panel("point.ask")
def point_page(request: PanelRequest, number: str) -> HttpResponse:
    """Note what is asked of one part (`?sobre=`); kept as she types, and told again until it is sent."""
    sale = shown(request.scope, number, at=timezone.now())
    about = _about(sale, request.GET.get("sobre", ""), typed=request.method == "POST")
    if not sale.is_open and request.method != "POST":
        return redirect(request.scope.url("proposal", number))
    form = _form(request, sale, about)
    if request.method == "POST":
        kept = form.is_valid() and _keep(request, sale, about, form)
        if request.headers.get(NOTING):
            return HttpResponse(status=204 if kept else status_of(form))
        if kept:
            messages.success(request, _("Anotado. Ainda falta enviar: toque em Rever e enviar quando terminar."))
            return redirect(f"{request.scope.url('proposal', number)}#contraproposta")
    context = {"sale": sale, "about": about, "form": form, "passages": isinstance(form, PassagesForm)}
    return render(request, "panel/point.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@panel("point.ask")
def counter_page(request: PanelRequest, number: str) -> HttpResponse:
    """All points together, what the total would be, one note, and the one button that sends them."""
    sale = shown(request.scope, number, at=timezone.now())
    draft = draft_by(sale.proposal, request.scope.person)
    if request.method != "POST":
        if not sale.is_open or draft is None:
            return redirect(request.scope.url("proposal", number))
        return _counter(request, sale, draft, CounterForm(initial={"note": draft.note, "version": _number(sale)}))
    form = CounterForm(request.POST)
    if request.headers.get(NOTING):
        return HttpResponse(status=204 if form.is_valid() and _keep_note(request, sale, form) else status_of(form))
    if dropped := request.POST.get("retirar", ""):
        return _drop(request, sale, form, dropped)
    if "pergunta" in request.POST:
        return _ask(request, sale, form)
    if form.is_valid() and _send(request, sale, form):
        messages.success(
            request,
            _("Contraproposta enviada. %(seller)s responde aqui mesmo, e avisamos por e-mail.")
            % {"seller": sale.proposal.seller.name},
        )
        return redirect(request.scope.url("proposal", number) + "#contraproposta")
    return _counter(request, sale, draft, form)


def _number(sale: Shown) -> int:
    return sale.version.version


def _about(sale: Shown, asked: str, *, typed: bool) -> About:
    """The part asked about. One that is gone since keeps its form with what was typed; the verb says so."""
    subject = carried([asked], sale.version).get(asked, asked)
    kind, _slash, rest = subject.partition("/")
    if subject not in subjects_of(sale.version):
        name = name_before(subject, sale.version) if typed else None
        if name is None:
            raise Http404
        return About(subject, name)
    if kind == "line":
        return About(subject, next(line.name for line in lines_of(sale.version) if line.key == rest))
    if kind == "contract":
        return About(subject, sale.version.contracts.values_list("title", flat=True).get(pk=rest))
    return About(subject, "")


def _form(request: PanelRequest, sale: Shown, about: About) -> PointsForm | PassagesForm:
    data = request.POST if request.method == "POST" else None
    draft = draft_by(sale.proposal, request.scope.person)
    noted = [point for point in points_in(draft, sale.version) if point.subject == about.subject] if draft else []
    if about.kind == "contract":
        return PassagesForm(data, noted=noted)
    prices = may_ask_price(request.scope.actor)
    aspects = ASPECTS[about.kind]
    now = stands_now(sale.version, about.subject, aspects)
    form = PointsForm(data, aspects=aspects, noted=noted, prices=prices, now=now)
    if not form.fields:
        raise Http404
    return form


def _keep(request: PanelRequest, sale: Shown, about: About, form: PointsForm | PassagesForm) -> bool:
    def act() -> CounterOffer:
        return note_points(sale.proposal, about.subject, form.asked(), by=request.scope.person, at=timezone.now())

    try:
        act()
    except Refusal as refusal:
        _refused(form, refusal)
        return False
    note_change(request)
    return True


def _keep_note(request: PanelRequest, sale: Shown, form: CounterForm) -> bool:
    """Whether the note is kept; not where the points it goes with were sent meanwhile."""
    try:
        kept = note_words(sale.proposal, form.cleaned_data["note"], by=request.scope.person, at=timezone.now())
    except Refusal as refusal:
        _refused(form, refusal)
        return False
    if kept is None:
        form.overtaken = True
    return kept is not None


def _drop(request: PanelRequest, sale: Shown, form: CounterForm, dropped: str) -> HttpResponse:
    """One point less; the note typed beside it is kept."""
    if form.is_valid():
        _keep_note(request, sale, form)
    person, at = request.scope.person, timezone.now()
    if not (dropped.isdecimal() and drop_point(sale.proposal, int(dropped[:18]), by=person, at=at)):
        messages.info(request, _("Este ponto não está mais entre os que você anotou."))
    note_change(request)
    draft = draft_by(sale.proposal, person)
    left = draft is not None and draft.points.exists()
    return redirect(request.scope.url("counter" if left else "proposal", sale.number))


def _ask(request: PanelRequest, sale: Shown, form: CounterForm) -> HttpResponse:
    """The note as a question of its own: the points it was written for went without it."""
    if form.is_valid():
        try:
            ask(sale.proposal, form.cleaned_data["note"], by=request.scope.person, at=timezone.now())
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            return asked(request, sale)
    form.sent_before = True
    return _counter(request, sale, None, form)


def _send(request: PanelRequest, sale: Shown, form: CounterForm) -> bool:
    at, typed = timezone.now(), form.cleaned_data
    note_view(request, sale, at=at)
    try:
        send_points(sale.proposal, typed["note"], version=typed["version"], by=request.scope.person, at=at)
    except Refusal as refusal:
        _refused(form, refusal)
        return False
    note_change(request)
    return True


def _refused(form: Form, refusal: Refusal) -> None:
    if isinstance(form, CounterForm) and isinstance(refusal, SentBefore):
        form.sent_before = True
    beside(form, refusal)


def _counter(request: PanelRequest, sale: Shown, draft: CounterOffer | None, form: CounterForm) -> HttpResponse:
    context = {"sale": sale, "form": form, "sent_before": form.sent_before, **drafted(request.scope, sale, draft)}
    return render(request, "panel/counter.html", context, status=status_of(form))

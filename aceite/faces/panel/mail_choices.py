"""Which letters one gets: chosen on the account page, and switched off by the link of a letter without entering."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aceite.core.companies.scope import scoped
from aceite.faces.panel.access import PanelRequest, company_by_slug, panel
from aceite.faces.panel.forms.people import MailChoicesForm
from aceite.faces.panel.masking import masked_email
from aceite.faces.panel.shell import outside_shell
from aceite.outbound.mail.mail_stops import Topic
from aceite.outbound.mail.stopping import (
    ALWAYS,
    choose_topics,
    read_stop_token,
    reads_for_others,
    stop_topic,
    stopped_by,
    want_topic,
)


@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def mail_choices(request: PanelRequest) -> HttpResponse:
    """What she gets, and what always goes and why."""
    person = request.scope.person
    wanted = [topic for topic in Topic.values if topic not in stopped_by(person)]
    form = MailChoicesForm(request.POST if request.method == "POST" else None, initial={"wanted": wanted})
    if request.method == "POST" and form.is_valid():
        choose_topics(person, form.cleaned_data["wanted"], by=person, at=timezone.now())
        messages.success(request, _("Escolhas de e-mail salvas."))
        return redirect(request.scope.url("mail_choices"))
    context = {"form": form, "always": ALWAYS, "address": person.email}
    return render(request, "panel/mail_choices.html", context, status=422 if form.errors else 200)


# A mail program posts here by itself, without a session or our form (RFC 8058, 3.2); the signed link is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, company: str, token: str) -> HttpResponse:
    """No more letters about this: looking changes nothing, the button does, and the same page takes it back."""
    here = company_by_slug(company)
    with scoped(here.pk):
        found = read_stop_token(token, company_id=here.pk)
        if found is None:
            raise Http404
        person, topic = found
        if request.method == "POST":
            change = want_topic if "again" in request.POST else stop_topic
            change(person, topic, at=timezone.now())
        stopped, others = topic in stopped_by(person), reads_for_others(person)
    context = {
        "company": here,
        "shell": outside_shell(here),
        "topic": topic.label,
        "address": masked_email(person.email),
        "customer": person.customer if others else None,
        "stopped": stopped,
        "changed": request.method == "POST",
    }
    return render(request, "panel/mail_stop.html", context)

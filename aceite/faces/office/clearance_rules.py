"""The rules of internal approval: their list, the form of one, putting one away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.clearances.models import Rule
from aceite.core.clearances.ruling import remove_rule, save_rule
from aceite.core.clearances.words import rule_words, who_words, whose_words
from aceite.core.people.models import Member
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.clearances import RuleForm
from aceite.faces.office.places import go


@require_safe
@office("clearance.rule")
def rules(request: OfficeRequest) -> HttpResponse:
    """The rules that hold."""
    standing = request.scope.clearance_rules.active().select_related("seller", "approver")
    shown = [(rule, rule_words(rule), whose_words(rule), who_words(rule)) for rule in standing]
    return render(request, "office/clearances/rules.html", {"shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@office("clearance.rule")
def new_rule(request: OfficeRequest) -> HttpResponse:
    """A form for one more rule."""
    return _form(request, RuleForm(typed(request), members=_team(request)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("clearance.rule")
def edit_rule(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one rule."""
    rule = found(request.scope.clearance_rules.active(), pk)
    return _form(request, RuleForm(typed(request), members=_team(request), initial=RuleForm.of(rule)), rule)


@require_POST
@office("clearance.rule")
def remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """The rule holds no longer."""
    rule = found(request.scope.clearance_rules, pk)
    done(request, lambda: remove_rule(rule, by=request.scope.member, at=timezone.now()), _("Regra retirada."))
    return go(request, "clearance_rules")


def _team(request: OfficeRequest) -> list[Member]:
    return list(request.scope.members.joined().in_house_order())


def _form(request: OfficeRequest, form: RuleForm, rule: Rule | None) -> HttpResponse:
    scope = request.scope
    if form.is_valid() and accepted(
        form, lambda: save_rule(rule, form.given(), company=scope.company, by=scope.member, at=timezone.now())
    ):
        messages.success(request, _("Regra salva. Ela vale desde já, também para os rascunhos abertos."))
        return go(request, "clearance_rules")
    return form_page(request, "office/clearances/rule.html", form, rule=rule)

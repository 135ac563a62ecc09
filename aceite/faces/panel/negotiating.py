"""The bar while changes are asked for: what she noted is sent first, and what was sent is waited for."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.faces.panel.access import Scope
from aceite.faces.panel.counter import Negotiation
from aceite.faces.panel.next_step import Next
from aceite.faces.panel.reading import Shown
from aceite.faces.panel.way import Way
from aceite.faces.ui.parts import Step


def while_negotiating(scope: Scope, sale: Shown, talks: Negotiation, walked: Way) -> Way:
    """The way as it goes on with a counter-offer, so that nobody approves believing that a wish was sent or granted.

    The step the bar would lead to stays within reach in the list.
    """
    if talks.drafted:
        return replace(
            walked, next=_send(scope, sale, talks), steps=[_linked(step, walked.next) for step in walked.steps]
        )
    if not (talks.is_open and sale.is_open and walked.next.primary and walked.next.url):
        return walked
    said = {"company": scope.company.trade_name}
    words = (
        _("%(company)s ainda não respondeu à contraproposta. Espere, ou siga com a proposta como está.")
        if talks.is_unanswered
        else _("%(company)s respondeu à contraproposta e prepara outra versão. Espere, ou siga com esta como está.")
    )
    return replace(walked, next=replace(walked.next, sentence=words % said))


def _send(scope: Scope, sale: Shown, talks: Negotiation) -> Next:
    count = len(talks.drafted)
    words = ngettext(
        "Você anotou %(count)s ponto e ainda não enviou.", "Você anotou %(count)s pontos e ainda não enviou.", count
    )
    url = scope.url("counter", sale.number)
    return Next(words % {"count": count}, _("Rever e enviar"), url, "paper-airplane")


def _linked(step: Step, led: Next) -> Step:
    mine = step.state == "current" and not step.url and led.primary and led.url
    return replace(step, url=led.url) if mine else step

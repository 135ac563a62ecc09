"""What was asked about each part of an offer, put beside it: questions, points, and how to add more."""

import re
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from aceite.core.proposals.models import Question
from aceite.faces.panel.access import Scope
from aceite.faces.panel.counter import Negotiation
from aceite.faces.panel.reading import Shown


class Beside:
    """The talk about one version, by what it is about."""

    def __init__(self, scope: Scope, sale: Shown, talks: Negotiation) -> None:
        self._scope, self._sale, self._talks = scope, sale, talks
        self._asked = list(sale.proposal.questions.select_related("asked_by", "answered_by", "line"))
        self._points = talks.beside

    def of_body(self, found: "re.Match[str]") -> str:
        """What stands at one place of the frozen part: at a line by its row, or at a word."""
        kind, which, key = found.groups()
        context = self._at_line(int(which), key) if kind == "line" else self._at(which)
        if not any(context[name] for name in ("questions", "points", "may_ask", "may_point")):
            return ""
        return render_to_string("panel/parts/line_talk.html", context)

    def contract(self, pk: int) -> dict[str, Any]:
        """What stands at a contract's card."""
        subject = f"contract/{pk}"
        questions = [one for one in self._asked if one.about == subject]
        more = {
            "ask_url": self._ask({"contrato": pk}),
            "ask_about": _("sobre este contrato"),
            "point_about": _("no contrato"),
        }
        context = self._context(subject, questions, _("Pedir mudança")) | more
        # Its words are not before whoever sees no prices.
        return context | {"may_point": context["may_point"] and self._scope.sees_prices}

    @cached_property
    def elsewhere(self) -> list[Question]:
        """The questions about the whole, and about what other versions held."""
        return [one for one in self._asked if not self._is_here(one)]

    def _is_here(self, question: Question) -> bool:
        return question.version_id == self._sale.version.pk and bool(question.line_id or question.about)

    def _at_line(self, pk: int, key: str) -> dict[str, Any]:
        questions = [one for one in self._asked if one.line_id == pk and self._is_here(one)]
        more = {"ask_url": self._ask({"item": pk}), "ask_about": _("sobre este item")}
        return self._context(f"line/{key}", questions, _("Pedir mudança")) | more

    def _at(self, subject: str) -> dict[str, Any]:
        labels = {
            "total": _("Pedir outro total"),
            "payment": _("Pedir outro pagamento"),
            "delivery": _("Pedir outro prazo de entrega"),
        }
        context = self._context(subject, [], labels.get(subject, "")) | {"may_ask": False}
        if subject != "delivery":
            context["may_point"] = self._talks.may_ask_price
        return context

    def _ask(self, about: dict[str, int]) -> str:
        return f"{self._scope.url('proposal', self._sale.number)}perguntas/?{urlencode(about)}"

    def _context(self, subject: str, questions: list[Question], label: str) -> dict[str, Any]:
        point_url = ""
        if self._talks.may_ask:
            point_url = f"{self._scope.url('counter', self._sale.number)}ponto/?{urlencode({'sobre': subject})}"
        return {
            "questions": questions,
            "points": self._points.get(subject, []),
            "talks": self._talks,
            "may_ask": self._scope.may("question.ask"),
            "may_point": self._talks.may_ask,
            "point_url": point_url,
            "point_label": label,
        }

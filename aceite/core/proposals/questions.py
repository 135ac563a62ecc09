"""A question of the customer about a proposal or one of its lines, and the vendor's answer in the same place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Line, Proposal, Question
from aceite.core.proposals.permitting import NotCurrent, not_now, require, require_member
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, fit_text, said
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MAX_LETTERS: Final = 4000
LONGEST_PASSAGE: Final = 2000
# A question needs somebody who can still answer with a new version or an extension.
CAN_BE_ASKED: Final = (State.SENT, State.EXPIRED, State.APPROVED, State.ORDER, State.DECLINED)


class QuestionRefused(Refusal):
    """The text cannot be taken; it stays in the form."""


class AlreadyAnswered(Refusal):
    """Somebody of the team has answered this question before."""

    sentence = gettext_lazy("Esta pergunta já foi respondida. Sua resposta não foi enviada.")


@dataclass(frozen=True)
class Clause:
    """What a question about a contract is about: "contract/12", and the passage as the customer names it."""

    about: str = ""
    passage: str = ""


def ask(
    proposal: Proposal,
    text: str,
    *,
    line: Line | None = None,
    clause: Clause | None = None,
    by: PanelUser,
    at: datetime,
) -> Question:
    """Puts the customer's question before the vendor; the same one twice, still unanswered, is one question.

    Raises NotAllowed, NotNow, NotCurrent (the line is of an older version), QuestionRefused and Unfit.
    """
    require("question.ask", proposal, by)
    kept = _kept(text, empty=_("Escreva a sua pergunta."))
    named = clause or Clause()
    passage = fit_text("passage", named.passage, longest=LONGEST_PASSAGE)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if (state := locked.state_at(at)) not in CAN_BE_ASKED:
            raise not_now(locked, state, to_vendor=False)
        version = current_of(locked)
        if line is not None and line.version_id != version.pk:
            raise NotCurrent
        if same := locked.questions.unanswered().filter(asked_by=by, text=kept, line=line, about=named.about).first():
            return same
        question = Question.objects.create(
            company_id=locked.company_id,
            proposal=locked,
            version=version,
            line=line,
            about=named.about,
            passage=passage,
            asked_by=by,
            asked_at=at,
            text=kept,
        )
        if state is State.SENT:
            locked.waiting_for, locked.waiting_since = "vendor", at
            locked.save(update_fields=["waiting_for", "waiting_since"])
        record("question.asked", sale=locked.pk, by=by, at=at, data={"question": question.pk}, personal={"text": kept})
        return question


def answer(question: Question, text: str, *, by: Actor, at: datetime) -> Question:
    """The vendor's answer. Raises NotAllowed, QuestionRefused and AlreadyAnswered (by another text).

    For whom the sale waits afterwards depends on its contracts too: doors call sales.replying.reply.
    """
    by = require_member("question.answer", question.proposal, by)
    kept = _kept(text, empty=_("Escreva a resposta."))
    with transaction.atomic():
        locked = lock_sale(question.proposal_id)
        standing = Question.objects.get(pk=question.pk)
        if standing.answered_at is not None:
            if standing.answer == kept:
                return standing
            raise AlreadyAnswered
        standing.answer, standing.answered_by, standing.answered_at = kept, by, at
        standing.save(update_fields=["answer", "answered_by", "answered_at"])
        record(
            "question.answered", sale=locked.pk, by=by, at=at, data={"question": standing.pk}, personal={"text": kept}
        )
        return standing


def _kept(text: str, *, empty: str) -> str:
    try:
        kept = clean(text, max_length=MAX_LETTERS).text
    except Complaint as complaint:
        raise QuestionRefused(said(complaint)) from None
    if not kept:
        raise QuestionRefused(empty)
    return kept

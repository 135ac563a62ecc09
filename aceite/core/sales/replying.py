"""Answering a customer's question: afterwards the sale waits for whoever has to act in it next."""

from datetime import datetime

from django.db import transaction

from aceite.core.contracts.turns import note_waiting
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Question
from aceite.core.proposals.questions import answer
from aceite.core.trail.actors import Actor


def reply(question: Question, text: str, *, by: Actor, at: datetime) -> Question:
    """The vendor's answer. Raises NotAllowed, proposals.questions.QuestionRefused and AlreadyAnswered."""
    with transaction.atomic():
        answered = answer(question, text, by=by, at=at)
        # A signed copy to be checked, or another question, may still be the vendor's to deal with.
        note_waiting(lock_sale(question.proposal_id), at)
    return answered

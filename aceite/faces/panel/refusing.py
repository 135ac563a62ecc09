"""How a refusal reaches the person: as a sentence, or as a page that is not there."""

from aceite.core.contracts.copies import CopyNotWanted
from aceite.core.contracts.refusing import NotASigner, OutOfTurn
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.sales.countering import NoSuchSubject, SentBefore
from aceite.core.signatures.statements import ChangedMeanwhile
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.ui.forms import Form


def told(refusal: Refusal) -> str:
    """The sentence to show. What she may not do at all is raised again: the door makes it a 404."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    return str(refusal)


def conflicts(refusal: Refusal) -> bool:
    """Whether what she answered is not what stands any more: another version or part of it, another state, another
    chain, or nobody waits for her, or for a copy, any longer."""
    about = NotCurrent | NotNow | NoSuchSubject | SentBefore | ChangedMeanwhile
    return isinstance(refusal, about | OutOfTurn | NotASigner | CopyNotWanted)


def beside(form: Form, refusal: Refusal, *, field: str = "") -> None:
    """Shows the sentence beside the field that the refusal names, else beside `field`, else above the form; and keeps
    whether what the form is about has changed."""
    form.overtaken = conflicts(refusal)
    named = (getattr(refusal, "field", ""), field)
    form.add_error(next((name for name in named if name in form.fields), None), told(refusal))


def status_of(form: Form) -> int:
    """The answer's status: 409 where what the form is about has changed, 422 where something in it is wrong."""
    if form.overtaken:
        return 409
    return 422 if form.errors else 200

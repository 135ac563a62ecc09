"""How a refusal reaches the person: as a sentence, or as a page that is not there."""

from aceite.core.trail.refusals import NotAllowed, Refusal


def told(refusal: Refusal) -> str:
    """The sentence to show. What she may not do at all is raised again: the door makes it a 404."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    return str(refusal)

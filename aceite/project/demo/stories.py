"""All stories of the demo, told together in the order in which their acts happened."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from aceite.project.demo.calendar import moment
from aceite.project.demo.stories_approved import APPROVED
from aceite.project.demo.stories_closed import CLOSED
from aceite.project.demo.stories_lost import LOST
from aceite.project.demo.stories_open import OPEN
from aceite.project.demo.story import Stage, Step, Story, Telling

STORIES: Final[tuple[Story, ...]] = (*CLOSED, *APPROVED, *OPEN, *LOST)


def tell(stage: Stage) -> Iterator[datetime]:
    """Does every act of every story, oldest first, so that numbers and the company's chain follow the days.

    Yields the moment of each act once it is done.
    """
    acts: list[tuple[datetime, Telling, Step]] = []
    for story in STORIES:
        telling = Telling(stage, story)
        acts += [(moment(stage.now, step.days_ago), telling, step) for step in story.steps]
    for at, telling, step in sorted(acts, key=lambda act: act[0]):
        step.act(telling, at)
        yield at

"""All stories of the demo, and what belongs to none, told together in the order in which they happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Final

from aceite.project.demo.calendar import moment
from aceite.project.demo.deeds import DEEDS
from aceite.project.demo.paying import pay, payments_after
from aceite.project.demo.stories_approved import APPROVED
from aceite.project.demo.stories_closed import CLOSED
from aceite.project.demo.stories_lost import LOST
from aceite.project.demo.stories_open import OPEN
from aceite.project.demo.story import Stage, Step, Story, Telling

STORIES: Final[tuple[Story, ...]] = (*CLOSED, *APPROVED, *OPEN, *LOST)


@dataclass(frozen=True, order=True)
class Act:
    """Something that happens in a story; of two at the same moment the one told first comes first."""

    at: datetime
    place: int
    do: Callable[[datetime], None] = field(compare=False)


def tell(stage: Stage) -> Iterator[datetime]:
    """Does every act of every story and every deed, oldest first: numbers and the company's chain follow the days.

    Yields the moment of each act once it is done.
    """
    acts: list[Act] = []
    places = count()

    def do(telling: Telling, step: Step, at: datetime) -> None:
        step.act(telling, at)
        for came, number in payments_after(telling, at):
            heappush(acts, Act(came, next(places), partial(pay, telling, number)))

    for story in STORIES:
        telling = Telling(stage, story)
        for step in story.steps:
            heappush(acts, Act(moment(stage.now, step.days_ago), next(places), partial(do, telling, step)))
    for days_ago, deed in DEEDS:
        heappush(acts, Act(moment(stage.now, days_ago), next(places), partial(deed, stage)))
    while acts:
        act = heappop(acts)
        act.do(act.at)
        yield act.at

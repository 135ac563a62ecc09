"""Loads the whole demo: the stage, the stories, and what the worker would have done meanwhile."""

from datetime import datetime

from django.db import transaction

from aceite.core.companies.scope import Door, everywhere
from aceite.project.demo.calendar import moment
from aceite.project.demo.founding import FOUNDED, REGISTERS_FILLED, found, receive, set_stage
from aceite.project.demo.people import AURORA, BOREAL, EVA, MARKET, TEAM
from aceite.project.demo.settling import do_jobs, settle_mails
from aceite.project.demo.stories import STORIES, tell


def load(now: datetime) -> int:
    """All of it or nothing, as told on the day `now`; returns the number of sales."""
    with transaction.atomic(), everywhere(Door.OPERATOR):
        founded = moment(now, FOUNDED)
        eva = found(BOREAL, EVA, at=founded)
        receive(MARKET, seller=eva, at=moment(now, REGISTERS_FILLED))
        stage = set_stage(found(AURORA, TEAM[0], at=founded), now)
        for at in tell(stage):
            settle_mails(at, now)
    do_jobs()
    return len(STORIES)

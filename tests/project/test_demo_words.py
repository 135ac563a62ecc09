"""What the demo tells before anything is loaded: its calendar, and its people's ways in."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from aceite.project.demo.calendar import moment
from aceite.project.demo.deeds import DEEDS
from aceite.project.demo.founding import REGISTERS_FILLED
from aceite.project.demo.people import BUYERS, PASSWORD, TEAM
from aceite.project.demo.stories import STORIES

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_days_ago_are_working_days() -> None:
    assert moment(MONDAY, 1.5).date().isoformat() == "2026-11-20"
    assert moment(MONDAY, 6.5).date().isoformat() == "2026-11-13"


def test_a_larger_fraction_is_earlier_on_the_same_day() -> None:
    assert moment(MONDAY, 3.9) < moment(MONDAY, 3.1) < moment(MONDAY, 2.9)


def test_today_never_lies_ahead() -> None:
    assert moment(MONDAY, 0.2) < moment(MONDAY, 0) == MONDAY


def test_nothing_happens_to_the_registers_before_they_are_filled() -> None:
    assert max(days_ago for days_ago, _deed in DEEDS) < REGISTERS_FILLED


def test_every_story_goes_forward() -> None:
    for story in STORIES:
        days = [step.days_ago for step in story.steps]
        assert days == sorted(days, reverse=True), story.title


def test_at_every_hour_of_the_week_fewer_days_ago_is_later() -> None:
    days = sorted({step.days_ago for story in STORIES for step in story.steps}, reverse=True)
    for hours in range(7 * 24):
        now = MONDAY + timedelta(hours=hours)
        moments = [moment(now, day) for day in days]
        assert moments == sorted(set(moments)) and moments[-1] <= now, now


def test_the_stories_are_about_fifty_and_their_customers_are_there() -> None:
    assert 44 <= len(STORIES) <= 54
    assert {story.customer for story in STORIES} == {buyer.key for buyer in BUYERS}


@pytest.mark.parametrize("name", [colleague.name for colleague in TEAM] + ["Carla Nogueira", "Joana Siqueira", "Fábio"])
def test_each_person_has_a_line_with_a_way_in(name: str) -> None:
    out = StringIO()
    call_command("demo_people", stdout=out)
    line = next(line for line in out.getvalue().splitlines() if line.startswith(name))
    assert "http" in line and line.endswith(PASSWORD)
    assert "/caixa-de-saida/" in out.getvalue()


def test_production_never_loads_it(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="produção"):
        call_command("load_demo")

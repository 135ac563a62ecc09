"""The check counts all runs together and lets nothing be skipped in silence."""

import re
from pathlib import Path

import _check
import pytest

from tests.house.reading import ROOT

RESULTS = """<testsuites><testsuite>
<testcase classname="tests.kit.test_money" name="test_sum"/>
<testcase classname="tests.kit.test_money" name="test_spread"><failure/></testcase>
<testcase classname="tests.kit.test_money" name="test_words"><error/></testcase>
<testcase classname="tests.kit.test_pdf" name="test_seal"><skipped/></testcase>
</testsuite></testsuites>"""
SKIPPED = "tests.kit.test_pdf::test_seal"


def tally(folder: Path, allowed: set[str]) -> _check.Tally:
    """What is counted over two runs."""
    results = folder / "results.xml"
    results.write_text(RESULTS)
    counted = _check.Tally()
    counted.read(results, allowed)
    counted.read(results, allowed)
    return counted


def test_runs_are_counted_together(tmp_path: Path) -> None:
    counted = tally(tmp_path, {SKIPPED})
    assert (counted.passed, counted.failed, counted.skipped) == (2, 4, 2)
    assert counted.unexplained == []


def test_a_skip_without_a_reason_is_named(tmp_path: Path) -> None:
    assert tally(tmp_path, set()).unexplained == [SKIPPED, SKIPPED]


def test_a_failed_step_shows_all_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert not _check.step("mypy", ["sh", "-c", "echo broken; exit 1"])
    assert _check.step("ruff", ["sh", "-c", "echo quiet"])
    said = capsys.readouterr().out
    assert said.startswith("FALHOU mypy")
    assert "broken" in said
    assert "quiet" not in said


def test_steps_side_by_side_tell_each_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    steps = {"one": ["true"], "two": ["sh", "-c", "echo broken; exit 1"], "three": ["true"]}
    assert _check.side_by_side(steps, {}) == [True, False, True]
    assert re.search(r"FALHOU two \(\d+ s\)\nbroken\n", capsys.readouterr().out)


def test_ci_calls_the_check_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines[-1] == 'exec bin/check "$@"'
    assert len(lines) == 2

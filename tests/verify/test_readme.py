"""The commands that README.md gives to anybody do what it says, with programs that are not ours."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.reading import ROOT
from tests.verify.papers import original
from tests.verify.sale import evidence, good_file

BY_HAND = (ROOT / "verify" / "README.md").read_text(encoding="utf-8").split("## À mão")[1]


@pytest.fixture
def told(tmp_path: Path) -> list[str]:
    """What the commands print, each block of the README run in turn over a good file."""
    (tmp_path / "contrato-assinado.pdf").write_bytes(good_file())
    block = re.findall(r"```sh\n(.*?)```", BY_HAND, re.DOTALL)[0].replace("head -c n", f"head -c {len(original())}")
    done = subprocess.run(["sh", "-ec", block], cwd=tmp_path, capture_output=True, text=True, check=True)
    return [line.split()[0] if len(line) > 64 else line for line in done.stdout.splitlines()]


def test_the_commands_by_hand_agree_with_the_checker(told: list[str]) -> None:
    proof = evidence()
    assert told[0] == proof["original"]["sha256"]
    assert told[1] == told[2]
    assert told[3] == told[4] == proof["trail"][0]["hash"]
    assert told[5] == "Verified OK"

"""What the documents point to exists: files, headings, settings and commands."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from aceite.kit.handbook import anchor
from aceite.project.commands import parser
from tests.house.reading import ROOT

PAGES = [
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "ajuda").glob("*.md"),
    *ROOT.glob("*.md"),
    ROOT / "verify" / "README.md",
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Names of settings are written so.
SETTING = re.compile(r"`([A-Z]+_[A-Z_]+)`")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _hash, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_the_threats_name_settings_and_commands_that_exist() -> None:
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    described = (ROOT / "docs" / "operacao.md").read_text(encoding="utf-8")
    assert [name for name in SETTING.findall(text) if f"| `{name}` |" not in described] == []
    words = {word for action in parser()._actions for word in action.choices or ()} | set(get_commands()) | {"manage"}
    assert [word for word in re.findall(r"`aceite (?:manage )?(\w+)", text) if word not in words] == []


def test_every_attacker_has_what_he_can_and_cannot_do_and_what_gives_him_away() -> None:
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    named = re.findall(r"^\| \[[^\]]+\]\(#([^)]+)\)", text, re.MULTILINE)
    assert len(named) == 9
    by_anchor = {anchor(title): body for title, body in sections.items()}
    assert [name for name in named if "onsegue" not in by_anchor[name] or "ão" not in by_anchor[name]] == []

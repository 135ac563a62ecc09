"""What would make pages heavy or keep them from coming back at once stands in no script and no style sheet of ours."""

import re

from tests.house.reading import ROOT, short

# A page that listens to its end cannot come back out of the browser's memory. The editor asks before rows that are not
# saved yet are lost, which weighs more.
ASKS_BEFORE_LEAVING = "aceite/faces/office/static/office/editor/saving.js"
# Text would stay away until the font has come.
WAITS_FOR_FONT = r"@font-face(?![^}]*font-display:\s*(swap|fallback|optional))"
ELSEWHERE = r"url\(\s*[\"']?(https?:)?//|@import\s+(url\()?[\"']?(https?:)?//"


def found(pattern: str, *endings: str) -> list[str]:
    files = [path for ending in endings for path in sorted((ROOT / "aceite").glob(f"*/*/static/**/*.{ending}"))]
    assert files
    return [short(path) for path in files if re.search(pattern, path.read_text())]


def test_no_page_listens_to_its_end() -> None:
    assert found(r"unload", "js") == [ASKS_BEFORE_LEAVING]


def test_text_waits_for_no_font_and_nothing_comes_from_elsewhere() -> None:
    assert found(WAITS_FOR_FONT, "css") == []
    assert found(ELSEWHERE, "css") == []


def test_what_would_be_wrong_is_seen() -> None:
    rule = "@font-face { font-family: x; src: url(x.woff2); %s}"
    assert re.search(WAITS_FOR_FONT, rule % "") and not re.search(WAITS_FOR_FONT, rule % "font-display: swap;")
    assert re.search(ELSEWHERE, "src: url('//fonts.example/x.woff2')") and not re.search(ELSEWHERE, rule)

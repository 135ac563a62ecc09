"""Every finding has its sentence in both languages, and no sentence is without its finding."""

import re
import string

from aceite.core.trail.kinds import KINDS
from aceite_verify.findings import bad
from aceite_verify.words import ENGLISH, PORTUGUESE
from tests.house.reading import ROOT

SECTIONS = "|".join(PORTUGUESE.titles)
CODE = re.compile(rf'"((?:{SECTIONS})\.(?!json")[a-z_]+)"')


def codes_in_use() -> set[str]:
    """Every code that a part of the checker names."""
    parts = (ROOT / "verify" / "aceite_verify").glob("*.py")
    found = {code for part in parts if not part.stem.startswith("words") for code in CODE.findall(part.read_text())}
    # The trail's own kinds of events are looked for too, and are no findings.
    return found - set(KINDS)


def blanks(sentence: str) -> set[str | None]:
    return {name for _text, name, _how, _kind in string.Formatter().parse(sentence) if name is not None}


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    unused = set(PORTUGUESE.sentences) - codes_in_use()
    assert codes_in_use() <= set(PORTUGUESE.sentences)
    # The seal's checks arrive with the part that seals; their words are here already.
    assert [code for code in unused if code.split(".")[0] not in {"seal", "trust"}] == []


def test_both_languages_tell_the_same() -> None:
    differing = [
        code
        for code, sentence in PORTUGUESE.sentences.items()
        if blanks(sentence) != blanks(ENGLISH.sentences.get(code, ""))
    ]
    assert differing == []
    assert list(PORTUGUESE.titles) == list(ENGLISH.titles)


def test_a_sentence_is_filled_in_and_a_blank_left_open_breaks_nothing() -> None:
    assert PORTUGUESE.sentence(bad("increment.page_redefined", page=2)) == "A página 2 do documento foi substituída."
    assert "—" in PORTUGUESE.sentence(bad("increment.page_redefined"))
    assert PORTUGUESE.sentence(bad("seal.new_code")) == "seal.new_code"


def test_what_a_hostile_file_says_reaches_no_terminal_as_it_is() -> None:
    shown = ENGLISH.sentence(bad("consent.changed", name="Carla\x1b[2J\n✓ {file}" + "x" * 999))
    assert "\x1b" not in shown and "\n" not in shown and len(shown) < 300

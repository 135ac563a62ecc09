"""What the findings are called: one sentence for each code, in Portuguese first, and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aceite_verify import words_en, words_external, words_pt
from aceite_verify.findings import Finding


@dataclass(frozen=True)
class Words:
    """All words of one language. Titles stand in the order in which the sections are told."""

    sentences: Mapping[str, str]
    titles: Mapping[str, str]
    verdicts: Mapping[int, str]
    by_hand: str
    unreadable: str
    untrusted: str

    def sentence(self, finding: Finding) -> str:
        """The finding for people; a code without words is shown as it is."""
        sentence = self.sentences.get(finding.code)
        return finding.code if sentence is None else sentence.format_map(_Blanks(finding.detail))


class _Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


def _words(of: Any, more: Mapping[str, str]) -> Words:
    return Words({**of.SENTENCES, **more}, of.TITLES, of.VERDICTS, of.BY_HAND, of.UNREADABLE, of.UNTRUSTED)


PORTUGUESE: Final = _words(words_pt, words_external.PORTUGUESE)
ENGLISH: Final = _words(words_en, words_external.ENGLISH)
LANGUAGES: Final = {"pt": PORTUGUESE, "en": ENGLISH}

"""Hygiene for text people type or paste: mended where the intent is plain, refused with a reason where it is not."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

MAX_MARKS: Final = 8
MAX_WORD: Final = 100
# So many words of a search are heeded.
MAX_SOUGHT: Final = 8

_BIDI: Final = frozenset("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What Word and web pages leave in a paste: the intent is plain, so it is mended instead of refused.
_MENDS: Final = {
    "\u2011": "-",
    "\uf0b7": "\u2022",
    "\t": " ",
    "\v": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
} | dict.fromkeys("\u200b\ufeff\u00ad\u200e\u200f\u2060\ufe0e\ufe0f", "")
_MEND_TABLE: Final = str.maketrans(_MENDS)
_MENDED: Final = re.compile(f"[{''.join(_MENDS)}]")
# No line breaks at a no-break space; it does after a hyphen and a slash (so long addresses pass).
_LONG_WORD: Final = re.compile(rf"(?:[^\s/\-]|[\u00a0\u2007\u202f]){{{MAX_WORD + 1},}}")


class BadText(Complaint):
    """The text holds something that cannot be taken; the sentence says what and why."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text as it is kept, and how many characters were mended (for "ajustamos n caracteres")."""

    text: str
    mended: int


def clean(text: str, *, max_length: int, multiline: bool = True) -> Cleaned:
    """Return NFC text without surrounding space, its lines parted by line feeds.

    In a field of one line, breaks become spaces. Raises BadText for text over `max_length` letters, controls, lone
    surrogates, private use, invisible and bidi controls, over 8 marks on a base, a word over 100 letters.
    Whether the documents' font can draw it is asked in `fonts`.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    mended = len(_MENDED.findall(unified))
    unified = unified.translate(_MEND_TABLE)
    if not multiline:
        # Breaks at the ends are no loss, so they are not counted as mended.
        unified = unified.strip()
        mended += unified.count("\n")
        unified = unified.replace("\n", " ")
    kept = unicodedata.normalize("NFC", unified).strip()
    _refuse_length(kept, max_length)
    _refuse_characters(kept)
    _refuse_marks(kept)
    _refuse_long_words(kept)
    return Cleaned(kept, mended)


def unaccented(text: str) -> str:
    """Return lower case without accents and other marks, for searching: "São João" is "sao joao"."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def searchable(*texts: str) -> str:
    """Return the words of all texts, unaccented, each after two spaces, as `needles` expects them."""
    return "".join(f"  {word}" for word in unaccented(" ".join(texts)).split())


def needles(typed: str) -> list[str]:
    """Return what a `searchable` text has to hold to answer a search: each word, wherever it stands in a longer one.

    One letter or two are sought where words begin. Every needle has three characters at least, as a trigram index asks.
    """
    seen = "".join(letter if letter.isprintable() else " " for letter in typed)
    return [" " * (3 - len(word)) + word for word in unaccented(seen).split()[:MAX_SOUGHT]]


def missing_glyphs(text: str, coverage: frozenset[int]) -> list[str]:
    """Return the characters of `text` outside `coverage`, each once, in the order they appear. Line feeds need none."""
    return [letter for letter in dict.fromkeys(text) if letter != "\n" and ord(letter) not in coverage]


def named(letters: Iterable[str]) -> str:
    """Name characters for people: "😀 (U+1F600 GRINNING FACE)"; what cannot be shown is named by its number alone."""
    return ", ".join(f"{letter} ({number_and_name(letter)})" for letter in letters)


def number_and_name(letter: str) -> str:
    """Return "U+202E RIGHT-TO-LEFT OVERRIDE"; for a character without name, its number."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()


def _refuse_length(text: str, max_length: int) -> None:
    if len(text) > max_length:
        raise BadText(_("O texto tem %(count)s letras; cabem %(limit)s. Encurte-o."), count=len(text), limit=max_length)


def _refuse_characters(text: str) -> None:
    for letter in dict.fromkeys(text):
        if letter != "\n" and (reason := _reason_against(letter)):
            raise BadText(reason, character=number_and_name(letter))


def _reason_against(letter: str) -> str | None:
    if letter in _BIDI:
        return _("O caractere %(character)s não é aceito: ele muda a direção do texto e pode esconder o que se lê.")
    return {
        "Cc": _("O caractere de controle %(character)s não é aceito: ele não se vê. Apague-o ou digite de novo."),
        "Cs": _("O caractere %(character)s não é aceito: é a metade de um símbolo que se perdeu. Digite-o de novo."),
        "Co": _("O caractere %(character)s não é aceito: só existe na fonte de quem o digitou. Troque-o por um comum."),
        "Cn": _("O caractere %(character)s não é aceito: ainda não existe no padrão Unicode."),
        "Cf": _("O caractere %(character)s não é aceito: ele não se vê (costuma vir dentro de um emoji). Apague-o."),
    }.get(unicodedata.category(letter))


def _refuse_marks(text: str) -> None:
    marks = 0
    for letter in text:
        # ASCII is most of any text, and asking the database for each letter of a long contract is slow.
        marks = marks + 1 if letter > "\x7f" and unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks > MAX_MARKS:
            raise BadText(
                _("Há mais de %(limit)s acentos ou sinais sobre uma só letra (o último: %(character)s). Apague-os."),
                limit=MAX_MARKS,
                character=number_and_name(letter),
            )


def _refuse_long_words(text: str) -> None:
    if found := _LONG_WORD.search(text):
        raise BadText(
            _("A palavra que começa com “%(start)s” tem %(count)s letras sem espaço; cabem %(limit)s. Separe-a."),
            start=found[0][:20],
            count=len(found[0]),
            limit=MAX_WORD,
        )

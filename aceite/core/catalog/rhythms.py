"""How often something is paid, as people write it in a cell: every month, every quarter, every year, so many times.

Pure: the words of a spreadsheet in, those of the database out.
"""

import re
from typing import Final

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.text import unaccented

MAX_PERIODS: Final = 360
EVERY: Final = ("month", "quarter", "year")

_SAID: Final = {
    "": ("uma vez", "unico", "unica", "pagamento unico", "avulso", "nao", "nenhuma", "once", "-", "0"),
    "month": ("mes", "mensal", "mensalmente", "mensalidade", "por mes", "ao mes", "todo mes",
              "month", "monthly", "per month"),
    "quarter": ("trimestre", "trimestral", "trimestralmente", "por trimestre", "ao trimestre",
                "quarter", "quarterly", "per quarter"),
    "year": ("ano", "anual", "anualmente", "anuidade", "por ano", "ao ano", "year", "yearly", "annual", "per year"),
}  # fmt: skip
_WORDS: Final = {word: every for every, words in _SAID.items() for word in words}
_ENDLESS: Final = (
    "ate cancelar",
    "until cancelled",
    "sem prazo",
    "sem fim",
    "indeterminado",
    "prazo indeterminado",
    "-",
)
_TIMES: Final = re.compile(r"([0-9]{1,3})(?: ?x| vez| vezes| mes| meses| trimestre| trimestres| ano| anos)?")


class BadRhythm(Complaint):
    """A cell that does not say how often, or how many times, something is paid."""


def every_of(text: str) -> str:
    """How often: one of EVERY, or "" for what is paid once. Raises BadRhythm."""
    found = _WORDS.get(_bare(text))
    if found is None:
        raise BadRhythm(_("“%(text)s” não é uma vez, por mês, por trimestre nem por ano."), text=text[:40])
    return found


def times_of(text: str) -> int:
    """How many times; 0 until somebody cancels it. Raises BadRhythm."""
    said = _bare(text)
    if said in _ENDLESS:
        return 0
    times = _TIMES.fullmatch(said)
    if times is None or int(times[1]) > MAX_PERIODS:
        raise BadRhythm(_("Escreva quantas vezes, de 1 a %(limit)s, ou “até cancelar”."), limit=MAX_PERIODS)
    return int(times[1])


def _bare(text: str) -> str:
    return " ".join(unaccented(text).split()).rstrip(".")

"""What an amendment changes, as people read it."""

from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.proposals.changes import REPLACES, Change


def tie_words(change: Change, number: int, original: str) -> str:
    """What it is: "Aditivo nº 2 ao PED2026-0007"."""
    words = {"number": number, "original": original}
    return (_("Distrato do %(original)s") if change.terminates else _("Aditivo nº %(number)s ao %(original)s")) % words


def change_words(change: Change, *, recurs: bool = False) -> list[str]:
    """What it changes, a sentence each; nothing of what stays. `recurs`: something in it is paid repeatedly."""
    since = _("a partir de %(day)s") % {"day": day_words(change.effective_on)} if change.effective_on else ""
    if change.terminates:
        day = change.effective_on
        return [
            _("O contrato termina em %(day)s.") % {"day": day_words(day)}
            if day
            else _("O contrato termina na aprovação.")
        ]
    words = [_("Vale %(since)s.") % {"since": since}] if since else []
    if change.ends == "date" and change.ends_on:
        words.append(_("O contrato passa a valer até %(day)s.") % {"day": day_words(change.ends_on)})
    elif change.ends == "open":
        words.append(_("O contrato passa a valer sem prazo."))
    if change.recurring == REPLACES:
        words.append(_("Os valores recorrentes deste aditivo substituem os anteriores."))
    elif recurs:
        words.append(_("Os valores recorrentes deste aditivo somam-se ao que já se paga."))
    return words

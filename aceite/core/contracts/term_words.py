"""The term of a contract as people read it and as it is typed."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.companies.moments import day_words
from aceite.core.contracts.terms import ENDS, MOST_DAYS, MOST_MONTHS, RENEWALS, STARTS, Term
from aceite.core.trail.refusals import Unfit

START_CHOICES = [
    ("", gettext_lazy("Sem vigência escrita")),
    ("signature", gettext_lazy("Na última assinatura")),
    ("approval", gettext_lazy("Na aprovação")),
    ("after", gettext_lazy("Dias depois da aprovação")),
    ("date", gettext_lazy("Em uma data")),
]
END_CHOICES = [
    ("open", gettext_lazy("Sem prazo")),
    ("months", gettext_lazy("Depois de meses")),
    ("date", gettext_lazy("Em uma data")),
]
RENEWAL_CHOICES = [
    ("none", gettext_lazy("Não renova")),
    ("automatic", gettext_lazy("Renova sozinho")),
    ("agreement", gettext_lazy("Só por acordo")),
]


def term_words(term: Term) -> str:
    """All of it in a sentence: "da última assinatura, por 12 meses; renova por 12 meses, salvo aviso 30 dias antes"."""
    if not term.starts:
        return _("sem vigência escrita")
    words = _("%(start)s, %(end)s") % {"start": start_words(term), "end": end_words(term)}
    renewal = renewal_words(term)
    return f"{words}; {renewal}" if renewal else words


def start_words(term: Term) -> str:
    """From when."""
    if term.starts == "date" and term.start_on:
        return _("a partir de %(day)s") % {"day": day_words(term.start_on)}
    if term.starts == "after":
        said = ngettext(
            "a partir de %(count)s dia depois da aprovação", "a partir de %(count)s dias depois da aprovação",
            term.start_days,
        )  # fmt: skip
        return said % {"count": term.start_days}
    return _("a partir da última assinatura") if term.starts == "signature" else _("a partir da aprovação")


def end_words(term: Term) -> str:
    """Until when."""
    if term.ends == "date" and term.end_on:
        return _("até %(day)s") % {"day": day_words(term.end_on)}
    return months_words(term.months) if term.ends == "months" else _("sem prazo")


def renewal_words(term: Term) -> str:
    """How it goes on; nothing where it has no end or is not renewed."""
    if term.ends == "open" or term.renewal == "none":
        return ""
    if term.renewal == "agreement":
        return _("renovação só por acordo")
    words = {"months": months_words(term.renewal_months), "days": term.notice_days}
    if not term.notice_days:
        return _("renova %(months)s, salvo aviso") % words
    return _("renova %(months)s, salvo aviso %(days)s dias antes") % words


def months_words(months: int) -> str:
    """For how long."""
    return ngettext("por %(count)s mês", "por %(count)s meses", months) % {"count": months}


def clean_term(term: Term) -> Term:
    """The term without what its choices do not ask. Raises Unfit for the field that has to change, as `term_end_on`."""
    _require(term.starts in STARTS, "starts", _("Escolha uma das opções."))
    _require(term.ends in ENDS, "ends", _("Escolha uma das opções."))
    _require(term.renewal in RENEWALS, "renewal", _("Escolha uma das opções."))
    if not term.starts:
        return Term()
    _within(term)
    _require(term.starts != "date" or term.start_on is not None, "start_on", _("Diga em que dia o contrato começa."))
    _require(term.ends != "date" or term.end_on is not None, "end_on", _("Diga em que dia o contrato termina."))
    _require(term.ends != "months" or term.months > 0, "months", _("Diga por quantos meses o contrato vale."))
    kept = replace(
        term,
        start_on=term.start_on if term.starts == "date" else None,
        start_days=term.start_days if term.starts == "after" else 0,
        end_on=term.end_on if term.ends == "date" else None,
        months=term.months if term.ends == "months" else 0,
        renewal=term.renewal if term.ends != "open" else "none",
    )
    renews = kept.renewal == "automatic"
    _require(not renews or kept.renewal_months > 0, "renewal_months", _("Diga por quantos meses ele se renova."))
    _ordered(kept.start_on, kept.end_on)
    if not renews:
        kept = replace(kept, renewal_months=0, notice_days=0)
    return kept


def _within(term: Term) -> None:
    for name in ("months", "renewal_months"):
        _require(0 <= getattr(term, name) <= MOST_MONTHS, name, _("Use no máximo 600 meses."))
    for name in ("start_days", "notice_days", "alert_days"):
        _require(0 <= getattr(term, name) <= MOST_DAYS, name, _("Use no máximo 3650 dias."))


def _ordered(first: date | None, last: date | None) -> None:
    _require(first is None or last is None or last >= first, "end_on", _("O fim vem antes do começo."))


def _require(holds: bool, name: str, sentence: str) -> None:
    if not holds:
        raise Unfit(f"term_{name}", sentence)

"""What whoever uses a blueprint is told: prices that changed since, and what is offered no more."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.blueprints.using import Repriced, Told
from aceite.faces.ui.templatetags.br import unit_price

_NAMED: Final = 5


def told_words(told: Told) -> Iterator[str]:
    """One sentence for each kind of change."""
    if told.repriced:
        many = len(told.repriced)
        words = ngettext(
            "O preço de %(count)s item mudou no catálogo desde que o modelo foi salvo: %(names)s.",
            "Os preços de %(count)s itens mudaram no catálogo desde que o modelo foi salvo: %(names)s.",
            many,
        )
        yield words % {"count": many, "names": _listed([_changed(each) for each in told.repriced])}
    if told.gone:
        words = _("Já não está no catálogo, e ficou com o preço do modelo: %(names)s. Confira antes de enviar.")
        yield words % {"names": _listed(told.gone)}
    if told.no_contracts:
        words = _("Este contrato do modelo não é mais oferecido e ficou de fora: %(names)s.")
        yield words % {"names": _listed(told.no_contracts)}


def _changed(line: Repriced) -> str:
    words = {"name": line.name, "before": unit_price(line.before), "now": unit_price(line.now)}
    return _("%(name)s (de %(before)s para %(now)s)") % words


def _listed(names: list[str]) -> str:
    said, more = "; ".join(names[:_NAMED]), len(names) - _NAMED
    return _("%(names)s e mais %(more)s") % {"names": said, "more": more} if more > 0 else said

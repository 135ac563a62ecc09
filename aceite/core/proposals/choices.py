"""What can be chosen from a short list in a proposal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DiscountKind(models.TextChoices):
    """How a discount is meant."""

    NONE = "", _("sem desconto")
    PERCENT = "percent", _("%")
    AMOUNT = "amount", _("R$")


class FreightKind(models.TextChoices):
    """Who pays the freight."""

    NONE = "none", _("Sem frete")
    CIF = "cif", _("CIF (por conta do vendedor)")
    FOB = "fob", _("FOB (por conta do cliente)")


class LineChoice(models.TextChoices):
    """Whether a line is part of what is offered, or may be added to it or left out of it."""

    FIXED = "", _("faz parte da proposta")
    IN = "in", _("opcional, no total")
    OUT = "out", _("opcional, fora do total")


class BlockKind(models.TextChoices):
    """What a piece of presentation is: it decides how it is set, and where it stands at first."""

    COVER = "cover", _("Capa")
    INTRODUCTION = "introduction", _("Introdução")
    ABOUT = "about", _("Sobre nós")
    SCOPE = "scope", _("Escopo")
    TEXT = "text", _("Texto livre")
    CLOSING = "closing", _("Fechamento")


# What stands behind the items at first.
STANDS_AFTER = frozenset({BlockKind.CLOSING})

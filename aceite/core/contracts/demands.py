"""What is asked of whoever signs: on paper or in the panel, and at which level."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite_verify.levels import ADVANCED, QUALIFIED, SIMPLE


class Requirement(models.TextChoices):
    """How a contract is to be signed before the proposal can be approved."""

    MANUAL = "manual", _("Assinatura no papel (via digitalizada)")
    DIGITAL = "digital", _("Assinatura digital no painel")
    EITHER = "either", _("No papel ou digital, à escolha do cliente")
    NONE = "none", _("Sem assinatura (apenas leitura)")


class Level(models.TextChoices):
    """How much an electronic signature has to prove at least, in the words of Lei 14.063/2020, art. 4.

    Which way of confirming reaches which stands in `aceite_verify.levels`, by which server and offline checker both go.
    """

    SIMPLE = SIMPLE, _("Simples")
    ADVANCED = ADVANCED, _("Avançada")
    QUALIFIED = QUALIFIED, _("Qualificada")

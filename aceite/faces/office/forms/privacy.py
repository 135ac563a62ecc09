"""The forms about people's data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.privacy.models import Retention
from aceite.core.privacy.periods import BOUNDS, Periods
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField


def _period(name: str, label: Any, help_text: Any) -> forms.IntegerField:
    least, most = BOUNDS[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


class PeriodsForm(StandingForm):
    """For how long what is kept."""

    evidence_years = _period(
        "evidence_years",
        _("anos para provas de assinatura e aprovação"),
        _("Contados do fim da venda. Dez anos cobrem o maior prazo comum do Código Civil (art. 205)."),
    )
    lost_years = _period(
        "lost_years",
        _("anos para rascunhos e vendas perdidas"),
        _("Contados da última alteração, recusa, vencimento ou cancelamento."),
    )
    mail_months = _period(
        "mail_months",
        _("meses para o registro de e-mails"),
        _("Quem recebeu o quê e quando; o texto nunca é guardado."),
    )

    def __init__(self, *args: Any, readable: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = readable

    @classmethod
    def of(cls, standing: Retention) -> dict[str, int]:
        """What the form shows before anything is typed."""
        return {name: getattr(standing, name) for name in cls.base_fields}

    def given(self) -> Periods:
        """What the verb takes."""
        return Periods(**self.cleaned_data)


class ErasureForm(OfficeForm):
    """There is no way back, so it is asked once more."""

    sure = forms.BooleanField(label=_("Li o plano acima e sei que não dá para desfazer"))


class RefusalForm(OfficeForm):
    """Why the data stay."""

    reason = CleanTextField(
        label=_("Motivo da recusa"),
        max_length=400,
        multiline=True,
        help_text=_("A pessoa lê este texto no painel e por e-mail."),
    )

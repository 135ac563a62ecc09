"""The form of the rules by which customers are reminded."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.reminders.rules import Rules
from aceite.core.reminders.ruling import LONGEST, MOST
from aceite.faces.office.forms.standing import StandingForm


def _days(label: Any, hint: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, min_value=0, max_value=LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class RemindersForm(StandingForm):
    """One switch, four rules in days (0: never), and when nobody is disturbed. The numbers' labels go on from them."""

    on = forms.BooleanField(
        label=_("Lembrar os clientes automaticamente"), required=False,
        help_text=_("Desligado, nenhum lembrete sai sozinho; você ainda pode lembrar um cliente na página da venda."),
    )  # fmt: skip
    before_end = _days(_("dias antes do fim da validade"), _("Uma vez por validade, a quem vê a proposta."))
    unseen = _days(_("dias sem abrir a proposta"), _("A quem pode aprovar ou assinar; repete no mesmo intervalo."))
    unanswered = _days(_("dias depois de vista, sem resposta"), _("A quem falta assinar ou aprovar; repete também."))
    entry_late = _days(_("dias de atraso da entrada"), _("Depois de aprovada, enquanto a entrada não chega."))
    at_most = forms.IntegerField(
        label=_("lembretes no máximo, por versão"), min_value=1, max_value=MOST,
        help_text=_("Somando todas as regras. Depois disso, é melhor telefonar."),
    )  # fmt: skip
    from_hour = forms.IntegerField(label=_("hora do dia em que os lembretes começam"), min_value=0, max_value=23)
    until_hour = forms.IntegerField(label=_("hora do dia em que os lembretes param"), min_value=1, max_value=24)
    business_days_only = forms.BooleanField(
        label=_("Só em dias úteis"), required=False,
        help_text=_("Sem sábados, domingos e feriados: os nacionais e os que a empresa escolheu em Pix e feriados."),
    )  # fmt: skip

    @classmethod
    def of(cls, rules: Rules) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return asdict(rules)

    def given(self) -> Rules:
        """What the verb takes."""
        return Rules(**{name: self.cleaned_data[name] for name in Rules.__slots__})

"""By what right somebody signs for a customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.declaring import LONGEST_REASON
from aceite.core.customers.models import PanelUser, PanelUserQuerySet, PowerKind, SigningPower
from aceite.core.customers.powers import PowerData, ProxyFile
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField, FileListField


class PowerForm(OfficeForm):
    """Nothing noted unless said otherwise; each kind asks only for what belongs to it."""

    kind = forms.ChoiceField(
        label=_("Como assina"),
        choices=[("", _("Nada anotado")), *PowerKind.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Como está no contrato social, no estatuto ou na procuração."),
    )
    jointly = forms.ModelMultipleChoiceField(
        label=_("Em conjunto com uma destas pessoas"),
        queryset=PanelUser.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    proxy = FileListField(label=_("Procuração (PDF)"), accept=".pdf", max_files=1, required=False)
    ends_on = DateBRField(label=_("Vale até"), required=False, help_text=_("Em branco, não tem data de fim."))
    basis = CleanTextField(label=_("Onde está escrito"), max_length=160, required=False)

    def __init__(self, *args: Any, colleagues: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jointly"].queryset = colleagues  # type: ignore[attr-defined]
        if not colleagues.exists():
            self.fields["jointly"].help_text = _("Mais ninguém deste cliente pode assinar contratos.")

    @classmethod
    def of(cls, power: SigningPower | None) -> dict[str, Any]:
        """What was noted."""
        if power is None:
            return {}
        return {name: getattr(power, name) for name in ("kind", "jointly", "ends_on", "basis")}

    def given(self) -> PowerData:
        """What the verb takes."""
        values = self.cleaned_data
        files = values["proxy"] or []
        proxy = ProxyFile(files[0].file.name or "procuracao.pdf", files[0].file.read()) if files else None
        return PowerData(values["kind"], list(values["jointly"]), values["basis"], values["ends_on"], proxy)


class RefusePowerForm(OfficeForm):
    """Why what the customer declared does not count; the customer reads it."""

    reason = CleanTextField(
        label=_("Motivo da recusa"),
        max_length=LONGEST_REASON,
        multiline=True,
        required=False,
        drawable=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("O cliente lê este texto e pode declarar de novo."),
    )

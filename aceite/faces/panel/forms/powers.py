"""By what right somebody of the customer signs, as the customer says it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUser, PanelUserQuerySet, PowerKind
from aceite.core.customers.power_papers import LARGEST
from aceite.core.customers.powers import LONGEST_BASIS, PowerData, ProxyFile
from aceite.faces.ui.fields import CleanTextField, DateBRField, FileListField
from aceite.faces.ui.forms import Form


class DeclaredPowerForm(Form):
    """How, with whom, until when, and the paper of it."""

    kind = forms.ChoiceField(
        label=_("Como assina"),
        choices=PowerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escolha como a pessoa assina.")},
    )
    jointly = forms.ModelMultipleChoiceField(
        label=_("Em conjunto com uma destas pessoas"),
        queryset=PanelUser.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Preencha só para quem assina em conjunto."),
    )
    proxy = FileListField(
        label=_("Documento"),
        accept=".pdf,.jpg,.jpeg,.png",
        max_files=1,
        max_bytes=LARGEST,
        help_text=_("Contrato social, estatuto ou ata, em PDF ou foto. A procuração precisa ser um PDF."),
        error_messages={"required": _("Envie o documento em que isso está escrito.")},
    )
    ends_on = DateBRField(label=_("Vale até"), required=False, help_text=_("Em branco, não tem data de fim."))
    basis = CleanTextField(
        label=_("Onde está escrito"),
        max_length=LONGEST_BASIS,
        required=False,
        help_text=_("Por exemplo: contrato social, cláusula 5ª."),
    )

    def __init__(self, *args: Any, colleagues: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jointly"].queryset = colleagues  # type: ignore[attr-defined]
        if not colleagues.exists():
            self.fields["jointly"].help_text = _("Mais ninguém deste cliente pode assinar contratos.")

    def given(self) -> PowerData:
        """What the verb takes."""
        said = self.cleaned_data
        file = said["proxy"][0].file
        paper = ProxyFile(file.name or "documento", file.read())
        return PowerData(said["kind"], list(said["jointly"]), said["basis"], said["ends_on"], paper)

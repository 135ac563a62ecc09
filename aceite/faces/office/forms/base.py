"""The base of the office's forms, and the fields several of them share."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.trail.refusals import Refusal
from aceite.faces.ui.fields import CEPField, CleanTextField
from aceite.faces.ui.forms import Form

STATES: Final = (
    *("AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA"),
    *("PB", "PE", "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO"),
)
ZONES: Final = (
    ("America/Sao_Paulo", _("Brasília (São Paulo, Rio, Sul, Minas, Goiás)")),
    ("America/Bahia", _("Bahia")),
    ("America/Fortaleza", _("Fortaleza (Ceará, Maranhão, Piauí, Paraíba, Rio Grande do Norte)")),
    ("America/Recife", _("Recife (Pernambuco)")),
    ("America/Maceio", _("Maceió (Alagoas, Sergipe)")),
    ("America/Belem", _("Belém (Pará, Amapá)")),
    ("America/Araguaina", _("Araguaína (Tocantins)")),
    ("America/Noronha", _("Fernando de Noronha")),
    ("America/Manaus", _("Manaus (Amazonas)")),
    ("America/Cuiaba", _("Cuiabá (Mato Grosso)")),
    ("America/Campo_Grande", _("Campo Grande (Mato Grosso do Sul)")),
    ("America/Porto_Velho", _("Porto Velho (Rondônia)")),
    ("America/Boa_Vista", _("Boa Vista (Roraima)")),
    ("America/Rio_Branco", _("Rio Branco (Acre)")),
)


class OfficeForm(Form):
    """A form whose view calls a verb; `refusal` is why the verb did not happen."""

    refusal: Refusal | None = None


class EmailField(forms.EmailField):
    """An e-mail address, with a sentence of its own when it is none."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": _("Este e-mail não parece completo. Exemplo: nome@empresa.com.br.")}
        widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        usual: dict[str, Any] = {"label": _("E-mail"), "widget": widget, "error_messages": wrong, "max_length": 254}
        super().__init__(**(usual | kwargs))


class AddressForm(OfficeForm):
    """The fields of a Brazilian postal address, all optional."""

    zip_code = CEPField(label=_("CEP"), required=False)
    street = CleanTextField(label=_("Logradouro"), max_length=120, required=False)
    street_number = CleanTextField(label=_("Número"), max_length=15, required=False)
    complement = CleanTextField(label=_("Complemento"), max_length=60, required=False)
    district = CleanTextField(label=_("Bairro"), max_length=60, required=False)
    city = CleanTextField(label=_("Cidade"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("UF"), choices=[("", "—"), *((uf, uf) for uf in STATES)], required=False)


def picked(form: forms.Form, names: "list[str] | tuple[str, ...]") -> dict[str, Any]:
    """The cleaned values of these fields."""
    return {name: form.cleaned_data[name] for name in names}

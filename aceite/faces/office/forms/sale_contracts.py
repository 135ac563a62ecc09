"""A contract inside a proposal: where its text comes from, the text itself, how it is signed and by whom."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.at_request import LONGEST_NAME, Request
from aceite.core.contracts.models import (
    Contract,
    ContractQuerySet,
    ContractTemplate,
    ContractTemplateQuerySet,
    Requirement,
    SignerRole,
)
from aceite.core.contracts.texts import WRITTEN, Text
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.contracts import TextForm, executive_field, level_field
from aceite.faces.office.forms.signing_plan import STEPS
from aceite.faces.office.forms.terms import term_in
from aceite.faces.ui.fields import CleanTextField, FileListField, TaxIdField

_REQUIREMENT_HELP = _("O que falta para o cliente poder aprovar a proposta.")


class FromTemplateForm(OfficeForm):
    """A copy of a template."""

    template = forms.ModelChoiceField(
        label=_("Modelo"), queryset=ContractTemplate.objects.none(), empty_label=_("Escolha…")
    )

    def __init__(self, *args: Any, templates: ContractTemplateQuerySet, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = templates
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        # What a template asks for comes as soon as it is chosen; without scripts, with the first press of the button.
        self.fields["template"].widget.attrs |= {
            "hx-get": address, "hx-trigger": "change", "hx-target": "#asked", "hx-select": "#asked",
            "hx-swap": "outerHTML",
        }  # fmt: skip

    def chosen(self) -> ContractTemplate | None:
        """The template that stands in the form."""
        value = str(self["template"].value() or "")
        return self.templates.filter(pk=value).first() if value.isdecimal() else None


class FromRegisterForm(OfficeForm):
    """A copy of a registered contract (avulso)."""

    registered = forms.ModelChoiceField(
        label=_("Contrato avulso"), queryset=Contract.objects.none(), empty_label=_("Escolha…")
    )

    def __init__(self, *args: Any, registered: ContractQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registered"].queryset = registered  # type: ignore[attr-defined]


class UploadForm(OfficeForm):
    """A PDF from elsewhere."""

    title = CleanTextField(label=_("Título"), max_length=160)
    file = FileListField(
        label=_("Arquivo PDF"), accept=".pdf", max_files=1,
        help_text=_(
            "O arquivo é refeito sem formulários, programas e anexos; você confere antes de enviar. "
            "Um PDF já assinado fica como veio, se as assinaturas conferem."
        ),
    )  # fmt: skip
    requirement = forms.ChoiceField(label=_("Assinatura"), choices=Requirement.choices, help_text=_REQUIREMENT_HELP)
    level = level_field()
    executive = executive_field()


class ContractForm(TextForm):
    """The text, the requirement and the level; an uploaded PDF has no text to write."""

    def __init__(self, *args: Any, uploaded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].help_text = _REQUIREMENT_HELP
        if uploaded:
            del self.fields["body"]

    def text(self) -> Text:
        """What the verb takes."""
        values = self.cleaned_data | {"term": term_in(self.cleaned_data)}
        return Text(**{name: values.get(name, "") for name in WRITTEN})


class SignerForm(OfficeForm):
    """Whether one person of the customer signs, as what, with which CPF, and whether another asked her to."""

    signs = forms.BooleanField(required=False)
    role = forms.ChoiceField(label=_("Papel"), choices=SignerRole.choices, required=False)
    cpf = TaxIdField(label=_("CPF"), only="cpf", required=False)
    step = forms.TypedChoiceField(label=_("Etapa"), choices=STEPS, coerce=int, required=False)
    asks_proxy = forms.BooleanField(
        label=_("Assina por procuração e a envia ao assinar"),
        required=False,
        help_text=_("A pessoa envia o PDF da procuração antes de assinar; você o baixa na página da venda."),
    )
    request_name = forms.CharField(label=_("No lugar de quem (nome)"), max_length=LONGEST_NAME, required=False)
    request_cpf = TaxIdField(label=_("CPF de quem pediu"), only="cpf", required=False)

    def clean(self) -> dict[str, Any]:
        """A person who signs has a role."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("signs") and not cleaned.get("role"):
            raise ValidationError(_now("Diga se a pessoa assina como parte ou como testemunha."))
        if bool(cleaned.get("request_name")) is not bool(cleaned.get("request_cpf")) and not self.errors:
            raise ValidationError(_now("De quem pediu a assinatura a rogo são precisos o nome e o CPF."))
        cleaned["step"] = cleaned.get("step") or 1
        return cleaned

    @property
    def is_asked(self) -> bool:
        """Whether a proxy is asked of her, or another asked her to sign, so that it is shown open."""
        names = ("asks_proxy", "request_name", "request_cpf")
        return any(self[name].value() or self[name].errors for name in names)

    def request(self) -> Request:
        """At whose request she signs."""
        return Request(self.cleaned_data["request_name"], self.cleaned_data["request_cpf"])

"""The forms of the company's page and of founding one."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import ChangesPolicy, Company, CopiesPolicy, LinkShows
from aceite.core.contracts.refusal_reasons import usual_reasons
from aceite.core.people.teams import NewCompany
from aceite.faces.office.forms.base import ZONES, AddressForm, EmailField, OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, PhoneField, TaxIdField
from aceite.kit.brazil import UFS

LOGO_AT_MOST: Final = 5 * 1000 * 1000


class SettingsForm(StandingForm):
    """A part of what the company says of itself: the rest stays as it is."""

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(company, name) for name in self.base_fields}, **kwargs)
        self.company = company

    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        return dict(self.cleaned_data)


class CompanyForm(SettingsForm, AddressForm):
    """Who the company is, where, and in which language and zone it works; the address of its pages stays."""

    trade_name = CleanTextField(label=_("Nome fantasia"), max_length=120)
    legal_name = CleanTextField(label=_("Razão social"), max_length=120)
    cnpj = TaxIdField(label=_("CNPJ"), only="cnpj")
    state_registration = CleanTextField(label=_("Inscrição estadual"), max_length=20, required=False)
    email = EmailField(label=_("E-mail de contato"))
    phone = PhoneField(label=_("Telefone"), required=False)
    website = forms.URLField(label=_("Site"), required=False, assume_scheme="https")
    zone = forms.ChoiceField(label=_("Fuso horário"), help_text=_("A validade das propostas termina nele."))
    language = forms.ChoiceField(
        label=_("Idioma dos e-mails"), choices=[("pt-br", _("Português")), ("en", _("Inglês"))]
    )

    # As the page shows them, so that the summary of errors goes from top to bottom.
    field_order = ("trade_name", "legal_name", "cnpj", "state_registration", "email", "phone", "website", "zip_code",
                   "city", "state", "street", "street_number", "complement", "district", "zone",
                   "language")  # fmt: skip

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        known = [zone for zone, _label in ZONES]
        extra = [] if company.zone in known else [(company.zone, company.zone)]
        self.fields["zone"].choices = [*ZONES, *extra]  # type: ignore[attr-defined]


class ColourForm(SettingsForm):
    """The company's colour."""

    colour = forms.RegexField(
        regex=r"^#[0-9a-fA-F]{6}$",
        label=_("Cor da marca"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Botões e destaques das suas páginas. O contraste é ajustado para continuar legível."),
        error_messages={"invalid": _("Escolha uma cor, como #1f5f4a.")},
    )


class SellingForm(SettingsForm):
    """How new proposals begin, how they are numbered, and which of them a seller sees."""

    default_validity_days = forms.IntegerField(
        label=_("Validade padrão das propostas (dias)"),
        min_value=1,
        max_value=365,
        error_messages={
            "min_value": _("Use pelo menos 1 dia."),
            "max_value": _("Use no máximo 365 dias."),
            "invalid": _("Escreva um número de dias."),
        },
    )
    terms = CleanTextField(
        label=_("Condições gerais"),
        max_length=20_000,
        multiline=True,
        required=False,
        help_text=_("Entram em cada proposta nova, onde ainda podem ser alteradas."),
    )
    number_prefix = CleanTextField(
        label=_("Prefixo da numeração"), max_length=8, required=False, help_text=_("Ex.: PRO- dá PRO-2026-0014.")
    )
    sellers_see_all = forms.BooleanField(
        label=_("Vendedores veem as vendas de todos"),
        required=False,
        help_text=_("Desligado, cada vendedor vê só as vendas dele e as que ele assina pela empresa."),
    )
    link_shows = forms.ChoiceField(
        label=_("Antes de entrar, o link de uma proposta mostra"),
        choices=LinkShows.choices,
        widget=forms.RadioSelect,
        help_text=_("O mesmo aparece na prévia que o WhatsApp faz. Ler, assinar e aprovar pedem que a pessoa entre."),
    )


class ReceivingForm(SettingsForm):
    """Where customers pay to, and which days are no business days."""

    pix_kind = forms.ChoiceField(
        label=_("Tipo da chave Pix"),
        choices=[
            ("", _("Sem Pix")), ("cnpj", _("CNPJ")), ("cpf", _("CPF")), ("email", _("E-mail")),
            ("phone", _("Telefone")), ("random", _("Chave aleatória")),
        ],
        required=False,
    )  # fmt: skip
    pix_key = forms.CharField(
        label=_("Chave Pix"),
        max_length=77,
        required=False,
        help_text=_("Os clientes pagam direto para ela. Confira com cuidado: é para lá que o dinheiro vai."),
    )
    holidays_state = forms.ChoiceField(
        label=_("Feriados estaduais"),
        choices=[("", _("Só os nacionais")), *UFS.items()],
        required=False,
        help_text=_("Vencimentos que caem neles passam para o próximo dia útil."),
    )
    own_holidays = CleanTextField(
        label=_("Feriados da cidade e dias sem expediente"), max_length=5000, multiline=True, required=False,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": _("25/03 Aniversário da cidade")}),
        help_text=_(
            "Um por linha: 25/03 vale todo ano; 26/12/2026, só naquele. Contam como feriados: nas condições que passam "
            "para o dia útil e nos lembretes só em dias úteis."
        ),
    )  # fmt: skip


class ContractingForm(SettingsForm):
    """Whether contracts are made, and what happens with copies signed on paper."""

    uses_contracts = forms.BooleanField(
        label=_("A empresa faz contratos"),
        required=False,
        help_text=_("Desligado, nada sobre contratos aparece para a equipe nem para os clientes."),
    )
    copies_policy = forms.ChoiceField(
        label=_("Quando o cliente envia uma via assinada"), choices=CopiesPolicy.choices, widget=forms.RadioSelect
    )
    copy_refusals = CleanTextField(
        label=_("Motivos de recusa de vias"), max_length=3000, multiline=True, required=False,
        help_text=_("Um por linha, para escolher ao recusar; o cliente lê. Em branco, valem os de costume."),
    )  # fmt: skip

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        self.initial["copy_refusals"] = company.copy_refusals or "\n".join(usual_reasons())

    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        given = super().given()
        # The usual ones are not kept as her own, so that they stay in the reader's language.
        if given["copy_refusals"].splitlines() == usual_reasons():
            given["copy_refusals"] = ""
        return given


class ProofForm(SettingsForm):
    """What is asked of whoever signs or approves."""

    changes_policy = forms.ChoiceField(
        label=_("Antes de assinar ou aprovar, pedir que a pessoa leia o que mudou"),
        choices=ChangesPolicy.choices,
        widget=forms.RadioSelect,
        help_text=_("Quem nunca abriu uma versão anterior não é perguntado. Cada leitura fica na trilha da venda."),
    )
    requires_device_hash = forms.BooleanField(
        label=_("Exigir que o aparelho do cliente confira o arquivo"),
        required=False,
        help_text=_(
            "O aparelho calcula o hash do arquivo e o ato só vale se for o mesmo. Quem abre o painel sem JavaScript ou "
            "sem conexão segura (https) não consegue assinar nem aprovar; recusar continua possível."
        ),
    )
    asks_code_to_approve = forms.BooleanField(
        label=_("Pedir um código por e-mail também para aprovar"),
        required=False,
        help_text=_(
            "Assinar sempre pede um código ou a chave de acesso. Aprovar, só se faz mais de 12 horas que a pessoa se "
            "confirmou no painel; com isto, sempre pede. É um passo a mais para o cliente."
        ),
    )


class LogoForm(OfficeForm):
    """A picture that stands above the company's pages and papers."""

    logo = forms.FileField(
        label=_("Logotipo"),
        help_text=_("PNG, JPG ou WebP com até 5 MB. Fundo transparente fica melhor."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )


class SignUpForm(OfficeForm):
    """A company that begins, and the person who owns it."""

    trade_name = CleanTextField(label=_("Nome da empresa"), max_length=120, help_text=_("Como os clientes a chamam."))
    legal_name = CleanTextField(label=_("Razão social"), max_length=120)
    cnpj = TaxIdField(label=_("CNPJ"), only="cnpj")
    slug = forms.SlugField(
        label=_("Endereço das páginas"),
        max_length=40,
        help_text=_("Letras minúsculas, números e hífens. O painel dos clientes fica em /endereço/painel/."),
        error_messages={"invalid": _("Use só letras minúsculas sem acento, números e hífens.")},
    )
    owner_name = CleanTextField(label=_("Seu nome"), max_length=120)
    owner_email = EmailField(label=_("Seu e-mail"), help_text=_("Enviamos para ele o convite de entrada."))
    phone = PhoneField(label=_("Telefone"), required=False)

    def given(self) -> NewCompany:
        """What the verb takes; the owner's address is the company's first contact."""
        names = ("slug", "legal_name", "trade_name", "cnpj", "phone")
        return NewCompany(email=self.cleaned_data["owner_email"], **{name: self.cleaned_data[name] for name in names})

"""Made-up content for the style guide at /ui/: every component, with long names, errors and nothing at all."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui import fields
from aceite.faces.ui.forms import Form
from aceite.faces.ui.parts import Entry, Step, Tab
from aceite.faces.ui.shell import NavItem, Shell, nav

WHEN = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
LONG = (
    "Fornecimento e instalação de fornos industriais a gás com esteira contínua para as unidades Centro e Vila Mariana"
)
LINK = "https://aurora.example/painel/convite/" + "k7Qd" * 16

PLACES = (
    ("Início", "home", "/ui/"),
    ("Vendas", "document-currency-dollar", "/ui/lista/"),
    ("Contratos", "document-text", "/ui/?contratos"),
    ("Modelos", "document-duplicate", "/ui/?modelos"),
    ("Clientes", "building-office-2", "/ui/?clientes"),
    ("Catálogo", "tag", "/ui/?catalogo"),
    ("Equipe", "users", "/ui/?equipe"),
    ("Empresa", "cog-6-tooth", "/ui/?empresa"),
)


class Everything(Form):
    """One field of each kind."""

    name = fields.CleanTextField(label=_("Título da proposta"), help_text=_("O cliente lê este título no e-mail."))
    notes = fields.CleanTextField(label=_("Observações"), multiline=True, required=False, max_length=5000)
    price = fields.MoneyField(label=_("Preço unitário"), places=10)
    amount = fields.DecimalBRField(label=_("Quantidade"))
    discount = fields.PercentField(label=_("Desconto"), required=False)
    until = fields.DateBRField(label=_("Válida até"), help_text=_("Até o fim deste dia, no horário de Brasília."))
    taxid = fields.TaxIdField(label=_("CPF ou CNPJ"))
    cep = fields.CEPField(label=_("CEP"), required=False)
    phone = fields.PhoneField(label=_("Telefone"), required=False)
    freight = django_forms.ChoiceField(
        label=_("Frete"),
        choices=[("", "Escolha"), ("cif", "CIF, por nossa conta"), ("fob", "FOB"), ("none", "Sem frete")],
    )
    requirement = django_forms.ChoiceField(
        label=_("Como o contrato é assinado"),
        widget=django_forms.RadioSelect,
        choices=[("manual", "No papel"), ("digital", "Digitalmente"), ("either", "Como o cliente preferir")],
    )
    agreed = django_forms.BooleanField(label=_("Li o contrato inteiro e aceito este meio de assinatura."))
    colour = django_forms.CharField(label=_("Cor da empresa"), widget=django_forms.TextInput(attrs={"type": "color"}))
    pages = fields.FileListField(
        label=_("Via assinada"), help_text=_("PDF ou fotos, na ordem das páginas."), required=False
    )
    mark = fields.MarkField(label=_("Assinatura"), required=False)


INITIAL = {
    "name": LONG,
    "price": Decimal("12400"),
    "amount": Decimal("2.5"),
    "discount": Decimal("7.5"),
    "until": date(2026, 12, 10),
    "taxid": "12ABC34501DE35",
    "cep": "01310100",
    "phone": "+5511987654321",
    "freight": "cif",
    "requirement": "digital",
    "colour": "#0b5d66",
}
WRONG = {
    "name": "",
    "price": "doze mil",
    "until": "31/02/2026",
    "taxid": "111.111.111-11",
    "phone": "123",
    "mark_kind": "typed",
}

STEPS = (
    Step(_("Ler o contrato"), "done", who="Carla Souza", at=WHEN),
    Step(_("Assinar"), "current"),
    Step(_("Aprovar a proposta"), "todo"),
)
ENTRIES = (
    Entry(
        "Proposta 2026-0014 enviada para Padaria Central", WHEN, who="Bruno Lima", icon="paper-airplane", tone="info"
    ),
    Entry("Carla Souza abriu a proposta", WHEN, detail="Pelo celular, em São Paulo"),
    Entry("Contrato assinado", WHEN, who="Gil Ramos", icon="check", tone="success"),
    Entry(
        "Via recusada",
        WHEN,
        who="Marcos Dias",
        icon="x-mark",
        tone="danger",
        detail="Falta a página 3, com a assinatura.",
    ),
)
TABS = (
    Tab("Resumo", "#", current=True),
    Tab("Itens", "#", count=4),
    Tab("Contratos", "#", count=2),
    Tab("Histórico", "#"),
)
FACTS = (
    ("Cliente", "Padaria Central Indústria e Comércio de Alimentos Ltda."),
    ("CNPJ", "12.ABC.345/01DE-35"),
    ("Validade", "10/12/2026"),
    ("Pagamento", "30 % de entrada e 5 parcelas"),
    ("Vazio", ""),
)
STATES = (
    "draft",
    "sent",
    "approved",
    "order",
    "expired",
    "declined",
    "withdrawn",
    "superseded",
    "cancelled",
    "signed",
    "pending",
    "to_check",
)
SALES = tuple(
    {
        "number": f"2026-{number:04}",
        "title": title,
        "customer": customer,
        "state": state,
        "total": Decimal(total),
        "days": days,
    }
    for number, title, customer, state, total, days in (
        (14, LONG, "Padaria Central Indústria e Comércio de Alimentos Ltda.", "approved", "12400", 1),
        (13, "Manutenção anual", "Joana Prado", "sent", "890.5", 4),
        (12, "Balcão refrigerado", "Padaria Central", "draft", "1234567.89", 0),
        (11, "Treinamento da equipe", "Padaria Central", "declined", "3200", 12),
        (10, "Reforma da cozinha", "Joana Prado", "expired", "45000", 31),
        (9, "Forno de lastro", "Padaria Central", "order", "28750", 0),
    )
)
ITEMS = (
    (
        "Forno industrial a gás, esteira contínua de 2,4 m",
        "Inclui instalação e teste de queima.",
        Decimal(2),
        Decimal(4800),
    ),
    ("Instalação", "", Decimal("1.5"), Decimal(1200)),
    ("Treinamento da equipe (por turno)", "Até 8 pessoas.", Decimal(1), Decimal(1000)),
)
INSTALMENTS = (
    (date(2026, 12, 10), Decimal("4133.34")),
    (date(2027, 1, 10), Decimal("4133.33")),
    (date(2027, 2, 10), Decimal("4133.33")),
)


def office_shell(path: str) -> Shell:
    """The desk of Aurora, as Bruno sees it."""
    return Shell(
        company="Aurora Equipamentos",
        home_url="/ui/",
        nav=nav(path, PLACES),
        search_url="/ui/lista/",
        user_name="Bruno Lima",
        user_detail="Vendedor",
        user_links=(NavItem("Minha conta", "#", "user"),),
        sign_out_url="/ui/",
    )


def panel_shell(path: str) -> Shell:
    """The panel of Aurora, as Carla sees it."""
    places = (("Início", "", "/ui/painel/"), ("Propostas", "", "/ui/?propostas"), ("Contratos", "", "/ui/?contratos"))
    return Shell(
        company="Aurora Equipamentos",
        home_url="/ui/painel/",
        brand_url="/ui/marca.css",
        nav=nav(path, places),
        user_name="Carla Souza",
        user_detail="Padaria Central",
        sign_out_url="/ui/",
    )

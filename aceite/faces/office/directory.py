"""What the office has, each told in one line: the navigation, the palette and the page of settings are made of it.

A page that should be found anywhere gets its line here; who may open it is asked in one place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from aceite.faces.office.access import Scope
from aceite.faces.ui.parts import Words
from aceite.kit.text import needles, searchable


@dataclass(frozen=True)
class Entry:
    """A page: the name of its address, its words, and the verb its door asks for ("" for everybody in the team).

    `also` holds other words it is found by, `tells` what a setting changes; `nav` puts it into the navigation.
    With `contracts` it is not there where none are made, with `whole` not for whoever sees her own sales only;
    a page that `leads_back` has its own way back, the others get one to where they stand.
    """

    name: str
    label: Words
    icon: str
    may: str = ""
    also: Words = ""
    tells: Words = ""
    contracts: bool = False
    whole: bool = False
    nav: bool = False
    leads_back: bool = False

    def is_open_to(self, scope: Scope) -> bool:
        """Whether this member finds it."""
        if (self.contracts and not scope.company.uses_contracts) or (self.whole and scope.sellers is not None):
            return False
        return not self.may or scope.may(self.may)

    def answers(self, wanted: list[str]) -> bool:
        """Whether its words hold all that is sought, in the reader's language."""
        text = searchable(str(self.label), str(self.also), str(self.tells))
        return all(needle in text for needle in wanted)


@dataclass(frozen=True)
class Section:
    """Settings that belong together."""

    title: Words
    entries: tuple[Entry, ...]


PAGES: Final = (
    Entry("home", _("Início"), "home", also=_("painel resumo funil"), nav=True),
    Entry("sales", _("Vendas"), "document-currency-dollar", "sale.see", also=_("propostas orçamentos lista"), nav=True),
    Entry("board", _("Quadro de vendas"), "view-columns", "sale.see", also=_("colunas situação kanban funil")),
    Entry("bulks", _("Ações em várias vendas"), "queue-list", "sale.see", also=_("lotes massa relatório")),
    Entry("clearances", _("Para aprovar"), "hand-thumb-up", "clearance.decide", also=_("aprovação interna"), nav=True),
    Entry("receivables", _("A receber"), "banknotes", "sale.see", also=_("parcelas pagamentos cobrança"), nav=True),
    Entry("tickets", _("Chamados"), "lifebuoy", "sale.see", also=_("suporte ajuda dúvidas do cliente"), nav=True),
    Entry("customers", _("Clientes"), "building-storefront", "customer.see", also=_("contatos empresas"), nav=True),
    Entry("catalog", _("Catálogo"), "tag", "catalog.see", also=_("itens produtos serviços preços"), nav=True),
    Entry("duplicates", _("Clientes repetidos"), "users", "customer.merge", also=_("duplicados juntar unir")),
    Entry(
        "price_lists", _("Tabelas de preços"), "currency-dollar", "catalog.see", also=_("faixas quantidade desconto")
    ),
    Entry("customer_groups", _("Grupos de clientes"), "user-group", "customer.see", also=_("tabela segmento")),
    Entry("blueprints", _("Modelos de proposta"), "square-2-stack", "blueprint.see", nav=True),
    Entry(
        "agreements",
        _("Contratos"),
        "document-check",
        "contract.see",
        also=_("em vigor vigência aditivo distrato"),
        contracts=True,
        nav=True,
    ),
    Entry("contracts", _("Contratos avulsos"), "document-text", "contract.see", contracts=True, nav=True),
    Entry("templates", _("Modelos de contrato"), "document-duplicate", "contract.see", contracts=True, nav=True),
    Entry("clauses", _("Cláusulas"), "queue-list", "contract.see", also=_("biblioteca textos"), contracts=True),
    Entry("notices", _("Avisos"), "bell", also=_("notificações novidades")),
    Entry(
        "copy_queue",
        _("Vias a conferir"),
        "document-magnifying-glass",
        "sale.see",
        also=_("cópias papel scan"),
        contracts=True,
    ),
    Entry("settings", _("Configurações"), "cog-6-tooth", also=_("ajustes preferências opções"), nav=True),
    Entry("help", _("Ajuda"), "question-mark-circle", also=_("manual como fazer teclas dúvidas")),
    Entry("companies", _("Trocar de empresa"), "arrows-right-left"),
)
BEGINNINGS: Final = (
    Entry("new_sale", _("Nova proposta"), "document-plus", "proposal.edit", also=_("criar venda orçamento")),
    Entry("new_blueprint", _("Novo modelo de proposta"), "square-2-stack", "blueprint.edit", also=_("criar")),
    Entry("new_customer", _("Novo cliente"), "building-storefront", "customer.edit", also=_("cadastrar criar")),
    Entry("new_item", _("Novo item do catálogo"), "tag", "catalog.edit", also=_("cadastrar criar produto serviço")),
    Entry("new_contract", _("Novo contrato avulso"), "document-check", "contract.edit", also=_("criar"),
          contracts=True),
    Entry("new_template", _("Novo modelo de contrato"), "document-duplicate", "template.edit", also=_("criar"),
          contracts=True),
    Entry("new_clause", _("Nova cláusula"), "queue-list", "template.edit", also=_("criar"), contracts=True),
    Entry("new_member", _("Convidar para a equipe"), "user-plus", "team.manage", also=_("novo membro vendedor pessoa")),
    Entry("new_price_list", _("Nova tabela de preços"), "currency-dollar", "price.set", also=_("criar")),
    Entry("new_condition", _("Nova condição de pagamento"), "calendar-days", "condition.edit", also=_("criar")),
    Entry("import_customers", _("Importar clientes"), "arrow-up-tray", "customer.edit", also=_("planilha excel csv")),
    Entry("import_items", _("Importar catálogo"), "arrow-up-tray", "catalog.edit", also=_("planilha itens csv")),
    Entry("import_statement", _("Importar extrato do banco"), "arrow-up-tray", "payment.confirm", also=_("pix csv"),
          whole=True),
)  # fmt: skip
SETTINGS: Final = (
    Section(_("Empresa"), (
        Entry("company", _("Dados da empresa"), "building-office-2", "company.edit",
              also=_("razão social cnpj endereço telefone site fuso horário idioma"),
              tells=_("Nome, CNPJ, contato e fuso horário que aparecem nas propostas, nos contratos e nos e-mails.")),
        Entry("look", _("Aparência"), "paint-brush", "company.edit", also=_("logotipo logo cor marca"),
              tells=_("O logotipo e a cor das páginas, dos e-mails e dos documentos.")),
        Entry("addresses", _("Endereços e domínio"), "globe-alt", "company.edit",
              also=_("site link painel url e-mail remetente"),
              tells=_("Onde clientes e equipe encontram a empresa, e de que endereço saem os e-mails.")),
    )),
    Section(_("Vendas"), (
        Entry("selling", _("Propostas e numeração"), "document-text", "company.edit",
              also=_("validade padrão condições gerais prefixo número vendedor vê só as próprias vendas"),
              tells=_("Como cada proposta nova começa, o número que ela recebe e quais vendas um vendedor vê.")),
        Entry("receiving", _("Pix e feriados"), "banknotes", "company.edit",
              also=_("chave pix recebimento dias úteis vencimento"),
              tells=_("Para onde os clientes pagam, e os dias em que nada vence.")),
        Entry("conditions", _("Condições de pagamento"), "calendar-days", "condition.edit",
              also=_("parcelas entrada prazo boleto pix cartão"),
              tells=_("As formas de pagar que o vendedor escolhe; propostas já feitas ficam como estão.")),
        Entry("reminders", _("Lembretes aos clientes"), "bell-alert", "reminder.rule",
              also=_("cobrança follow-up e-mail automático dias feriados horário"),
              tells=_("Quando quem não abriu, não respondeu ou não pagou é lembrado por e-mail, e quem seria hoje.")),
        Entry("mail_texts", _("Textos dos e-mails"), "pencil-square", "mail.word",
              also=_("assunto mensagem campos modelo prévia"),
              tells=_("Com que palavras os e-mails falam com os clientes, em cada idioma.")),
        Entry("clearance_rules", _("Regras de aprovação interna"), "hand-thumb-up", "clearance.rule",
              also=_("desconto margem alçada limite"),
              tells=_("O que precisa do sim de um colega antes do envio, e de quem.")),
    )),
    Section(_("Contratos e prova"), (
        Entry("contracting", _("Contratos e vias assinadas"), "document-check", "company.edit",
              also=_("faz contratos cópia papel aprovação conferência"),
              tells=_("Se a empresa faz contratos, e se a via em papel é conferida antes ou depois da aprovação.")),
        Entry("proof", _("Prova exigida"), "finger-print", "company.edit",
              also=_("consentimento assinatura eletrônica hash aparelho código versões li as mudanças"),
              tells=_("O que se exige de quem assina ou aprova, e o texto com que a pessoa concorda.")),
        Entry("consent_terms", _("Termos de assinatura e aceite"), "chat-bubble-bottom-center-text", "sale.see",
              also=_("consentimento cláusula própria texto jurídico advogado versões aprovação assinatura"),
              tells=_("As palavras da empresa no texto que a pessoa aceita antes de assinar ou aprovar, com versões.")),
        Entry("certificate", _("Selo e certificado"), "shield-check", "certificate.manage",
              also=_("e-cnpj a1 pfx selar pdf icp-brasil"),
              tells=_("Com o que saem selados os contratos assinados e as aprovações.")),
    )),
    Section(_("Pessoas e dados"), (
        Entry("team", _("Equipe"), "user-group", "team.see", also=_("membros papéis convites vendedores"),
              tells=_("Quem entra na gestão e o que cada papel pode fazer.")),
        Entry("privacy", _("Privacidade e prazos de guarda"), "lock-closed", "privacy.manage",
              also=_("lgpd retenção exclusão dados pessoais cópia"),
              tells=_("O que as pessoas pediram sobre os dados delas, e por quanto tempo cada coisa fica.")),
        Entry("audit", _("Auditoria"), "clock", "trail.see", also=_("trilha histórico quem mudou o quê eventos log"),
              tells=_("Quem mudou o quê, e quando: configurações, equipe, cadastros, preços e vendas.")),
        Entry("mails", _("E-mails que falharam"), "envelope", "mail.retry", also=_("falhas entrega tarefas"),
              tells=_("O que não pôde ser entregue, por quê, e a nova tentativa.")),
    )),
    Section(_("Você"), (
        Entry("account", _("Minha conta"), "user-circle", also=_("senha chave de acesso passkey nome idioma"),
              tells=_("Seu nome, idioma, senha e chaves de acesso.")),
        Entry("notice_choices", _("Meus avisos"), "bell", also=_("notificações e-mail resumo sino"), leads_back=True,
              tells=_("O que chega no sino, por e-mail na hora ou no resumo da manhã.")),
        Entry("own_absences", _("Minhas ausências"), "sun", also=_("férias substituto folga"), leads_back=True,
              tells=_("Quem recebe os seus avisos e pedidos enquanto você está fora.")),
    )),
)  # fmt: skip


def open_to(scope: Scope, entries: Iterable[Entry]) -> list[Entry]:
    """Those this member finds, in their order."""
    return [entry for entry in entries if entry.is_open_to(scope)]


def every_setting() -> Iterator[Entry]:
    """All settings, section by section."""
    return (entry for section in SETTINGS for entry in section.entries)


def found_entries(scope: Scope, typed: str) -> list[Entry]:
    """Pages, beginnings and settings whose words hold what was typed; those it stands in the label of come first."""
    wanted = needles(typed)
    every = open_to(scope, (*PAGES, *BEGINNINGS, *every_setting()))
    found = [entry for entry in every if entry.answers(wanted)]
    named = [entry for entry in found if all(needle in searchable(str(entry.label)) for needle in wanted)]
    return [*named, *(entry for entry in found if entry not in named)]

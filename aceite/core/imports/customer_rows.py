"""Customers, and their contacts, from a spreadsheet. A row with a CPF or CNPJ seen before adds one more contact."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import fields
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.companies.models import Company
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.customers.registered import holder_of, led_away_from
from aceite.core.customers.removing import remove_unused_customer, remove_unused_person
from aceite.core.customers.rights import USUAL
from aceite.core.imports import cells
from aceite.core.imports.columns import Column
from aceite.core.imports.models import ImportedRow
from aceite.core.imports.registers import ChangedSince, Key, Taken, Taking, differing
from aceite.core.imports.states import Outcome
from aceite.core.trail.refusals import Unfit
from aceite.kit.taxid import kind_of

COLUMNS: Final = (
    Column("taxid", gettext_lazy("CPF ou CNPJ"), cells.taxid,
           ("CPF/CNPJ", "CNPJ/CPF", "CNPJ", "CPF", "documento", "inscrição federal", "tax id"), needed=True),
    Column("name", gettext_lazy("Nome ou razão social"), cells.text(120),
           ("nome", "razão social", "cliente", "nome do cliente", "nome completo", "name"), needed=True),
    Column("trade_name", gettext_lazy("Nome fantasia"), cells.text(120), ("fantasia", "apelido", "trade name")),
    Column("state_registration", gettext_lazy("Inscrição estadual"), cells.text(20), ("IE", "insc. estadual", "RG/IE")),
    Column("email", gettext_lazy("E-mail"), cells.email, ("email", "correio eletrônico", "e-mail principal")),
    Column("phone", gettext_lazy("Telefone"), cells.phone, ("fone", "celular", "tel", "whatsapp", "phone")),
    Column("zip_code", gettext_lazy("CEP"), cells.cep, ("código postal", "zip")),
    Column("street", gettext_lazy("Logradouro"), cells.text(120), ("endereço", "rua", "avenida", "address")),
    Column("street_number", gettext_lazy("Número"), cells.text(15), ("nº", "no", "num", "número do endereço")),
    Column("complement", gettext_lazy("Complemento"), cells.text(60), ("compl",)),
    Column("district", gettext_lazy("Bairro"), cells.text(60), ("distrito",)),
    Column("city", gettext_lazy("Cidade"), cells.text(60), ("município", "city")),
    Column("state", gettext_lazy("UF"), cells.state, ("estado", "state")),
    Column("notes", gettext_lazy("Observações internas"), cells.text(4000, multiline=True),
           ("observações", "observação", "obs", "anotações", "notes")),
    Column("contact_name", gettext_lazy("Nome do contato"), cells.text(120), ("contato", "responsável", "contact")),
    Column("contact_email", gettext_lazy("E-mail do contato"), cells.email, ("email contato", "contato e-mail")),
    Column("contact_title", gettext_lazy("Cargo do contato"), cells.text(80), ("cargo", "função")),
    Column("contact_cpf", gettext_lazy("CPF do contato"), cells.cpf, ("cpf contato", "cpf do responsável")),
    Column("contact_can_see_prices", gettext_lazy("Contato vê preços"), cells.yes, ("vê preços",)),
    Column("contact_can_comment", gettext_lazy("Contato pergunta e negocia"), cells.yes, ("pergunta e negocia",)),
    Column("contact_can_see_invoices", gettext_lazy("Contato vê parcelas e notas"), cells.yes,
           ("vê parcelas e notas",)),
)  # fmt: skip
_CONTACT_EMAIL: Final = next(column for column in COLUMNS if column.name == "contact_email")
_OF_THE_CUSTOMER: Final = frozenset(field.name for field in fields(CustomerData))
_EXEMPT: Final = frozenset({"isento", "isenta", "isento de ie"})


class Customers:
    """The register of customers."""

    right: str = "customer.edit"
    columns: Sequence[Column] = COLUMNS
    keys: Sequence[str] = ("taxid",)
    gathers: bool = True

    def key(self, values: Mapping[str, Any]) -> Key:
        """The CPF or CNPJ."""
        return (values["taxid"],)

    def known(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """Those of standing customers."""
        rows = Customer.objects.filter(company=company).of_taxids([str(taxid) for (taxid,) in keys])
        return {(taxid,) for taxid in rows.values_list("taxid", flat=True)}

    def led_away(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """Those registered twice and made one, unless somebody stands under them again."""
        # They are few: all are read, however long the spreadsheet is.
        gone = Customer.objects.filter(company=company).led_away().values_list("taxid", flat=True)
        away = {(taxid,) for taxid in gone} & set(keys)
        return away - self.known(company, away) if away else away

    def more_of(self, values: Mapping[str, Any]) -> str:
        """The contact's address."""
        return str(values.get("contact_email", ""))

    def same_as(self, rows: str, count: int) -> str:
        """The same CPF or CNPJ."""
        said = ngettext(
            "O mesmo CPF ou CNPJ está na linha %(rows)s.", "O mesmo CPF ou CNPJ está nas linhas %(rows)s.", count
        )
        return said % {"rows": rows}

    def foreseen(self, rows: Sequence[Mapping[str, Any]], how: Taking) -> list[list[tuple[str, str]]]:
        """A contact without an address."""
        return [
            [(str(_CONTACT_EMAIL.label), _no_address())]
            if values.get("contact_name") and not values.get("contact_email")
            else []
            for values in rows
        ]

    def take(self, values: Mapping[str, Any], how: Taking) -> Taken:
        """A customer made or changed, with the row's contact, in the transaction that its row has of its own."""
        given = _given(values)
        standing = holder_of(how.company.pk, given["taxid"])
        if standing is None and (led := led_away_from(how.company.pk, given["taxid"])):
            # Registered twice and made one: the spreadsheet does not part them again.
            return Taken(Outcome.SKIPPED, led.leads_to.pk)
        if standing is not None and not how.update and standing.pk not in how.mine:
            return Taken(Outcome.SKIPPED, standing.pk)
        before = _as_data(standing) if standing else {}
        # Within one spreadsheet the first row says who the customer is; the next ones bring more people.
        settled = standing is not None and standing.pk in how.mine
        data = before if settled else before | given
        saved = standing if standing and settled else save_customer(
            standing, CustomerData(**data), company=how.company, by=how.by, at=how.at
        )  # fmt: skip
        people = _contact(saved, values, how)
        old, new = differing(before, _as_data(saved))
        if standing is None:
            return Taken(Outcome.CREATED, saved.pk, {}, new, people)
        return Taken(Outcome.CHANGED if new or people else Outcome.SAME, saved.pk, old, new, people)

    def give_back(self, row: ImportedRow, how: Taking) -> None:
        """What the row made is removed, what it changed becomes what it was."""
        # By its key alone: with the company besides, PostgreSQL may read all of hers while it takes them for few.
        customer = Customer.objects.filter(pk=row.target or 0, erased_at=None).first()
        if customer is None or customer.company_id != how.company.pk:
            return
        now = _as_data(customer)
        if any(now[name] != value for name, value in row.after.items()):
            raise ChangedSince(_("O cadastro foi alterado depois da importação."))
        if row.outcome == Outcome.CREATED:
            remove_unused_customer(customer, people=row.people, by=how.by, at=how.at)
            return
        with transaction.atomic():
            for person in PanelUser.objects.of_customer(customer).filter(pk__in=row.people):
                remove_unused_person(person, by=how.by, at=how.at)
            save_customer(customer, CustomerData(**(now | row.before)), company=how.company, by=how.by, at=how.at)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in _OF_THE_CUSTOMER}
    given["kind"] = CustomerKind.PERSON.value if kind_of(given["taxid"]) == "cpf" else CustomerKind.COMPANY.value
    if str(given.get("state_registration", "")).casefold() in _EXEMPT:
        given |= {"state_registration": "", "state_exempt": True}
    elif given.get("state_registration"):
        given["state_exempt"] = False
    return given


def _as_data(customer: Customer) -> dict[str, Any]:
    return {name: getattr(customer, name) for name in sorted(_OF_THE_CUSTOMER)}


def _no_address() -> str:
    return _("O contato precisa de um e-mail: é por ele que a pessoa entra no painel.")


def _contact(customer: Customer, values: Mapping[str, Any], how: Taking) -> list[int]:
    email, name = str(values.get("contact_email", "")), values.get("contact_name", "")
    if not email and not name:
        return []
    if not email:
        raise Unfit("contact_email", _no_address())
    if PanelUser.objects.of_customer(customer).filter(email=email).exists():
        return []
    # Nobody binds a customer by a spreadsheet; what is said there can only withhold what everybody has.
    withheld = {right: values[f"contact_{right}"] for right in USUAL if f"contact_{right}" in values}
    data = PersonData(
        name=name or email,
        email=email,
        cpf=values.get("contact_cpf", ""),
        job_title=values.get("contact_title", ""),
        **withheld,
    )
    try:
        return [add_panel_user(customer, data, by=how.by, at=how.at).pk]
    except Unfit as unfit:
        raise Unfit(f"contact_{unfit.field}", unfit.sentence) from unfit

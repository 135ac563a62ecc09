"""The forms of contract templates and of contracts in the register."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.asked import IN_WORDS, SPELT, Asked
from aceite.core.contracts.clause_pins import PREFIX
from aceite.core.contracts.levels import level_choices
from aceite.core.contracts.merging import FIELDS
from aceite.core.contracts.models import Clause, Contract, ContractTemplate, Level, Requirement
from aceite.core.contracts.texts import WRITTEN, Text
from aceite.core.customers.models import Customer
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.richtext import FieldGroups, RichTextField
from aceite.faces.office.forms.terms import TermFields, term_in, typed_term
from aceite.faces.ui.fields import CleanTextField

_GROUPS = {
    "cliente": _("Cliente"),
    "empresa": _("Sua empresa"),
    "proposta": _("Proposta"),
    "contrato": _("Contrato"),
    "vendedor": _("Vendedor"),
    "hoje": _("Data"),
}


def merge_fields() -> FieldGroups:
    """Every merge field as the picker offers it, grouped by what it speaks of."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for name, label in FIELDS.items():
        group = name.split(".")[0] if "." in name else "hoje"
        # Below its group's name a field needs not say the group again.
        groups.setdefault(group, []).append((f"{{{{{name}}}}}", _now(label).split(": ")[-1]))
    return [(_GROUPS[group], fields) for group, fields in groups.items()]


def own_fields(asked: Iterable[Asked]) -> FieldGroups:
    """A template's own fields as the picker offers them."""
    offered: list[tuple[str, Any]] = []
    for field in asked:
        offered.append((f"{{{{{field.name}}}}}", field.label))
        if field.kind in SPELT:
            words = _now("%(label)s por extenso") % {"label": field.label}
            offered.append((f"{{{{{field.name}{IN_WORDS}}}}}", words))
    return [(_("Campos deste modelo"), offered)] if offered else []


def level_field() -> forms.ChoiceField:
    """The level of an electronic signature, each with what it asks of the signer."""
    return forms.ChoiceField(
        label=_("Nível da assinatura digital"),
        choices=level_choices,
        initial=Level.SIMPLE,
        widget=forms.RadioSelect,
        help_text=_("Quanto mais alto, mais difícil negar a autoria. O cliente vê o nível antes de assinar."),
    )


def executive_field() -> forms.BooleanField:
    """Whether the contract is meant to be an executive title."""
    return forms.BooleanField(
        label=_("Título executivo"),
        required=False,
        help_text=_(
            "No papel, o contrato sai com linhas para duas testemunhas (nome e CPF), e a conferência da via pede "
            "as duas."
        ),
    )


class TextForm(TermFields, OfficeForm):
    """A title, a rich text with merge fields, how it is to be signed, at which level, as what and how long it holds."""

    title = CleanTextField(label=_("Título"), max_length=160)
    body = RichTextField(label=_("Texto"))
    requirement = forms.ChoiceField(label=_("Assinatura"), choices=Requirement.choices, initial=Requirement.DIGITAL)
    level = level_field()
    executive = executive_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.fields = merge_fields()

    def offer(self, clauses: "Iterable[Clause]", asked: "Iterable[Asked]" = ()) -> None:
        """Offers what may be put into the text: the fields of its own, the merge fields, the library's clauses."""
        named = [(f"{{{{{PREFIX}{clause.key}}}}}", clause.title) for clause in clauses]
        self.fields["body"].widget.fields = [
            *own_fields(asked),
            *merge_fields(),
            *([(_("Cláusulas"), named)] if named else []),
        ]

    @classmethod
    def of(cls, source: ContractTemplate | Contract) -> dict[str, object]:
        """What the form shows before anything is typed."""
        return {name: getattr(source, name) for name in WRITTEN} | typed_term(source.term)

    def text(self) -> Text:
        """What the verb takes."""
        values = self.cleaned_data | {"term": term_in(self.cleaned_data)}
        return Text(**{name: values[name] for name in WRITTEN})


class RegisteredForm(TextForm):
    """A contract of the register; `revision` tells when somebody else saved it meanwhile."""

    customer = forms.TypedChoiceField(
        label=_("Cliente"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Deixe em branco se o contrato serve a qualquer cliente."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, customers: "list[Customer]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customers = {customer.pk: customer for customer in customers}
        names = sorted((str(customer), pk) for pk, customer in self.customers.items())
        self.fields["customer"].choices = [("", _("Qualquer cliente")), *((pk, name) for name, pk in names)]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, source: ContractTemplate | Contract) -> dict[str, object]:
        """What the form shows before anything is typed."""
        more = {"customer": source.customer_id, "revision": source.revision} if isinstance(source, Contract) else {}
        return super().of(source) | more

    def meant_for(self) -> Customer | None:
        """Whom the contract is meant for."""
        return self.customers.get(self.cleaned_data["customer"])

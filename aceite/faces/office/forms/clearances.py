"""Forms of internal approval: the answer to a request, and one rule."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.clearances.measures import Measure
from aceite.core.clearances.models import MEASURES, Rule
from aceite.core.clearances.ruling import RuleData
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, DecimalBRField

_SELLING: Final = (Role.SELLER, Role.MANAGER, Role.OWNER)


class AnswerForm(OfficeForm):
    """What a colleague answers; only a no has to say why."""

    answer = CleanTextField(
        label=_("Resposta"), max_length=2000, multiline=True, drawable=False, required=False,
        help_text=_("O vendedor lê. Para negar, diga o que precisa mudar."),
        widget=forms.Textarea(attrs={"rows": 4, "data-shortcut": "r", "aria-keyshortcuts": "r"}),
    )  # fmt: skip


class RuleForm(StandingForm):
    """What needs a yes, of whose sales, and who gives it."""

    measure = forms.ChoiceField(label=_("Pedir aprovação quando"), choices=MEASURES)
    limit = DecimalBRField(
        label=_("Limite (% ou R$)"), places=4, min_value=Decimal(0), required=False,
        help_text=_(
            "Em reais para o total, em % para o resto; “Toda proposta” não tem limite. O desconto conta a tabela, o "
            "total e a forma de pagar."
        ),
    )  # fmt: skip
    ask_without_cost = forms.BooleanField(
        label=_("Na margem, pedir também quando um item não tem custo"), required=False, initial=True,
        help_text=_("Sem isso, um item escrito à mão ou sem custo no catálogo fica fora da conta."),
    )  # fmt: skip
    whose = forms.ChoiceField(label=_("Vale para as vendas de"))
    who = forms.ChoiceField(label=_("Quem aprova"), help_text=_("Um proprietário sempre pode aprovar."))

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        named = [(str(m.pk), m.name) for m in members if m.may("clearance.decide")]
        roles = [(role.value, role.label) for role in _SELLING]
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("", _("Todos")), (_("Um papel"), roles), (_("Uma pessoa"), named),
        ]  # fmt: skip
        self.fields["whose"].required = False
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("managers", _("Gerentes e proprietários")), ("owners", _("Só proprietários")), (_("Uma pessoa"), named),
        ]  # fmt: skip

    @classmethod
    def of(cls, rule: Rule) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        whose = str(rule.seller_id) if rule.seller_id else rule.role
        who = str(rule.approver_id) if rule.approver_id else ("owners" if rule.owner_only else "managers")
        limit = None if rule.measure == Measure.ALWAYS else Decimal(f"{rule.limit.normalize():f}")
        return {
            "measure": rule.measure, "limit": limit, "ask_without_cost": rule.ask_without_cost,
            "whose": whose, "who": who,
        }  # fmt: skip

    def given(self) -> RuleData:
        """What the verb takes."""
        said = self.cleaned_data
        seller, approver = self.members.get(said["whose"]), self.members.get(said["who"])
        return RuleData(
            said["measure"], said["limit"], said["ask_without_cost"],
            role="" if seller else said["whose"], seller=seller,
            owner_only=said["who"] == "owners", approver=approver,
        )  # fmt: skip

"""How a contract's signers sign: together or in steps, how many suffice, and who signs for the company."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.models import Contract
from aceite.core.contracts.signers import Order
from aceite.core.people.models import Member, MemberQuerySet
from aceite.faces.office.forms.base import OfficeForm

MOST_STEPS: Final = 4
STEPS: Final = [(number, str(number)) for number in range(1, MOST_STEPS + 1)]
TOGETHER: Final = "together"
IN_STEPS: Final = "steps"


class PlanForm(OfficeForm):
    """Everybody together unless said otherwise; `quorum_N` is empty where all of the step sign."""

    order = forms.ChoiceField(
        label=_("Ordem"),
        choices=[(TOGETHER, _("Todos ao mesmo tempo")), (IN_STEPS, _("Em etapas, uma depois da outra"))],
        widget=forms.RadioSelect,
        required=False,
    )
    hand_over = forms.BooleanField(
        label=_("Quem assina pode passar a vez a um colega"),
        required=False,
        help_text=_("Só a quem o cadastro deixa assinar e que vê a proposta. Você é avisado, e a troca fica na prova."),
    )
    countersigners = forms.ModelMultipleChoiceField(
        label=_("Quem assina pela empresa"),
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Assina depois do cliente. A aprovação não espera por isso; o pedido espera."),
    )

    def __init__(self, *args: Any, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countersigners"].queryset = members  # type: ignore[attr-defined]
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"quorum_{number}"] = _quorum_field(number)

    @classmethod
    def of(cls, contract: Contract) -> dict[str, Any]:
        """What stands on the contract."""
        steps = {signer.step for signer in contract.signers.standing()}
        return {
            "order": IN_STEPS if len(steps) > 1 else TOGETHER,
            "hand_over": contract.hand_over,
            "countersigners": [each.member_id for each in contract.countersigners.standing()],
            **{f"quorum_{step}": needed for step, needed in contract.quorums.items()},
        }

    def quorums(self) -> Iterator[BoundField]:
        """The fields of the quorums, step by step."""
        return (self[f"quorum_{number}"] for number in range(1, MOST_STEPS + 1))

    @property
    def says_something(self) -> bool:
        """Whether the plan is another than everybody together, so that it is shown open."""
        told = self.data if self.is_bound else self.initial
        name = self.add_prefix if self.is_bound else str
        quorums = any(told.get(name(f"quorum_{number}")) for number in range(1, MOST_STEPS + 1))
        others = any(told.get(name(field)) for field in ("countersigners", "hand_over"))
        return bool(quorums or told.get(name("order")) == IN_STEPS or others or self.errors)

    def signing_order(self) -> Order:
        """What the verb takes."""
        in_steps = self.cleaned_data["order"] == IN_STEPS
        steps = range(1, MOST_STEPS + 1) if in_steps else (1,)
        said = ((step, self.cleaned_data.get(f"quorum_{step}")) for step in steps)
        quorums = {step: needed for step, needed in said if needed}
        return Order(in_steps, quorums, hand_over=self.cleaned_data["hand_over"])


def _quorum_field(number: int) -> forms.IntegerField:
    field = forms.IntegerField(
        label=_("Quantas assinaturas das partes bastam"), min_value=1, max_value=99, required=False
    )
    field.widget.attrs |= {"inputmode": "numeric", "size": "3", "data-step": str(number)}
    return field

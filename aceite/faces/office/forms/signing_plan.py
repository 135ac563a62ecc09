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
        return bool(quorums or told.get(name("order")) == IN_STEPS or told.get(name("countersigners")) or self.errors)

    def signing_order(self) -> Order:
        """What the verb takes."""
        in_steps = self.cleaned_data["order"] == IN_STEPS
        steps = range(1, MOST_STEPS + 1) if in_steps else (1,)
        said = ((step, self.cleaned_data.get(f"quorum_{step}")) for step in steps)
        return Order(in_steps, {step: needed for step, needed in said if needed})


def _quorum_field(number: int) -> forms.IntegerField:
    field = forms.IntegerField(
        label=_("Quantas assinaturas das partes bastam"), min_value=1, max_value=99, required=False
    )
    field.widget.attrs |= {"inputmode": "numeric", "size": "3", "data-step": str(number)}
    return field

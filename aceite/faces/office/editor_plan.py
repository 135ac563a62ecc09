"""The instalments of a proposal being written, made from a named condition or from numbers typed for once."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from aceite.core.conditions.models import PaymentMethod
from aceite.core.conditions.usual import Condition
from aceite.core.proposals.pricing import BadPrice, DownPayment, Payment, Rhythm, plan, plan_by
from aceite.core.proposals.replanning import replan
from aceite.faces.office.editor_forms import Typed, number_in
from aceite.faces.office.forms.proposal import HeadForm, InstalmentForm, PlanForm
from aceite.faces.office.forms.rows import Row
from aceite.faces.ui.fields import as_error
from aceite.kit.business_days import DaysOff

Priced = Callable[[], Decimal | None]


class NoPlan(Exception):
    """The instalments cannot be made; `str()` says what is missing."""


def shown_plan(typed: Typed, conditions: Mapping[str, Condition], today: date) -> PlanForm:
    """The form of the plan as it stands: what was typed, else the condition whose words the proposal has."""
    words = str(typed.head.get("payment_text") or "")
    named = next((key for key, condition in conditions.items() if words and words == spoken(condition)), "")
    usual = {"every": "month", "plan_method": "boleto", "base": today, "condition": named}
    return PlanForm(conditions=conditions, initial={**usual, **typed.plan})


def use_condition(
    typed: Typed, conditions: Mapping[str, Condition], priced: Priced, *, today: date, off: DaysOff
) -> None:
    """Writes what the chosen condition says: words, adjustment, instalments. `priced` asks the total anew, for the
    adjustment changes it. Raises NoPlan; the words stand then all the same."""
    given = _read(typed, conditions)
    condition = conditions.get(given["condition"])
    if condition is None:
        raise NoPlan(_("Escolha uma condição de pagamento."))
    _say(typed.head, condition)
    if (total := priced()) is None:
        raise NoPlan(_("Para montar as parcelas, preencha os itens e seus preços."))
    typed.instalments.rows = _rows(lambda: plan_by(condition.terms, total, given["base"] or today, off))


def use_numbers(typed: Typed, conditions: Mapping[str, Condition], total: Decimal | None, *, today: date) -> None:
    """Makes the instalments of the numbers typed for this proposal alone. Raises NoPlan."""
    given = _read(typed, conditions)
    if total is None or not given["parts"] or not given["first_due"]:
        raise NoPlan(_("Para montar as parcelas, preencha os itens, o número de parcelas e o primeiro vencimento."))
    every = given["every"] or "month"
    rhythm = Rhythm(given["first_due"], "month" if every == "month" else int(every))
    method = given["plan_method"] or PaymentMethod.BOLETO.value
    typed.head["down_percent"] = None
    down = DownPayment(given["down_payment"] or Decimal(0), today, method)
    typed.instalments.rows = _rows(lambda: plan(total, given["parts"], rhythm, method=method, down=down))


def follow_total(typed: Typed, total: Decimal | None) -> None:
    """Makes the instalments add up to the total again: the same days and ways, by the rule they were made with. Raises
    NoPlan."""
    if total is None:
        raise NoPlan(_("Para acertar as parcelas, preencha os itens e seus preços."))
    payments, percent = _payments(typed), number_in(HeadForm(initial=typed.head), "down_percent")
    typed.instalments.rows = _rows(lambda: replan(payments, total, percent))


def spoken(condition: Condition) -> str:
    """What a proposal says of the condition."""
    return condition.text or condition.name


def _read(typed: Typed, conditions: Mapping[str, Condition]) -> dict[str, Any]:
    form = PlanForm(typed.plan, conditions=conditions)
    if not form.is_valid():
        raise NoPlan(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return form.cleaned_data


def _say(head: dict[str, Any], condition: Condition) -> None:
    rate = condition.terms.rate
    head["payment_text"] = spoken(condition)
    head["adjustment_rate"] = rate or None
    head["down_percent"] = condition.terms.down_value if condition.terms.down_kind == "percent" else None
    head["adjustment_name"] = str(PaymentMethod(condition.terms.method).label) if rate else ""


def _payments(typed: Typed) -> list[Payment]:
    rows = [InstalmentForm(row) for row in typed.instalments.rows]
    if not all(row.is_valid() for row in rows):
        raise NoPlan(_("Há uma parcela que não se lê: acerte o vencimento e o valor."))
    values = [row.cleaned_data for row in rows]
    numbers = [0 if one["down"] else place for place, one in enumerate(values, start=1)]
    return [Payment(n, one["due_on"], one["amount"], one["method"]) for n, one in zip(numbers, values, strict=True)]


def _rows(make: Callable[[], list[Payment]]) -> list[Row]:
    try:
        payments = make()
    except BadPrice as bad:
        raise NoPlan(" ".join(as_error(bad).messages)) from None
    except (OverflowError, ValueError):
        raise NoPlan(_("A data está longe demais.")) from None
    return [{"down": p.number == 0, "due_on": p.due_on, "amount": p.amount, "method": p.method} for p in payments]

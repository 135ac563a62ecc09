"""Amounts beside a choice of % or R$: what was typed may carry a sign of its own."""

from django.utils.translation import gettext as _


def contrary_sign(kind: str, typed: object) -> str:
    """What is wrong where the sign that was typed says another kind than the chosen; "" where it is well."""
    bare = "".join(str(typed).upper().split())
    if kind == "percent" and "R$" in bare:
        return _("O valor está em R$, mas o tipo escolhido é %. Acerte um dos dois.")
    if kind == "amount" and "%" in bare:
        return _("O valor está em %, mas o tipo escolhido é R$. Acerte um dos dois.")
    return ""

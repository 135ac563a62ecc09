"""The signing plan in words, for the page of signatures, the panel and the office: nothing where all sign together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.companies.moments import day_words
from aceite.core.contracts.at_request import own_request_words, request_line
from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.core.customers.models import Customer
from aceite_verify.signing_plan import ALONE, JOINT, PROXY

# By what right somebody binds the customer, as her place was noted when the version was sent; with its last day.
_POWERS: Final[Mapping[str, "str | Promise"]] = {
    ALONE: gettext_lazy("%(name)s obriga o cliente sozinho(a)."),
    JOINT: gettext_lazy("%(name)s obriga o cliente em conjunto com %(others)s."),
    PROXY: gettext_lazy("%(name)s assina por procuração."),
}
_POWERS_UNTIL: Final[Mapping[str, "str | Promise"]] = {
    ALONE: gettext_lazy("%(name)s obriga o cliente sozinho(a), até %(day)s."),
    JOINT: gettext_lazy("%(name)s obriga o cliente em conjunto com %(others)s, até %(day)s."),
    PROXY: gettext_lazy("%(name)s assina por procuração válida até %(day)s."),
}
# The same where she signs. No full stop after a firm: the names of firms end in one of their own.
_FOR_HER_OWN: Final = gettext_lazy("Você assina por %(customer)s")
_OWN: Final[Mapping[str, "str | Promise"]] = {
    JOINT: gettext_lazy("Você assina por %(customer)s, em conjunto com %(others)s."),
    PROXY: gettext_lazy("Você assina por %(customer)s, por procuração."),
}
_OWN_UNTIL: Final[Mapping[str, "str | Promise"]] = {
    ALONE: gettext_lazy("Você assina por %(customer)s, com poder válido até %(day)s."),
    JOINT: gettext_lazy("Você assina por %(customer)s, em conjunto com %(others)s, com poder válido até %(day)s."),
    PROXY: gettext_lazy("Você assina por %(customer)s, por procuração válida até %(day)s."),
}


def plan_lines(contract: Contract, signers: Sequence[Signer], countersigners: Sequence[Countersigner]) -> list[str]:
    """One line for each step that says something, each power, and the vendor's representatives."""
    return [
        *_step_lines(contract, signers),
        *standing_lines(signers),
        *_vendor_lines(countersigners),
    ]


def standing_lines(signers: Sequence[Signer]) -> list[str]:
    """By what right each signs for the customer, and at whose request; nothing where nothing was noted."""
    lines = (line for signer in signers for line in (power_line(signer, signers), request_line(signer)))
    return [line for line in lines if line]


def power_line(signer: Signer, signers: Sequence[Signer]) -> str:
    """By what right she binds the customer; "" where the vendor noted nothing."""
    said = {"name": signer.panel_user.name, "others": _with_whom(signer, signers)}
    if signer.power_until is not None:
        return str(_POWERS_UNTIL.get(signer.power, "")) % {**said, "day": last_day(signer)}
    return str(_POWERS.get(signer.power, "")) % said


def own_lines(signer: Signer, signers: Sequence[Signer], customer: Customer) -> list[str]:
    """What she reads where she signs: for whom and by what right, at whose request, or what she witnesses."""
    if signer.role == SignerRole.WITNESS:
        return [line for one in signers if (line := request_line(one))]
    asked = own_request_words(signer, signers)
    return [_own_power(signer, signers, customer), *([asked] if asked else [])]


def _own_power(signer: Signer, signers: Sequence[Signer], customer: Customer) -> str:
    if signer.cpf and signer.cpf == customer.taxid:
        return _("Você assina por você.")
    said = {"customer": customer.name, "others": _with_whom(signer, signers)}
    if signer.power_until is not None:
        return str(_OWN_UNTIL.get(signer.power, _FOR_HER_OWN)) % {**said, "day": last_day(signer)}
    return str(_OWN.get(signer.power, _FOR_HER_OWN)) % said


def _with_whom(signer: Signer, signers: Sequence[Signer]) -> str:
    return listed([one.panel_user.name for one in signers if one.panel_user_id in signer.jointly], _("ou"))


def last_day(signer: Signer) -> str:
    """The last day of her power, in the company's zone."""
    assert signer.power_until is not None
    # `power_until` is the first moment after it.
    before = signer.power_until.astimezone(signer.company.tz)
    return day_words(before.date().fromordinal(before.date().toordinal() - 1))


def listed(names: Iterable[str], last: str = "") -> str:
    """Carla, Gil e Helena."""
    *most, end = list(names) or ["—"]
    before_the_last = last or _("e")
    return f"{', '.join(most)} {before_the_last} {end}" if most else end


def _step_lines(contract: Contract, signers: Sequence[Signer]) -> Iterable[str]:
    steps = sorted({signer.step for signer in signers})
    for step in steps:
        parties = [one.panel_user.name for one in signers if one.step == step and one.role == SignerRole.PARTY]
        others = [one.panel_user.name for one in signers if one.step == step and one.role != SignerRole.PARTY]
        needed = contract.quorums.get(str(step))
        if needed is None and len(steps) == 1:
            continue
        people = listed(parties) if needed is None else _enough(needed, parties)
        who = _("%(people)s; testemunhas: %(others)s") if parties and others else "%(people)s"
        said = who % {"people": people if parties else listed(others), "others": listed(others)}
        yield (
            _("Etapa %(step)s: %(who)s") % {"step": step, "who": said}
            if len(steps) > 1
            else said[:1].upper() + said[1:]
        )


def _enough(needed: int, parties: Sequence[str]) -> str:
    words = ngettext("basta %(needed)s de %(names)s", "bastam %(needed)s de %(names)s", needed)
    return words % {"needed": needed, "names": listed(parties)}


def _vendor_lines(countersigners: Sequence[Countersigner]) -> Iterable[str]:
    if countersigners:
        names = listed(each.member.name for each in countersigners)
        yield _("Depois do cliente, pela empresa: %(names)s") % {"names": names}

"""The signing plan in words, for the page of signatures, the panel and the office: nothing where all sign together."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.kit.brazil import format_date_br
from aceite_verify.signing_plan import ALONE, JOINT, PROXY


def plan_lines(contract: Contract, signers: Sequence[Signer], countersigners: Sequence[Countersigner]) -> list[str]:
    """One line for each step that says something, each power, and the vendor's representatives."""
    return [
        *_step_lines(contract, signers),
        *(line for signer in signers if (line := power_line(signer, signers))),
        *_vendor_lines(countersigners),
    ]


def power_line(signer: Signer, signers: Sequence[Signer]) -> str:
    """By what right she binds the customer; "" where the vendor noted nothing."""
    said = {"name": signer.panel_user.name}
    if signer.power == ALONE:
        return _("%(name)s obriga o cliente sozinho(a).") % said
    if signer.power == JOINT:
        others = [one.panel_user.name for one in signers if one.panel_user_id in signer.jointly]
        return _("%(name)s obriga o cliente em conjunto com %(others)s.") % {**said, "others": listed(others, _("ou"))}
    if signer.power == PROXY:
        until = signer.power_until
        if until is None:
            return _("%(name)s assina por procuração.") % said
        return _("%(name)s assina por procuração válida até %(day)s.") % {**said, "day": last_day(signer)}
    return ""


def last_day(signer: Signer) -> str:
    """The last day of her proxy, in the company's zone."""
    assert signer.power_until is not None
    # `power_until` is the first moment after it.
    before = signer.power_until.astimezone(signer.company.tz)
    return format_date_br(before.date().fromordinal(before.date().toordinal() - 1))


def listed(names: Iterable[str], last: str = "") -> str:
    """Carla, Gil e Helena."""
    *most, end = list(names) or ["—"]
    return f"{', '.join(most)} {last or _('e')} {end}" if most else end


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

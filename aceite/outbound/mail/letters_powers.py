"""Letters about powers of signature: declared, answered, near their end, over."""

from django.utils.translation import gettext as _

from aceite.core.customers.models import SigningPower
from aceite.core.customers.power_states import PowerState
from aceite.core.customers.power_words import power_facts
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import day


def power_declared(h: Happening, reader: Reader) -> Letter | None:
    """To the vendor: the customer says how somebody signs, and nothing counts until it is confirmed."""
    power = _power(h)
    if power is None or power.state != PowerState.DECLARED:
        return None
    said = _said(h, reader, power)
    declared = (
        _("%(who)s declarou como assina em nome de %(customer)s, com um documento.")
        if power.declared_by_id == power.panel_user_id
        else _("%(who)s declarou como %(person)s assina em nome de %(customer)s, com um documento.")
    )
    return Letter(
        subject=_("Poderes a conferir: %(person)s, de %(customer)s") % said,
        title=_("Um cliente declarou poderes de assinatura"),
        first_line=_("%(customer)s · %(person)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(declared % said),
            Facts(power_facts(power)),
            Text(_("Nada disso vale enquanto alguém da equipe não conferir o documento e confirmar.")),
        ],
        button=Button(_("Conferir"), addresses.office_power(h.company, power.panel_user)),
        reply_to=h.company.email,
    )


def power_confirmed(h: Happening, reader: Reader) -> Letter | None:
    """To whoever declared it and whoever it is about: it counts from here on."""
    power = _power(h)
    if power is None or power.state != PowerState.CONFIRMED:
        return None
    said = _said(h, reader, power)
    return Letter(
        subject=_("Poderes de assinatura confirmados: %(person)s") % said,
        title=_("%(company)s confirmou os poderes de assinatura") % said,
        first_line=_("%(person)s · %(customer)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("Os poderes de %(person)s valem para os contratos enviados daqui em diante.") % said),
            Facts(power_facts(power)),
        ],
        button=Button(_("Ver os poderes"), addresses.panel_powers(h.company)),
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def power_refused(h: Happening, reader: Reader) -> Letter | None:
    """To the same: it does not count, in the vendor's own words why not."""
    power = _power(h)
    if power is None or power.state != PowerState.REFUSED:
        return None
    said = _said(h, reader, power)
    return Letter(
        subject=_("Poderes de assinatura não confirmados: %(person)s") % said,
        title=_("%(company)s não confirmou os poderes de assinatura") % said,
        first_line=_("%(person)s · %(customer)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("O que foi declarado sobre %(person)s não vale. O motivo:") % said),
            Quote(power.reason, who=h.company.trade_name),
            Text(_("Corrija e declare de novo no painel. O que já estava confirmado continua valendo.")),
        ],
        button=Button(_("Declarar de novo"), addresses.panel_powers(h.company)),
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def power_ends(h: Happening, reader: Reader) -> Letter | None:
    """To both sides: a power ends soon, or has ended, and a contract that asks for it would wait."""
    power = _power(h)
    # Renewed meanwhile: nothing is left to say.
    if power is None or power.ends_on is None or f"{power.ends_on}" != h.event.data.get("ends_on"):
        return None
    said = {**_said(h, reader, power), "day": day(power.ends_on)}
    over = h.event.kind == "power.ended"
    subject = _("Venceram os poderes de assinatura de %(person)s") if over else _("%(person)s assina até %(day)s")
    happened = (
        _("Os poderes com que %(person)s assina em nome de %(customer)s venceram em %(day)s.")
        if over
        else _("Os poderes com que %(person)s assina em nome de %(customer)s terminam em %(day)s.")
    )
    hers = reader.panel_user is not None
    button = (
        Button(_("Declarar de novo"), addresses.panel_powers(h.company))
        if hers
        else Button(_("Ver os poderes"), addresses.office_power(h.company, power.panel_user))
    )
    what_now = (
        _("Se forem renovados, envie o novo documento pelo painel: vale quando %(company)s confirmar.")
        if hers
        else _("Depois desse dia os contratos pedem outra pessoa, ou a renovação, que o cliente declara no painel.")
    )
    return Letter(
        subject=subject % said,
        title=_("Poderes de assinatura vencidos") if over else _("Poderes de assinatura perto do fim"),
        first_line=_("%(person)s · %(customer)s") % said,
        blocks=[Text(_("Olá, %(name)s.") % said), Text(happened % said), Text(what_now % said)],
        button=button,
        reply_to=h.company.email,
    )


def _power(h: Happening) -> SigningPower | None:
    return SigningPower.objects.with_sheet().filter(company=h.company, pk=h.id("power")).first()


def _said(h: Happening, reader: Reader, power: SigningPower) -> dict[str, str]:
    person = power.panel_user
    who = {"person": person.name, "customer": str(person.customer), "who": h.who}
    return {**who, "company": h.company.trade_name, "name": reader.first_name}

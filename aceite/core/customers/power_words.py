"""A power of signature in words, for pages and letters of both sides."""

from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.customers.models import PanelUser, PowerKind, SigningPower


def power_facts(power: SigningPower) -> list[tuple[str, str]]:
    """How she signs, with whom, until when, and where it is written; what was not said is left out."""
    others = PanelUser.objects.filter(pk__in=power.jointly, customer=power.panel_user.customer_id).order_by("name")
    facts = [
        (_("Como assina"), str(PowerKind(power.kind).label)),
        (_("Em conjunto com"), ", ".join(other.name for other in others) if power.jointly else ""),
        (_("Vale até"), day_words(power.ends_on) if power.ends_on else _("sem data de fim")),
        (_("Onde está escrito"), power.basis),
    ]
    return [(label, value) for label, value in facts if value]

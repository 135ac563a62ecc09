"""The owner's own periods."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.privacy.models import Retention, retention_of
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit

# Least and most of each. Evidence shorter than the ordinary limitation of contracts (CC art. 206, § 5, I: five years)
# would be gone before it is needed.
BOUNDS: Final = {"evidence_years": (5, 30), "lost_years": (1, 10), "mail_months": (1, 60)}


@dataclass(frozen=True)
class Periods:
    """Years or months, as the names say."""

    evidence_years: int
    lost_years: int
    mail_months: int


def change_periods(company: Company, periods: Periods, *, by: Actor, at: datetime) -> Retention:
    """Sets the periods; they hold for what stands as well. Raises NotAllowed, Unfit."""
    if by.company_id != company.pk or not by.may("company.edit"):
        raise NotAllowed(_("Só o proprietário altera os prazos de guarda."))
    values = asdict(periods)
    for name, (least, most) in BOUNDS.items():
        if not least <= values[name] <= most:
            raise Unfit(name, _("Use um número de %(least)s a %(most)s.") % {"least": least, "most": most})
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        standing = retention_of(company)
        if all(getattr(standing, name) == value for name, value in values.items()):
            return standing
        for name, value in values.items():
            setattr(standing, name, value)
        standing.save()
        record("retention.changed", by=by, at=at, data={name: str(value) for name, value in values.items()})
    return standing

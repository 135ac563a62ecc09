"""What the log of mails lets go of: the readers who were erased, and what is older than it is kept."""

from calendar import monthrange
from datetime import datetime

from aceite.core.privacy.models import retention_of
from aceite.outbound.mail.models import Delivery, DeliveryQuerySet, State


def forget_readers(deliveries: DeliveryQuerySet) -> None:
    """Takes name, address and the server's words from these mails; those under way are not sent any more."""
    deliveries.under_way().update(state=State.SKIPPED)
    deliveries.update(reader_name="", address="", last_error="")


def forget_old(company_id: int, *, at: datetime) -> int:
    """Removes the company's mails that are older than its period; returns how many."""
    before = months_before(at, retention_of(company_id).mail_months)
    removed, _by_table = Delivery.objects.of_company(company_id).filter(created_at__lt=before).delete()
    return removed


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))

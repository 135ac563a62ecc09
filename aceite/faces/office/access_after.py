"""What follows a sale as the office's door hands it over: deliveries, a consumer's withdrawal, money given back."""

from aceite.core.proposals.models import Proposal
from aceite.core.receivables.models import Refund, RefundQuerySet
from aceite.core.sales.models import Delivery, DeliveryQuerySet, Rescission
from aceite.faces.office.access_seeing import Seeing


class AfterSales(Seeing):
    """The part of the scope that begins with the approval."""

    @property
    def goods_delivered(self) -> DeliveryQuerySet:
        """What was written down as delivered, corrected rows too."""
        return self._of_seen(Delivery.objects.filter(company=self.company), "proposal__")

    @property
    def refunds(self) -> RefundQuerySet:
        """The money that went back, what was taken back too."""
        return self._of_seen(Refund.objects.filter(company=self.company), "receivable__proposal__")

    def rescission(self, sale: Proposal) -> Rescission | None:
        """The consumer's withdrawal that ended this sale, with who withdrew and its file."""
        made = Rescission.objects.filter(company=self.company).select_related("panel_user", "version", "file__sealing")
        return made.that_ended(sale)

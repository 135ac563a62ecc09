"""Part of the office's door: saved views of the list of sales, and acts on many of them."""

from django.db.models import QuerySet

from aceite.core.bulk.models import BulkAct, BulkActQuerySet, BulkRow, BulkRowQuerySet
from aceite.core.sales.saved_views import DefaultView, SavedView, SavedViewQuerySet
from aceite.faces.office.access_talk import Talk


class Seeing(Talk):
    """How one member looks at the list of sales, and what was done to many of them at once."""

    @property
    def views(self) -> SavedViewQuerySet:
        """The saved views of the list of sales."""
        return SavedView.objects.filter(company=self.company)

    @property
    def default_views(self) -> "QuerySet[DefaultView]":
        """The view with which the list opens for this member, where she chose one."""
        return DefaultView.objects.filter(company=self.company, member=self.member)

    @property
    def bulk_acts(self) -> BulkActQuerySet:
        """The acts on many sales that were ordered."""
        return BulkAct.objects.filter(company=self.company)

    @property
    def bulk_rows(self) -> BulkRowQuerySet:
        """What became of their sales."""
        return BulkRow.objects.filter(company=self.company)

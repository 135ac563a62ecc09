"""Groups that customers are put in, for what is agreed with many at once: resellers, chains, the public sector."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned


class CustomerGroupQuerySet(models.QuerySet["CustomerGroup"]):
    """Questions asked of the groups."""

    def with_counts(self) -> "CustomerGroupQuerySet":
        """With `members`: how many customers stand in each."""
        return self.annotate(members=models.Count("customers"))


class CustomerGroup(Owned):
    """A name that several customers share; each stands in one group at most."""

    name = models.CharField(_("nome"), max_length=60)

    objects = CustomerGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name

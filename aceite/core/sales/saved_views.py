"""Views of the list of sales that somebody saved: what it asks for, which columns it shows, and who sees it."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role


class ViewAudience(models.TextChoices):
    """Who sees a view besides whoever saved it."""

    OWN = "own", _("Só eu")
    MANAGERS = "managers", _("Gerentes e proprietários")
    SELLERS = "sellers", _("Vendedores, gerentes e proprietários")
    TEAM = "team", _("Toda a equipe")


# Which audiences each role belongs to.
_OF_ROLE: Final[dict[Role, tuple[ViewAudience, ...]]] = {
    Role.OWNER: (ViewAudience.MANAGERS, ViewAudience.SELLERS, ViewAudience.TEAM),
    Role.MANAGER: (ViewAudience.MANAGERS, ViewAudience.SELLERS, ViewAudience.TEAM),
    Role.SELLER: (ViewAudience.SELLERS, ViewAudience.TEAM),
    Role.READER: (ViewAudience.TEAM,),
}


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions asked of the views."""

    def seen_by(self, member: Member) -> "SavedViewQuerySet":
        """Her own, and those shared with her role."""
        return self.filter(Q(member=member) | Q(audience__in=_OF_ROLE[Role(member.role)]))

    def in_house_order(self) -> "SavedViewQuerySet":
        """By name."""
        return self.order_by("name", "pk")


class SavedView(Owned):
    """One view. `query` is what the list's address asks for, without the place in it; columns are part of it."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nome da visão"), max_length=60)
    audience = models.CharField(_("quem vê"), max_length=8, choices=ViewAudience.choices, default=ViewAudience.OWN)
    query = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(F("company"), F("member"), F("name"), name="one_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(Owned):
    """The view with which the list opens for one member."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "member"], name="one_default_view_each")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.view_id}"

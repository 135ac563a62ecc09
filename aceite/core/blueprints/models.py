"""Models of proposals, what they said each time they were saved, and what goes with them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.blueprints.library import Block, BlockQuerySet
from aceite.core.companies.models import Owned
from aceite.core.contracts.models import ContractTemplate
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.blocks import BlockText
from aceite.core.rows.searching import found

__all__ = [
    "Block",
    "BlockQuerySet",
    "Blueprint",
    "BlueprintBlock",
    "BlueprintContract",
    "BlueprintFile",
    "BlueprintQuerySet",
    "BlueprintVersion",
]


class BlueprintQuerySet(models.QuerySet["Blueprint"]):
    """Questions asked of the models of proposals."""

    def active(self) -> "BlueprintQuerySet":
        """Those a proposal can be made from."""
        return self.filter(active=True)

    def archived(self) -> "BlueprintQuerySet":
        """Those taken out of the choice."""
        return self.filter(active=False)

    def seen_by(self, member: Member) -> "BlueprintQuerySet":
        """Those shared with the team and her own; who manages blueprints sees those of people who left too."""
        seen = Q(shared=True) | Q(owner=member)
        if member.may("blueprint.manage"):
            seen |= Q(owner__deactivated_at__isnull=False)
        return self.filter(seen)

    def owned_by(self, member: Member) -> "BlueprintQuerySet":
        """Her own."""
        return self.filter(owner=member)

    def matching(self, text: str) -> "BlueprintQuerySet":
        """Those whose name, title or lines hold what was typed, without case or accents."""
        return found(self, text)

    def with_sheet(self) -> "BlueprintQuerySet":
        """Joined with what a page shows of each."""
        return self.select_related("company", "owner", "saved_by")

    def without_text(self) -> "BlueprintQuerySet":
        """For lists: what they say stays in the database."""
        return self.defer("content", "search")


class Blueprint(Owned):
    """A proposal without a customer. `content` is a draft as `as_data` writes it, its days counted from `base`.

    `owner` made it; unless it is `shared`, nobody else of the team sees it.
    """

    name = models.CharField(_("nome"), max_length=120)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(_("toda a equipe usa"), default=False)
    validity_days = models.PositiveSmallIntegerField(_("validade (dias)"), default=15)
    content = models.JSONField(default=dict)
    base = models.DateField()
    # Kept beside the content for lists.
    total = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    lines = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()
    active = models.BooleanField(default=True)
    # The same form sent twice makes one: the browser gives each form one key.
    key = models.CharField(max_length=40, blank=True)
    search = models.TextField(blank=True, editable=False)

    objects = BlueprintQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], condition=~Q(key=""), name="one_blueprint_per_form")
        ]
        indexes = [models.Index(fields=["company", "name"], name="blueprints_by_name")]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, member: Member) -> bool:
        """Whether she may write in it: her own, and every one she sees when she manages them."""
        mine = self.owner_id == member.pk and member.may("blueprint.edit")
        return self.company_id == member.company_id and (mine or member.may("blueprint.manage"))

    def may_be_hidden_by(self, member: Member) -> bool:
        """Whether she may say that it is only its owner's: who took a colleague's away would lose it herself."""
        return not self.shared or self.owner_id == member.pk


class BlueprintVersion(Owned):
    """What a blueprint said once. What one person saves within half an hour is one version."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    base = models.DateField()
    total = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    lines = models.PositiveSmallIntegerField(default=0)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    # The number of an older version that was brought back by it.
    restored = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "blueprint", "number"], name="one_blueprint_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.blueprint_id} v{self.number}"


class BlueprintFile(Owned):
    """A file that goes with every proposal made from a blueprint."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "blueprint", "document", "name"], name="one_blueprint_file_each")
        ]

    def __str__(self) -> str:
        return self.name


class BlueprintBlock(BlockText):
    """A piece of presentation that every proposal made from a blueprint begins with."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="blocks")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.blueprint_id}: {self.title}"


class BlueprintContract(Owned):
    """A contract template of which every proposal made from a blueprint gets a copy."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="contracts")
    template = models.ForeignKey(ContractTemplate, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "blueprint", "template"], name="one_blueprint_contract_each")
        ]

    def __str__(self) -> str:
        return f"{self.blueprint_id} → {self.template_id}"

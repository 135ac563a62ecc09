"""Users who enter, members of a company, codes that prove a mailbox, and shared rate limits."""

from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.people.absences import Absence, AbsenceQuerySet
from aceite.core.people.known_devices import Device, DeviceQuerySet
from aceite.core.people.permissions import ROLE_VERBS, Role

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "Challenge",
    "ChallengePurpose",
    "CodePurpose",
    "Device",
    "DeviceQuerySet",
    "Member",
    "MemberQuerySet",
    "OneTimeCode",
    "Passkey",
    "PasskeyQuerySet",
    "RateLimit",
    "User",
    "UserManager",
    "normal_email",
]

# Digits of a one-time code; see people.codes for when it has more.
SHORT: Final = 6


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by their address."""

    def by_email(self, email: str) -> "User | None":
        """The user with this address, compared without case; None for a stranger."""
        return self.filter(email=normal_email(email)).first()


class User(AbstractBaseUser):
    """A person who can enter. What she may enter is decided by her memberships and panel accesses."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("nome"), max_length=120)
    language = models.CharField(_("idioma"), max_length=5, default="pt-br")
    # What she chose; and what her browser told last, which counts as long as she has chosen none.
    zone = models.CharField(_("fuso horário"), max_length=40, blank=True)
    told_zone = models.CharField(_("fuso horário do aparelho"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    # Raised to end every session of this person at once.
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def reads_in(self) -> str:
        """The name of the zone she reads times in; "" where nobody knows it, and her company's counts."""
        return self.zone or self.told_zone

    def get_session_auth_hash(self) -> str:
        """Django ends a session whose hash no longer fits; the epoch is part of it."""
        return f"{super().get_session_auth_hash()}{self.session_epoch}"


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions asked of a team."""

    def active(self) -> "MemberQuerySet":
        """Those who may work."""
        return self.filter(deactivated_at=None)

    def joined(self) -> "MemberQuerySet":
        """Those who accepted their invitation and may work: only they come through a door."""
        return self.active().filter(joined_at__isnull=False)

    def who_may(self, verb: str) -> "MemberQuerySet":
        """Those whose role has the verb."""
        return self.filter(role__in=[role for role, verbs in ROLE_VERBS.items() if verb in verbs])

    def selling(self) -> "MemberQuerySet":
        """Those who may answer for a sale."""
        return self.active().who_may("proposal.edit")

    def in_house_order(self) -> "MemberQuerySet":
        """By name, those who left last."""
        return self.order_by(models.F("deactivated_at").asc(nulls_first=True), "name")


class Member(Owned):
    """A person of the vendor, with a role."""

    kind: ClassVar[str] = "member"

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    name = models.CharField(_("nome"), max_length=120)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("papel"), max_length=10, choices=Role.choices)
    invited_at = models.DateTimeField()
    # The invitation's link is derived from this nonce; a new one voids the old link.
    invitation_nonce = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    # Her data were erased; the row stays for what points to it.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "email"], name="one_member_per_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> int:
        """The row's id, as the trail keeps it."""
        return int(self.pk)

    def may(self, verb: str) -> bool:
        """Whether this member's role has the verb, and she still belongs to the team."""
        return self.deactivated_at is None and verb in ROLE_VERBS[Role(self.role)]


class CodePurpose(models.TextChoices):
    """What a one-time code is good for; a code of one purpose opens nothing else."""

    SIGN_IN = "sign_in", _("entrar")
    INVITATION = "invitation", _("aceitar um convite")
    SIGNATURE = "signature", _("assinar")
    APPROVAL = "approval", _("aprovar")
    HAND_OVER = "hand_over", _("passar a vez de assinar")
    DECLINE = "decline", _("recusar")
    RESCISSION = "rescission", _("desistir da compra")


class OneTimeCode(models.Model):
    """A code somebody asked for. The digits are derived, never stored; the row keeps nonce, deadline and tries."""

    company_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=12, choices=CodePurpose.choices)
    # Whom and what the code is bound to, e.g. "panel_user/7" and the digest of what is signed.
    subject = models.CharField(max_length=40)
    bound_to = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=40)
    length = models.PositiveSmallIntegerField(default=SHORT)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "purpose", "asked_at"], name="codes_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    """Questions asked of passkeys."""

    def for_site(self, rp_id: str) -> "PasskeyQuerySet":
        """Those that were made for this host; a device answers for no other."""
        return self.filter(rp_id=rp_id)

    def in_house_order(self) -> "PasskeyQuerySet":
        """The newest first."""
        return self.order_by("-created_at", "-pk")


class Passkey(models.Model):
    """A credential of a User. The device keeps its secret; here stand the public key (COSE) and what was seen of it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="passkeys")
    # URL-safe base 64, as it travels; at most 1023 bytes.
    credential_id = models.CharField(max_length=1364, unique=True)
    public_key = models.BinaryField()
    algorithm = models.IntegerField()
    rp_id = models.CharField(max_length=253)
    sign_count = models.BigIntegerField()
    backed_up = models.BooleanField()
    transports = models.JSONField(default=list)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = PasskeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ChallengePurpose(models.TextChoices):
    """What a challenge is good for."""

    REGISTER = "register", _("cadastrar uma chave de acesso")
    ENTER = "enter", _("entrar com uma chave de acesso")


class Challenge(models.Model):
    """A challenge that a device is to sign: its hash alone, bound to a person or a browser, good for one answer."""

    sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=8, choices=ChallengePurpose.choices)
    # Whose it is: "user/7", or "browser/…" by a nonce in the session of somebody who has not entered yet.
    subject = models.CharField(max_length=48)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class RateLimit(models.Model):
    """How often something was tried in a window; shared by all processes through the database."""

    key = models.CharField(max_length=120, primary_key=True)
    window_ends = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


def normal_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()

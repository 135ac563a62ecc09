"""The browsers in which a person entered, as she is shown them: whose, since when, last used when and whence."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import models

__all__ = ["Device", "DeviceQuerySet"]


class DeviceQuerySet(models.QuerySet["Device"]):
    """Questions asked of the browsers known."""

    def entered(self, at: datetime) -> "DeviceQuerySet":
        """Those in which a session stands open at `at`."""
        return self.filter(session_key__in=Session.objects.filter(expire_date__gt=at).values("session_key"))

    def in_house_order(self) -> "DeviceQuerySet":
        """The one used last first."""
        return self.order_by("-used_at", "-pk")


class Device(models.Model):
    """A browser of one person. It is known again by a secret that only the browser has; here stands its hash.

    `session_key` is the session open in it, empty once that was ended here: it stands beside Django's own row, so that
    the session can be ended, and leaves in no copy of data. `ip` is the client behind trusted proxies. `host` is the
    company's own at which it entered, for a browser keeps a secret for each; empty for the house's address.
    """

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="devices")
    sha256 = models.CharField(max_length=64)
    session_key = models.CharField(max_length=40, blank=True)
    host = models.CharField(max_length=253, blank=True, default="")
    user_agent = models.CharField(max_length=400, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    first_at = models.DateTimeField()
    used_at = models.DateTimeField()

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "sha256"], name="one_device_per_browser")]
        indexes = [models.Index(fields=["used_at"], name="devices_by_use")]

    def __str__(self) -> str:
        return f"user/{self.user_id} {self.first_at}"

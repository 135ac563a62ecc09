"""What the task queue lacks: who is working, what is in whose hands, what ran when, and what was given up."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.jobs.queue import UnknownJob, job_named


class Worker(models.Model):
    """A process that does jobs. `host`, `pid` and `born` tell at once that it was killed; `beat_at` tells it later."""

    id = models.CharField(max_length=40, primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    # The kernel's start time of the process: a pid is used again, the two together are not.
    born = models.CharField(max_length=24, blank=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class Lease(models.Model):
    """A job in a worker's hands until `until`. It goes with the job's end; past its time the job is free again."""

    task_id = models.UUIDField(primary_key=True)
    worker_id = models.CharField(max_length=40)
    until = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["until"], name="leases_by_end")]

    def __str__(self) -> str:
        return f"{self.task_id} by {self.worker_id}"


class Periodic(models.Model):
    """When a periodic job was last put into the queue; the row is locked while that is decided."""

    name = models.CharField(max_length=160, primary_key=True)
    queued_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class DeadLetterQuerySet(models.QuerySet["DeadLetter"]):
    """Questions asked of the jobs that were given up."""

    def waiting(self) -> "DeadLetterQuerySet":
        """Those that nobody has tried again."""
        return self.filter(tried_again_at=None)


class DeadLetter(models.Model):
    """A job that failed for the last time. It holds ids and the kind of error: no code, link, address or name."""

    # 0 where the job belongs to no company.
    company_id = models.BigIntegerField()
    task_id = models.UUIDField()
    kind = models.CharField(max_length=160)
    arguments = models.JSONField(default=dict)
    error_class = models.CharField(max_length=160)
    message = models.CharField(max_length=400, blank=True)
    tries = models.PositiveSmallIntegerField()
    died_at = models.DateTimeField()
    tried_again_at = models.DateTimeField(null=True, blank=True)

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-died_at"]
        constraints = [models.UniqueConstraint(fields=["company_id", "task_id"], name="one_letter_per_task")]

    def __str__(self) -> str:
        return f"{self.kind} {self.error_class}"

    @property
    def title(self) -> "str | Promise":
        """What was not done, in words for people."""
        try:
            return job_named(self.kind).label or _("Tarefa em segundo plano")
        except UnknownJob:
            return _("Tarefa de outra versão do Aceite")

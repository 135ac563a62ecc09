"""The statement of one act: prepared by the server, confirmed by the person, never changed."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.signatures.own_terms import TermsVersion as TermsVersion

# How many days before its end a company's certificate is warned of.
WARNED_DAYS: Final = (60, 30, 7)
# A stamp is followed by the next one while its authority can still vouch for it.
RENEWED_BEFORE: Final = timedelta(days=180)

# What proved the person, as the statement names it and as people read it.
FACTORS: Final[dict[str, Promise | str]] = {
    "session_password": _("Sessão aberta com senha"),
    "session_code": _("Sessão aberta com código enviado por e-mail"),
    "session_invitation": _("Sessão aberta pelo convite enviado por e-mail"),
    "session_passkey": _("Sessão aberta com chave de acesso"),
    "recent_code": _("Código enviado por e-mail e digitado nesta sessão nas 12 horas antes do ato"),
    "recent_passkey": _("Chave de acesso usada nesta sessão nas 12 horas antes do ato"),
    "email_code": _("Código enviado por e-mail no momento do ato"),
    "passkey": _("Chave de acesso usada no momento do ato, sobre o conteúdo assinado"),
    "external_icp_brasil": _("PDF do contrato assinado com certificado ICP-Brasil"),
    "external_govbr": _("PDF do contrato assinado no gov.br"),
    "external_other": _("PDF do contrato assinado com outro certificado digital"),
}


class Act(models.TextChoices):
    """What a statement says yes (or no) to."""

    SIGN = "sign", _("assinar")
    APPROVE = "approve", _("aprovar")
    DECLINE = "decline", _("recusar")
    RESCIND = "rescind", _("desistir")


class MarkKind(models.TextChoices):
    """How the signer drew the mark."""

    DRAWN = "drawn", _("desenhada")
    TYPED = "typed", _("digitada")


class StatementQuerySet(models.QuerySet["Statement"]):
    """Questions asked of statements."""

    def confirmed(self) -> "StatementQuerySet":
        """Acts that were done, void ones included."""
        return self.filter(confirmed_at__isnull=False)

    def standing(self) -> "StatementQuerySet":
        """Acts that were done and still count."""
        return self.filter(confirmed_at__isnull=False, voided_at=None)


class Assertion(Owned):
    """What a device signed with a passkey when its holder confirmed a ceremony, kept as it came and never changed.

    With the statements' hashes it proves itself: nothing else of this database is needed to check it. `covers` is null
    where the challenge was the one statement's s, else what the challenge is the digest of (ceremonies.covered).
    """

    ceremony = models.CharField(max_length=40)
    credential = models.CharField(max_length=1364)
    # SubjectPublicKeyInfo in PEM: the passkey itself may be removed.
    public_key = models.TextField()
    client_data = models.BinaryField()
    authenticator_data = models.BinaryField()
    signature = models.BinaryField()
    sign_count = models.BigIntegerField()
    rp_id = models.CharField(max_length=253)
    origin = models.CharField(max_length=300)
    covers = models.JSONField(null=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "ceremony"], name="one_assertion_per_ceremony")]

    def __str__(self) -> str:
        return self.ceremony

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once."""
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)


class Unchangeable(Exception):
    """Somebody tries to change what stands for good."""


class Statement(Owned):
    """S of TRUST.md. `body` is canonical JSON without personal values, `openings` holds the values and salts behind
    its commitments, `sha256` is s. `ceremony` groups what is signed together with one code or one touch."""

    act = models.CharField(max_length=8, choices=Act.choices)
    subject = models.CharField(max_length=40)
    # A plain id: this room stands beside the customers and below the proposals.
    sale_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    ceremony = models.CharField(max_length=40)
    body = models.TextField()
    openings = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    bundle_sha256 = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mark_kind = models.CharField(max_length=6, choices=MarkKind.choices, blank=True)
    mark_text = models.CharField(max_length=120, blank=True)
    mark = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.ForeignKey(OneTimeCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assertion = models.ForeignKey(Assertion, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    peer = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=400, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["company", "subject"], name="statements_of_a_subject"),
            models.Index(fields=["company", "ceremony"], name="statements_of_a_ceremony"),
            models.Index(fields=["company", "sale_id"], name="statements_of_a_sale"),
            models.Index(fields=["company", "actor_kind", "actor_id"], name="statements_of_a_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "sha256"], name="one_statement_per_hash")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"

    def content(self) -> dict[str, Any]:
        """S as it was confirmed."""
        body: dict[str, Any] = json.loads(self.body)
        return body


class KeyKind(models.TextChoices):
    """What a key of the instance is for."""

    AUTHORITY = "authority", _("autoridade da instalação")
    SEAL = "seal", _("selo")


class InstanceKeyQuerySet(models.QuerySet["InstanceKey"]):
    """Questions asked of the instance's keys."""

    def standing(self, kind: KeyKind) -> "InstanceKeyQuerySet":
        """Those in use, the newest first; older ones stay for what they sealed."""
        return self.filter(kind=kind, retired_at=None).order_by("-made_at", "-pk")


class InstanceKey(models.Model):
    """A key of this installation with its certificate. It belongs to no company; the private half is kept encrypted
    under a secret of the environment, so that the database alone seals nothing."""

    kind = models.CharField(max_length=10, choices=KeyKind.choices)
    # SHA-256 of the public key (SubjectPublicKeyInfo, DER): how receipts and manifests name it.
    key_id = models.CharField(max_length=64, unique=True)
    certificate = models.TextField()
    private_key = models.TextField()
    # The authority that vouches for a seal; itself has none above it.
    issuer = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = InstanceKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(retired_at=None), name="one_standing_key_of_each_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key_id[:16]}"

    @property
    def public_key(self) -> str:
        """The public half, as PEM (SubjectPublicKeyInfo)."""
        key = x509.load_pem_x509_certificate(self.certificate.encode()).public_key()
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def as_evidence(self) -> dict[str, str]:
        """How evidence and receipts carry the key, so that they can be checked without this server."""
        issuer = self.issuer.certificate if self.issuer else self.certificate
        return {"id": self.key_id, "public_key": self.public_key, "certificate": self.certificate, "issuer": issuer}


class Retirement(models.TextChoices):
    """Why a company's certificate no longer seals."""

    REPLACED = "replaced", _("trocado por outro")
    REMOVED = "removed", _("retirado pela empresa")
    ENDED = "ended", _("vencido")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Questions asked of the companies' certificates."""

    def standing(self) -> "CertificateQuerySet":
        """Those that were not retired."""
        return self.filter(retired_at=None)

    def newest_first(self) -> "CertificateQuerySet":
        """In the order of their upload, the last on top, with who uploaded them."""
        return self.select_related("uploaded_by").order_by("-uploaded_at", "-pk")

    def former(self) -> "CertificateQuerySet":
        """Those that were replaced or removed, the last on top."""
        return self.filter(retirement__in=[Retirement.REPLACED, Retirement.REMOVED]).order_by("-retired_at", "-pk")

    def to_tell(self, at: datetime) -> "CertificateQuerySet":
        """The standing ones of which the clock has something to tell at `at`."""
        soon = models.Q(valid_until__lt=at)
        for days in WARNED_DAYS:
            unwarned = models.Q(warned_days=None) | models.Q(warned_days__gt=days)
            soon |= unwarned & models.Q(valid_until__lte=at + timedelta(days=days))
        return self.standing().filter(soon)


class Certificate(Owned):
    """A company's own certificate (e-CNPJ): what it seals its files with while it stands and is in its time.

    `certificate` and `chain` (nearest issuer first) are PEM; the private half is encrypted like the instance's keys,
    and erased when the certificate is retired. `warned_days` is the last of the warnings before its end.
    """

    holder = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    cnpj = models.CharField(max_length=14)
    # SHA-256 of the certificate's DER.
    fingerprint = models.CharField(max_length=64)
    certificate = models.TextField()
    chain = models.TextField(blank=True)
    private_key = models.TextField(blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    uploaded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retirement = models.CharField(max_length=10, choices=Retirement.choices, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=models.Q(retired_at=None), name="one_standing_certificate"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.fingerprint[:16]}"

    def seals(self, cnpj: str, at: datetime) -> bool:
        """Whether files are sealed with it at `at`: it stands, is in its time, and names the company's own CNPJ."""
        in_time = self.valid_from <= at <= self.valid_until
        return self.retired_at is None and in_time and self.cnpj == cnpj

    def days_left(self, at: datetime) -> int:
        """How many days until its end, a begun one counted whole."""
        return -((at - self.valid_until) // timedelta(days=1))


class Receipt(Owned):
    """The instance key's signature over s and the event that recorded the act: the signer's own anchor.

    It is mailed to her at once, so that a trail rewritten later contradicts what she holds (TRUST: *receipt*).
    """

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="receipt")
    head = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    key = models.ForeignKey(InstanceKey, on_delete=models.PROTECT, related_name="+")
    # DER, in base64.
    signature = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.statement_id} {self.head[:16]}"


class SealLevel(models.TextChoices):
    """How far a sealed file's time is vouched for (PAdES, ETSI EN 319 142-1: B-B, B-T, B-LTA)."""

    SEALED = "b-b", _("sem carimbo de tempo externo")
    STAMPED = "b-t", _("com carimbo de tempo externo")
    KEPT = "b-lta", _("com carimbo de tempo externo, conservado para o longo prazo")


class SealedFileQuerySet(models.QuerySet["SealedFile"]):
    """Questions asked of the sealed files."""

    def of(self, subject: str) -> "SealedFileQuerySet":
        """All forms of one file, the newest first."""
        return self.filter(subject=subject).order_by("-number")

    def standing(self, pk: int) -> "SealedFile | None":
        """The form of this id while it is the newest of its file, with its bytes' row."""
        return self.select_related("document").filter(pk=pk, newest=True, document__removed_at=None).first()

    def former(self) -> "SealedFileQuerySet":
        """Those that a form with more time stamps followed, the newest first; they stay valid."""
        return self.filter(newest=False).order_by("subject", "-number")

    def to_improve(self, kind: str, at: datetime) -> "SealedFileQuerySet":
        """The newest forms of a kind (`contract`, `approval`: as in `subject`) to ask an authority for at `at`."""
        waiting = models.Q(level__in=[SealLevel.SEALED, SealLevel.STAMPED])
        ending = models.Q(vouched_until__lte=at + RENEWED_BEFORE)
        due = models.Q(next_try_at=None) | models.Q(next_try_at__lte=at)
        # What was cleared at the end of its time needs no stamp any more.
        standing = self.filter(newest=True, document__removed_at=None)
        newest = standing.filter(waiting | ending, due, subject__startswith=f"{kind}/")
        return newest.order_by("next_try_at", "pk")


class SealedFile(Owned):
    """One form of a sealed file: F, or a later one of the same D and E with more time stamps. Every one stays valid.

    `subject` is named as in statements: `contract/12`; forms are numbered from 1. `authority` is who gave the newest
    stamp, at `stamped_at`, with a certificate that ends at `vouched_until`.
    """

    subject = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    newest = models.BooleanField(default=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="sealing")
    level = models.CharField(max_length=5, choices=SealLevel.choices)
    sealed_at = models.DateTimeField()
    holder = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200, default="")
    certificate_sha256 = models.CharField(max_length=64)
    of_company = models.BooleanField(default=False)
    stamped_at = models.DateTimeField(null=True, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    vouched_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "subject", "number"], name="one_sealed_file_per_number"),
            models.UniqueConstraint(
                fields=["company", "subject"], condition=models.Q(newest=True), name="one_newest_sealed_file"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(newest=True), name="sealed_files_to_improve")
        ]

    def __str__(self) -> str:
        return f"{self.subject} #{self.number} {self.level}"

    @property
    def row_id(self) -> int:
        """The id of the contract, or whatever the subject names."""
        return int(self.subject.rpartition("/")[2])

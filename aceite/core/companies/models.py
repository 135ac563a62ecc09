"""The company (tenant) and the counters its numbers are drawn from."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.address import Addressed
from aceite.kit.business_days import DaysOff, own_day
from aceite.kit.pix import KEY_KINDS


class CopiesPolicy(models.TextChoices):
    """Whether an uploaded signed copy must be checked before the customer can approve."""

    APPROVE_FIRST = "approve_first", _("O cliente pode aprovar; a via é conferida depois")
    CHECK_FIRST = "check_first", _("A via precisa ser aceita antes da aprovação")


class ChangesPolicy(models.TextChoices):
    """When whoever saw an earlier version says that she read what changed, before she signs or approves."""

    SIGNED = "signed", _("Quando uma versão anterior já tinha sido assinada ou aprovada")
    ALWAYS = "always", _("Sempre que ela viu uma versão anterior")
    NEVER = "never", _("Nunca: as mudanças são mostradas, e ler é livre")


class LinkShows(models.TextChoices):
    """What the link of a proposal shows to whoever has it and has not entered."""

    SUMMARY = "summary", _("O título, a empresa e o prazo; nunca preços")
    NOTHING = "nothing", _("Nada: só a página de entrar")


class Company(Addressed):
    """A vendor. Its slug stands in every address of its pages."""

    slug = models.SlugField(_("endereço no site"), unique=True, max_length=40)
    legal_name = models.CharField(_("razão social"), max_length=120)
    trade_name = models.CharField(_("nome fantasia"), max_length=120)
    cnpj = models.CharField(_("CNPJ"), max_length=14)
    state_registration = models.CharField(_("inscrição estadual"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail de contato"))
    phone = models.CharField(_("telefone"), max_length=20, blank=True)
    website = models.URLField(_("site"), blank=True)
    zone = models.CharField(_("fuso horário"), max_length=40, default="America/Sao_Paulo")
    language = models.CharField(_("idioma"), max_length=5, default="pt-br")
    logo_sha256 = models.CharField(max_length=64, blank=True)
    colour = models.CharField(_("cor da marca"), max_length=7, default="#1f5f4a")
    uses_contracts = models.BooleanField(_("faz contratos"), default=True)
    default_validity_days = models.PositiveSmallIntegerField(_("validade padrão (dias)"), default=15)
    terms = models.TextField(_("condições gerais"), blank=True, max_length=20_000)
    copies_policy = models.CharField(
        _("vias assinadas"), max_length=20, choices=CopiesPolicy.choices, default=CopiesPolicy.APPROVE_FIRST
    )
    # The usual reasons for refusing a signed copy, one a line; empty for those of contracts.refusal_reasons.
    copy_refusals = models.TextField(_("motivos de recusa de vias"), blank=True, max_length=3000)
    changes_policy = models.CharField(
        _("mudanças entre versões"), max_length=10, choices=ChangesPolicy.choices, default=ChangesPolicy.SIGNED
    )
    requires_device_hash = models.BooleanField(_("exige o hash calculado no aparelho"), default=False)
    asks_code_to_approve = models.BooleanField(_("pede um código para aprovar"), default=False)
    # Whose state's holidays are no business days, beside the national ones.
    holidays_state = models.CharField(max_length=2, blank=True)
    # Days on which it, or its town, rests besides: one a line, as kit.business_days.own_day reads them.
    own_holidays = models.TextField(_("feriados próprios"), blank=True, max_length=5000)
    # Those that were taken out of the list, as `DaysOff.own` holds them, and on which day in UTC each last was.
    former_holidays = models.JSONField(default=dict, blank=True)
    # The key as the Banco Central's directory holds it; without one no Pix is offered.
    pix_kind = models.CharField(max_length=6, choices=[(kind, kind) for kind in KEY_KINDS], blank=True)
    pix_key = models.CharField(max_length=77, blank=True)
    sellers_see_all = models.BooleanField(_("vendedores veem as vendas de todos"), default=True)
    link_shows = models.CharField(
        _("o que o link mostra sozinho"), max_length=10, choices=LinkShows.choices, default=LinkShows.SUMMARY
    )
    number_prefix = models.CharField(_("prefixo da numeração"), max_length=8, blank=True)
    # Which consent texts of its own are in force, by their hash: see signatures.agreed_terms, which alone writes them.
    own_terms = models.JSONField(default=dict, blank=True)
    # The proved domain that links to its panel begin with; empty for the house's address. `domains` alone writes it.
    own_host = models.CharField(max_length=253, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cnpj"], name="one_company_per_cnpj")]

    def __str__(self) -> str:
        return self.trade_name

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which this company's days begin and end."""
        return ZoneInfo(self.zone)

    @property
    def days_off(self) -> DaysOff:
        """What is no business day here, besides what is none anywhere in the country."""
        own = (own_day(line) for line in self.own_holidays.splitlines())
        return DaysOff(self.holidays_state, frozenset(day.key for day in own if day))

    def own_days_since(self, at: datetime) -> frozenset[str]:
        """Its own days as they stand and all that stood at some time since: what a term that runs since then was ever
        told with. Told to the day, for whoever approves while the list is being saved."""
        since = at.astimezone(UTC).date().isoformat()
        return self.days_off.own | {key for key, until in self.former_holidays.items() if until >= since}

    def rest_on(self, own_holidays: str, *, at: datetime) -> None:
        """Replaces its own days by these lines, and remembers which ones are gone; saves nothing."""
        before = self.days_off.own
        self.own_holidays = own_holidays
        gone = dict.fromkeys(sorted(before - self.days_off.own), at.astimezone(UTC).date().isoformat())
        self.former_holidays = {**self.former_holidays, **gone}


class Owned(models.Model):
    """Every row of a company carries its id; it stands first in unique keys and indexes."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        company_id: int

    class Meta:
        abstract = True


class Domain(Owned):
    """A company's own address for its panel. It serves once its DNS has said what only the company was told."""

    host = models.CharField(max_length=253)
    nonce = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["host"]
        constraints = [
            models.UniqueConstraint(fields=["company", "host"], name="one_row_per_domain"),
            # Named by several, proved by one: nobody keeps a domain from its owner by naming it first.
            models.UniqueConstraint(
                fields=["host"], condition=models.Q(verified_at__isnull=False), name="one_company_per_domain"
            ),
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def record_name(self) -> str:
        """Under which name the DNS is asked for the proof."""
        return f"_aceite.{self.host}"

    @property
    def record_value(self) -> str:
        """What stands there when whoever keeps the domain wants it to serve this company."""
        return f"aceite={self.nonce}"


class Counter(Owned):
    """The last number drawn in one series and year; the row is locked while one is drawn."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "series", "year"], name="one_counter_per_series")]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.last}"

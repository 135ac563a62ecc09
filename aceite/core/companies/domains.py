"""A company's own address for its panel: named, proved by a record in its DNS, used in links, given up."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.hosts import is_house
from aceite.core.companies.models import Company, Domain
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit
from aceite.kit.codes import new_nonce
from aceite.kit.dns_texts import DnsSilent

MOST_DOMAINS: Final = 5
# RFC 1035, section 2.3.4; RFC 1123, section 2.1: the last label of a name is never a number.
_LONGEST: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
# As people copy it from the browser.
_AROUND: Final = re.compile(r"^\s*(?:https?://)?([^/?#:]*)(?::\d+)?(?:[/?#].*)?$", re.IGNORECASE | re.DOTALL)

# What asks the DNS: the texts of a name. Raises DnsSilent.
Texts = Callable[[str], list[str]]


class NotProved(Refusal):
    """The record is not there, or says something else."""

    sentence = gettext_lazy(
        "O registro TXT ainda não apareceu no DNS, ou está diferente. Confira o nome e o valor; um registro novo pode "
        "levar até algumas horas. Nada mudou."
    )


class NoAnswer(Refusal):
    """No server told anything of the name."""

    sentence = gettext_lazy("O DNS deste domínio não respondeu agora. Nada mudou: tente de novo em alguns minutos.")


class TakenDomain(Refusal):
    """Another company proved it before."""

    sentence = gettext_lazy("Este domínio já está em uso por outra empresa nesta instalação. Fale com quem a mantém.")


class UnprovedDomain(Refusal):
    """Links may only lead to what was proved."""

    sentence = gettext_lazy("Verifique o domínio antes de usá-lo nos links.")


def add_domain(company: Company, text: str, *, by: Actor, at: datetime) -> Domain:
    """Notes a domain to be proved; it serves nothing until then. The same again gives the one noted.

    Raises NotAllowed, Unfit.
    """
    _refuse_strangers(company, by)
    host = fit_host(text)
    with transaction.atomic():
        locked = _lock(company)
        if found := Domain.objects.filter(company=locked, host=host).first():
            return found
        if Domain.objects.filter(company=locked).count() >= MOST_DOMAINS:
            raise Unfit("host", _("São no máximo cinco domínios. Remova um que não usa mais."))
        made = Domain.objects.create(company=locked, host=host, nonce=new_nonce(), added_at=at)
        record("domain.added", by=by, at=at, data=_told(made))
    return made


def verify_domain(domain: Domain, *, texts: Texts, by: Actor, at: datetime) -> Domain:
    """Takes the domain into the register when its DNS says what only this company was told; once is enough.

    The DNS is asked before anything is locked. Raises NotAllowed, NotProved, NoAnswer, TakenDomain.
    """
    _refuse_strangers(domain.company, by)
    if not Domain.objects.filter(pk=domain.pk, verified_at__isnull=False).exists():
        _refuse_unproved(domain, texts)
    try:
        with transaction.atomic():
            _lock(domain.company)
            row = Domain.objects.filter(pk=domain.pk).first()
            if row is None:
                raise NotProved
            if row.verified_at is None:
                row.verified_at = at
                row.save(update_fields=["verified_at"])
                record("domain.verified", by=by, at=at, data=_told(row))
    except IntegrityError:
        # Row-level security hides whose it is; only the constraint tells.
        raise TakenDomain from None
    return row


def use_domain(company: Company, domain: Domain | None, *, by: Actor, at: datetime) -> Company:
    """Writes the links of mails and messages with this address from now on; None goes back to the house's.

    Raises NotAllowed, UnprovedDomain.
    """
    _refuse_strangers(company, by)
    with transaction.atomic():
        locked = _lock(company)
        row = Domain.objects.filter(company=locked, pk=domain.pk).first() if domain else None
        if domain is not None and (row is None or row.verified_at is None):
            raise UnprovedDomain
        _lead(locked, row.host if row else "", by=by, at=at)
    return locked


def remove_domain(domain: Domain, *, by: Actor, at: datetime) -> None:
    """Serves the domain no longer; links go back to the house's address where they used it. Raises NotAllowed."""
    _refuse_strangers(domain.company, by)
    with transaction.atomic():
        locked = _lock(domain.company)
        row = Domain.objects.filter(company=locked, pk=domain.pk).first()
        if row is None:
            return
        if locked.own_host == row.host:
            _lead(locked, "", by=by, at=at)
        told = _told(row)
        row.delete()
        record("domain.removed", by=by, at=at, data=told)


def fit_host(text: str) -> str:
    """A domain as browsers send it: small letters, accents in their ASCII form. Raises Unfit."""
    found = _AROUND.match(text)
    try:
        host = (found[1] if found else "").strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    labels = host.split(".")
    fits = len(host) <= _LONGEST and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if not fits or _NUMBER.fullmatch(labels[-1]):
        raise Unfit("host", _("Escreva só o domínio, como propostas.suaempresa.com.br."))
    if is_house(host):
        raise Unfit("host", _("Este é o endereço da própria instalação. Escreva um domínio da sua empresa."))
    return host


def _refuse_unproved(domain: Domain, texts: Texts) -> None:
    try:
        found = texts(domain.record_name)
    except DnsSilent:
        raise NoAnswer from None
    if domain.record_value not in (text.strip() for text in found):
        raise NotProved


def _refuse_strangers(company: Company, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("company.edit"):
        raise NotAllowed(_("Só o proprietário altera os endereços da empresa."))


def _lock(company: Company) -> Company:
    return Company.objects.select_for_update().get(pk=company.pk)


def _lead(company: Company, host: str, *, by: Actor, at: datetime) -> None:
    if company.own_host != host:
        company.own_host = host
        company.save(update_fields=["own_host"])
        record("domain.chosen", by=by, at=at, data={"host": host})


def _told(domain: Domain) -> dict[str, object]:
    return {"domain": domain.pk, "host": domain.host}

"""What happens to a company: it is created, and its owner changes its data, look and rules."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies import identity
from aceite.core.companies.models import ChangesPolicy, Company, CopiesPolicy, LinkShows
from aceite.core.trail.actors import Actor, System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit


@dataclass(frozen=True)
class CompanyData:
    """What the company page holds. CNPJ with or without punctuation, phone as E.164, CEP as 8 digits."""

    slug: str
    legal_name: str
    trade_name: str
    cnpj: str
    email: str
    state_registration: str = ""
    phone: str = ""
    website: str = ""
    zone: str = "America/Sao_Paulo"
    language: str = "pt-br"
    colour: str = "#1f5f4a"
    uses_contracts: bool = True
    default_validity_days: int = 15
    terms: str = ""
    copies_policy: str = CopiesPolicy.APPROVE_FIRST
    copy_refusals: str = ""
    changes_policy: str = ChangesPolicy.SIGNED
    requires_device_hash: bool = False
    asks_code_to_approve: bool = False
    holidays_state: str = ""
    own_holidays: str = ""
    pix_kind: str = ""
    pix_key: str = ""
    sellers_see_all: bool = True
    link_shows: str = LinkShows.SUMMARY
    number_prefix: str = ""
    zip_code: str = ""
    street: str = ""
    street_number: str = ""
    complement: str = ""
    district: str = ""
    city: str = ""
    state: str = ""

    @classmethod
    def of(cls, company: Company) -> "CompanyData":
        """The data as they stand."""
        return cls(**{field.name: getattr(company, field.name) for field in fields(cls)})


def create_company(data: CompanyData, *, at: datetime) -> Company:
    """Registers a company; the caller has entered everywhere(SIGN_UP) or everywhere(OPERATOR). Raises Unfit."""
    with transaction.atomic():
        company = _saved(Company(**asdict(_fit(data)), created_at=at))
        record("company.created", by=System(company.pk), at=at, data={"company": company.pk, "slug": company.slug})
    return company


def change_company(company: Company, data: CompanyData, *, by: Actor, at: datetime) -> Company:
    """Replaces the company's data. Raises NotAllowed, Unfit."""
    _refuse_strangers(company, by)
    with transaction.atomic():
        locked = Company.objects.select_for_update().get(pk=company.pk)
        return _change(locked, asdict(_fit(data)), by=by, at=at)


def change_settings(company: Company, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Company:
    """Replaces some of the company's data, by the names in CompanyData; what a colleague changed meanwhile beside them
    stays. Raises NotAllowed, Unfit."""
    _refuse_strangers(company, by)
    with transaction.atomic():
        locked = Company.objects.select_for_update().get(pk=company.pk)
        return _change(locked, asdict(_fit(replace(CompanyData.of(locked), **values))), by=by, at=at)


def change_logo(company: Company, sha256: str, *, by: Actor, at: datetime) -> Company:
    """Shows another stored picture as logo; an empty hash shows none. Raises NotAllowed."""
    _refuse_strangers(company, by)
    with transaction.atomic():
        locked = Company.objects.select_for_update().get(pk=company.pk)
        return _change(locked, {"logo_sha256": sha256}, by=by, at=at)


def _refuse_strangers(company: Company, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("company.edit"):
        raise NotAllowed(_("Só o proprietário altera os dados da empresa."))


def _change(company: Company, values: dict[str, Any], *, by: Actor, at: datetime) -> Company:
    changed = sorted(name for name, value in values.items() if getattr(company, name) != value)
    if changed:
        if "own_holidays" in changed:
            company.rest_on(values["own_holidays"], at=at)
        for name in changed:
            setattr(company, name, values[name])
        _saved(company)
        record("company.changed", by=by, at=at, data={"fields": changed})
    return company


def _fit(data: CompanyData) -> CompanyData:
    for field, choices in (
        ("copies_policy", CopiesPolicy),
        ("changes_policy", ChangesPolicy),
        ("link_shows", LinkShows),
    ):
        if getattr(data, field) not in choices.values:
            raise Unfit(field, _("Escolha uma das opções da lista."))
    for field in ("legal_name", "trade_name"):
        if not getattr(data, field).strip():
            raise Unfit(field, _("Preencha este campo."))
    return replace(
        data,
        slug=identity.fit_slug(data.slug),
        cnpj=identity.fit_cnpj(data.cnpj),
        email=identity.fit_email(data.email),
        website=identity.fit_website(data.website),
        zone=identity.fit_zone(data.zone),
        language=identity.fit_language(data.language),
        colour=identity.fit_colour(data.colour),
        number_prefix=identity.fit_prefix(data.number_prefix),
        state=identity.fit_state(data.state),
        pix_key=identity.fit_pix_key(data.pix_kind, data.pix_key),
        holidays_state=identity.fit_state(data.holidays_state, field="holidays_state"),
        own_holidays=identity.fit_own_holidays(data.own_holidays),
        copy_refusals=identity.fit_copy_refusals(data.copy_refusals),
        default_validity_days=identity.fit_validity(data.default_validity_days),
    )


def _saved(company: Company) -> Company:
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as failure:
        raise _taken(failure) from failure
    return company


def _taken(failure: IntegrityError) -> Refusal:
    # Row-level security hides the other company, so only the broken constraint tells what is taken.
    if "cnpj" in str(failure).lower():
        return Unfit("cnpj", _("Já existe uma empresa com este CNPJ aqui. Peça um convite ao proprietário dela."))
    return Unfit("slug", _("Este endereço já é de outra empresa. Escolha outro."))

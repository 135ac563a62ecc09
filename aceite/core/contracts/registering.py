"""The register of contracts (avulsos): texts that stand in no proposal, with or without a customer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.contracts.clause_pins import pins_of
from aceite.core.contracts.editing import EditedMeanwhile, NotADraft, refuse_contracts_off
from aceite.core.contracts.models import Contract, Source
from aceite.core.contracts.texts import Text, clean_text, search_words, text_of, write_text
from aceite.core.customers.models import Customer
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit


def save_registered(
    text: Text,
    *,
    contract: Contract | None = None,
    revision: int | None = None,
    customer: Customer | None = None,
    key: str = "",
    company: Company,
    by: Actor,
    at: datetime,
) -> Contract:
    """Makes an avulso, or saves it; proposals that took a copy keep theirs. The same form (`key`) twice makes one.

    `revision` is the one the editor was opened with. Raises Unfit, EditedMeanwhile, ContractsOff, NotADraft.
    """
    if by.company_id != company.pk or not by.may("contract.edit"):
        raise NotAllowed
    refuse_contracts_off(company)
    if customer is not None and customer.company_id != company.pk:
        raise Unfit("customer", _("Este cliente não está no cadastro. Escolha outro."))
    cleaned = clean_text(text)
    with transaction.atomic():
        saved = _opened(contract, company)
        if contract is None:
            Company.objects.select_for_update().get(pk=company.pk)
            saved.form_key = form_key(key, cleaned, customer and customer.pk)
            if (made := made_before(Contract.objects.filter(company=company), saved.form_key)) is not None:
                return made
        else:
            if _same(saved, cleaned, customer):
                return saved
            if revision != saved.revision:
                raise EditedMeanwhile(saved.revision)
        _write(saved, cleaned, customer, at)
        record("registered_contract.saved", by=by, at=at, data={"contract": saved.pk, "revision": saved.revision})
    return saved


def _opened(contract: Contract | None, company: Company) -> Contract:
    if contract is None:
        return Contract(company=company, source=Source.WRITTEN, revision=-1)
    fresh = Contract.objects.select_for_update().get(pk=contract.pk)
    if fresh.version_id is not None:
        raise NotADraft
    return fresh


def _same(saved: Contract, text: Text, customer: Customer | None) -> bool:
    return text_of(saved) == text and saved.customer_id == (customer.pk if customer else None)


def _write(saved: Contract, text: Text, customer: Customer | None, at: datetime) -> None:
    write_text(saved, text)
    saved.clauses = pins_of(text.body, company_id=saved.company_id, before=saved.clauses)
    saved.customer = customer
    saved.search = search_words(text.title, customer.name if customer else "")
    saved.revision += 1
    saved.updated_at = at
    saved.save()

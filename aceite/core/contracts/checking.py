"""What would go wrong with a draft's contracts if it were sent now, each in one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.contracts.asked import Asked, asked_of, placeholders_of
from aceite.core.contracts.at_request import BadRequest, refuse_unwitnessed
from aceite.core.contracts.empowering import empower, refuse_ended, refuse_powerless
from aceite.core.contracts.entering import body_of
from aceite.core.contracts.merging import FIELDS, Merged, braced, merge
from aceite.core.contracts.models import Contract, Level, Signer, SignerRole
from aceite.core.contracts.paper import WITNESSES_ON_PAPER
from aceite.core.contracts.representing import refuse_unfit_members
from aceite.core.contracts.signers import BadSigners, refuse_unfit_person, refuse_witness_as_party, witnesses_note
from aceite.core.contracts.values import own_values, term_values, values_for
from aceite.core.proposals.models import ProposalVersion
from aceite.kit.richtext import plain


@dataclass(frozen=True)
class Problem:
    """One thing to mend; what does not block is a warning that the vendor may send over."""

    contract: Contract
    sentence: str
    blocks: bool = True
    # Which of its own fields is meant.
    field: str = ""
    # Whether it is mended in the customer's record.
    of_customer: bool = False


def problems_before_sending(version: ProposalVersion, *, at: datetime) -> list[Problem]:
    """Everything about the contracts of a draft that blocks sending, or that the vendor should know first."""
    contracts = list(version.contracts.prefetch_related("signers__panel_user", "countersigners__member"))
    if not contracts:
        return []
    values = values_for(version, at=at)
    found: list[Problem] = []
    for contract in contracts:
        signers = [signer for signer in contract.signers.all() if signer.replaced_at is None]
        if contract.uploaded_id is None:
            own = placeholders_of(asked_of(contract.asked))
            filled = {**own_values(contract), **values, **term_values(contract.term)}
            found += _text_problems(contract, merge(body_of(contract), filled, own), own)
        found += _room_problems(contract)
        found += _signer_problems(contract, signers, version, at)
    return found


def _text_problems(contract: Contract, merged: Merged, own: Mapping[str, Asked]) -> Iterator[Problem]:
    if not plain(merged.html).strip():
        yield Problem(contract, _("O contrato “%(title)s” está sem texto.") % {"title": contract.title})
    for name in merged.unknown:
        details = {"title": contract.title, "field": braced(name)}
        yield Problem(contract, _("No contrato “%(title)s” o campo %(field)s não existe. Corrija-o.") % details)
    for field in dict.fromkeys(own[name] for name in merged.missing if name in own):
        words = _("No contrato “%(title)s” falta preencher “%(field)s”.")
        yield Problem(contract, words % {"title": contract.title, "field": field.label}, field=field.name)
    for name in (name for name in merged.missing if name not in own):
        details = {"title": contract.title, "field": str(_(FIELDS[name]))}
        if of_customer := name.startswith("cliente."):
            words = _("No contrato “%(title)s” falta “%(field)s”. Preencha no cadastro do cliente, ou tire o campo.")
        elif name.startswith("empresa."):
            words = _("No contrato “%(title)s” falta “%(field)s”. Preencha nos dados da empresa, ou tire o campo.")
        else:
            words = _("No contrato “%(title)s” falta o valor de “%(field)s”. Preencha-o ou tire o campo.")
        yield Problem(contract, words % details, of_customer=of_customer)


def _room_problems(contract: Contract) -> Iterator[Problem]:
    """A qualified signature stands inside the file, which whoever signed before may have forbidden."""
    if contract.level == Level.QUALIFIED and not contract.admits_signatures:
        sentence = _(
            "O contrato “%(title)s” pede assinatura qualificada, e o PDF traz uma assinatura que não admite outras. "
            "Escolha outro nível ou envie um PDF que possa ser assinado."
        )
        yield Problem(contract, sentence % {"title": contract.title})


def _signer_problems(
    contract: Contract, signers: list[Signer], version: ProposalVersion, at: datetime
) -> Iterator[Problem]:
    if not (contract.asks_digital or contract.asks_paper):
        return
    if contract.asks_digital and not any(signer.role == SignerRole.PARTY for signer in signers):
        sentence = _("No contrato “%(title)s” falta quem assine como parte. Escolha ao menos uma pessoa.")
        yield Problem(contract, sentence % {"title": contract.title})
    customer = version.proposal.customer
    try:
        for signer in signers:
            refuse_unfit_person(signer.panel_user, customer)
        refuse_witness_as_party(signers, customer)
        refuse_unwitnessed(signers)
        refuse_unfit_members(list(contract.countersigners.all()))
        empower(signers, customer)
        if contract.asks_digital:
            refuse_powerless(contract, signers, at=at)
            refuse_ended(contract, signers, at=at)
    except (BadSigners, BadRequest) as refusal:
        yield Problem(contract, f"{contract.title}: {refusal.sentence}")
    witnesses = sum(1 for signer in signers if signer.role == SignerRole.WITNESS)
    if contract.executive and contract.asks_digital and witnesses < WITNESSES_ON_PAPER:
        sentence = _("O contrato “%(title)s” é título executivo e não tem duas testemunhas indicadas. %(note)s")
        words = {"title": contract.title, "note": witnesses_note()}
        yield Problem(contract, sentence % words, blocks=False)
    if contract.asks_paper and not contract.asks_digital and not signers:
        sentence = _("No contrato “%(title)s” ninguém foi indicado: a linha de assinatura leva o nome do cliente.")
        yield Problem(contract, sentence % {"title": contract.title}, blocks=False)

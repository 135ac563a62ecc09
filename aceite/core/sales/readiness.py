"""What has to be mended before a draft can be sent, each with the field it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.blueprints.reading import gaps_of
from aceite.core.contracts.checking import problems_before_sending
from aceite.core.customers.models import PanelUser, PanelUserQuerySet
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.pricing import BadPrice, check_plan
from aceite.core.proposals.states import State
from aceite.core.sales.by_hand import LeftToWrite, left_to_write
from aceite.core.sales.conceding import open_offers
from aceite.core.trail.refusals import said


@dataclass(frozen=True)
class Problem:
    """One thing to mend; a warning does not block."""

    field: str
    sentence: str
    blocks: bool = True


def problems_of(proposal: Proposal, *, at: datetime) -> list[Problem]:
    """Everything that blocks sending, and what the vendor should know before."""
    version = current_of(proposal)
    if original_fell(proposal):
        return [Problem("amendment", _("O cliente desistiu da compra que este aditivo muda. Cancele este aditivo."))]
    return [
        *_offer_problems(version, at),
        *_plan_problems(version, at),
        *_company_problems(proposal),
        *_customer_problems(proposal),
        *_contract_problems(version, at),
        *_negotiation_problems(proposal),
        *(Problem(_place_of(one), one.sentence, blocks=False) for one in left_to_write(version)),
        *(Problem(f"blocks.{gap.number}", gap.sentence) for gap in gaps_of(version, at=at)),
    ]


def recipients(proposal: Proposal) -> PanelUserQuerySet:
    """The people of the customer who will see the proposal in their panel."""
    people = PanelUser.objects.active().filter(customer_id=proposal.customer_id)
    return people if proposal.shared_with_all else people.filter(shares__proposal=proposal)


def original_fell(proposal: Proposal) -> bool:
    """Whether the purchase that this amendment changes was withdrawn from: nothing of it can come about any more."""
    if proposal.amends_id is None:
        return False
    return Proposal.objects.filter(pk=proposal.amends_id, state=State.RESCINDED).exists()


def _offer_problems(version: ProposalVersion, at: datetime) -> Iterator[Problem]:
    if version.amendment:
        yield from _amendment_problems(version)
    elif not version.lines.counted().exists():
        yield Problem("lines", _("A proposta está vazia: inclua pelo menos um item."))
    elif version.total <= 0 and not version.recurring:
        yield Problem("total", _("O total da proposta precisa ser maior que zero."))
    if version.end_of_validity() <= at:
        yield Problem("valid_until", _("A validade já passou. Escolha uma data de hoje em diante."))


def _amendment_problems(version: ProposalVersion) -> Iterator[Problem]:
    """An amendment may change the term or the text alone; it needs no price, but something to say."""
    offers = version.lines.counted().exists()
    if offers and version.total <= 0 and not version.recurring:
        yield Problem("total", _("O total da proposta precisa ser maior que zero."))
    if not offers and not version.change.says_something and not version.contracts.exists():
        yield Problem("amendment", _("Este aditivo não muda nada: mude a vigência, inclua um item ou um contrato."))


def _plan_problems(version: ProposalVersion, at: datetime) -> Iterator[Problem]:
    payments = list(version.instalments.all())
    try:
        check_plan(version.total, [payment.amount for payment in payments])
    except BadPrice as bad:
        yield Problem(bad.place, said(bad))
    today = at.astimezone(version.company.tz).date()
    if version.recurring and version.recurring_first_due and version.recurring_first_due < today:
        yield Problem("recurring_first_due", _("O primeiro vencimento do que é recorrente já passou. Ajuste a data."))
    for index, payment in enumerate(payments):
        if payment.due_on < today:
            yield Problem(f"instalments.{index}.due_on", _("O vencimento desta parcela já passou. Ajuste a data."))


def _company_problems(proposal: Proposal) -> Iterator[Problem]:
    """Who sells is shown to the customer, its address to a consumer by law (Decreto 7.962/2013, art. 2, II)."""
    if not proposal.company.street:
        sentence = _("O cliente lê quem vende, e o endereço da empresa está em branco. Complete-o em Configurações.")
        yield Problem("company", sentence, blocks=False)


def _customer_problems(proposal: Proposal) -> Iterator[Problem]:
    if not proposal.customer.active:
        yield Problem("customer", _("Este cliente está arquivado. Reative-o antes de enviar."))
    approvers = recipients(proposal).filter(can_approve=True)
    if approvers.within_reach().exists():
        return
    strange = list(approvers.values_list("name", flat=True))
    if strange:
        sentence = _(
            "Só %(names)s pode aprovar, e quem lê esse e-mail disse que é outra pessoa. Corrija o e-mail ou convide de "
            "novo."
        )
        yield Problem("customer", sentence % {"names": ", ".join(strange)})
    else:
        yield Problem(
            "customer", _("Ninguém deste cliente que veja a proposta pode aprová-la. Dê esse direito a alguém.")
        )


def _contract_problems(version: ProposalVersion, at: datetime) -> Iterator[Problem]:
    if not version.company.uses_contracts and version.contracts.exists():
        yield Problem(
            "contracts", _("A empresa não faz mais contratos, e esta proposta tem um. Retire-o antes de enviar.")
        )
    seen = None if version.proposal.shared_with_all else set(recipients(version.proposal).values_list("pk", flat=True))
    for problem in problems_before_sending(version, at=at):
        where = f"contracts.{problem.contract.pk}"
        yield Problem(f"{where}.{problem.field}" if problem.field else where, str(problem.sentence), problem.blocks)
    if seen is not None:
        signing = version.contracts.filter(signers__replaced_at=None, signers__isnull=False)
        for pk, title, person, name in signing.values_list(
            "pk", "title", "signers__panel_user", "signers__panel_user__name"
        ):
            if person not in seen:
                words = {"name": name, "title": title}
                sentence = _("%(name)s assina “%(title)s”, mas não vê a proposta. Inclua essa pessoa no acesso.")
                yield Problem(f"contracts.{pk}", sentence % words)


def _place_of(one: LeftToWrite) -> str:
    if one.contract:
        return f"contracts.{one.contract}"
    return "lines" if one.told.point.subject.startswith("line/") else one.told.point.aspect


def _negotiation_problems(proposal: Proposal) -> Iterator[Problem]:
    """A version sent without the points that the customer asked for ends them: she is told so, and may ask again."""
    if proposal.first_sent_at is None:
        return
    names = dict.fromkeys(offer.author.name for offer in open_offers(proposal))
    if names:
        sentence = _(
            "A contraproposta de %(names)s ainda não foi levada a esta versão. Se você enviar assim, ela se encerra, e "
            "o cliente é avisado."
        )
        yield Problem("points", sentence % {"names": ", ".join(names)}, blocks=False)

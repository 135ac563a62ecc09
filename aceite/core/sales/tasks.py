"""What follows an act: the file of an answer, the printed order; a dossier asked for; and what the clock tells."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.folding import go_along
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.proposals.models import Proposal
from aceite.core.sales.answer_files import (
    KINDS,
    Answered,
    keep_answer_file,
    keep_improved,
    unsealed_again,
    unsealed_answer,
)
from aceite.core.sales.choice_making import finish_choice, prepare_choice, render_choice
from aceite.core.sales.deadlines import due, tell_deadline
from aceite.core.sales.dossier import due_to_be_forgotten, fail_dossier, finish_dossier, forget_dossier
from aceite.core.sales.dossier_making import gather, write
from aceite.core.sales.ending_codes import end_open_codes
from aceite.core.sales.filing import file_order
from aceite.core.sales.folding_people import HERS
from aceite.core.sales.models import Approval, Dossier, Order, Rescission
from aceite.core.signatures.improving import due_for_stamps, improved, improvement_of
from aceite.core.signatures.models import SealedFile
from aceite.core.signatures.sealing import seal_file
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import Refusal
from aceite.core.trail.subscribers import on
from aceite_verify.acts import BINDING_CHANGES

_WITH: Final = (
    "company",
    "statement",
    "panel_user",
    "version__paper",
    "version__proposal__customer",
    "version__company",
)
_JOINED: Final = Approval.objects.select_related(*_WITH)
_WITHDRAWN: Final = Rescission.objects.select_related(*_WITH)

go_along(*HERS)


@on("proposal.approved")
def approved(event: Event) -> None:
    """The approval's file is made after the act."""
    file_the_approval.enqueue(company_id=event.company_id, approval_id=event.data["approval"])


@on("proposal.rescinded")
def rescinded(event: Event) -> None:
    """The withdrawal's file is made after the act."""
    file_the_withdrawal.enqueue(company_id=event.company_id, rescission_id=event.data["rescission"])


@on(*BINDING_CHANGES)
def bound_no_longer(event: Event) -> None:
    """Codes that were mailed for what stood before confirm nothing any more."""
    if event.sale_id is not None:
        end_open_codes(event.company_id, event.sale_id, at=event.at)


@on("choice.confirmed")
def chosen(event: Event) -> None:
    """The version with what the customer chose is made after the act."""
    make_the_choice.enqueue(company_id=event.company_id, choice_id=event.data["choice"])


@on("order.made")
def ordered(event: Event) -> None:
    """The printed order is made after the act."""
    print_the_order.enqueue(company_id=event.company_id, order_id=event.data["order"])


@on("dossier.asked")
def asked(event: Event) -> None:
    """The dossier is made while whoever asked looks at its progress."""
    dossier = event.data["dossier"]
    task = make_the_dossier.enqueue(company_id=event.company_id, dossier_id=dossier)
    Dossier.objects.filter(pk=dossier).update(task_id=task)


@on("person.erased")
def erased(event: Event) -> None:
    """A printed order names people; it is printed again without whoever was erased."""
    for order in event.data["orders"]:
        print_the_order.enqueue(company_id=event.company_id, order_id=order)


@job(label=gettext_lazy("Comprovante da aprovação"))
def file_the_approval(*, company_id: int, approval_id: int) -> None:
    """Puts the page of the approval behind P; time authorities are asked outside of any transaction."""
    at = timezone.now()
    with scoped(company_id):
        approval = _JOINED.get(pk=approval_id)
    _file(approval, at)


@job(label=gettext_lazy("Comprovante da desistência"))
def file_the_withdrawal(*, company_id: int, rescission_id: int) -> None:
    """Puts the page of the withdrawal behind P, in the same way."""
    at = timezone.now()
    with scoped(company_id):
        withdrawn = _WITHDRAWN.get(pk=rescission_id)
    _file(withdrawn, at)


def _file(answered: Answered, at: datetime) -> None:
    if answered.file_id is not None:
        return
    with scoped(answered.company_id):
        unsealed = unsealed_answer(answered, at=at)
    finished = seal_file(unsealed, at=at)
    with scoped(answered.company_id):
        keep_answer_file(answered, finished, by=System(answered.company_id), at=at)


@every(timedelta(minutes=1))
@job()
def stamp_approvals() -> None:
    """Finds the files of answers that lack a time stamp or will need another; each is stamped by a job of its own."""
    for company_id, form_id in due_for_stamps(*KINDS, at=timezone.now()):
        stamp_the_approval.enqueue(company_id=company_id, form_id=form_id)


@job(tries=1, label=gettext_lazy("Carimbo de tempo do comprovante da aprovação"))
def stamp_the_approval(*, company_id: int, form_id: int) -> None:
    """Asks the time authorities once, outside of any transaction; without an answer the clock asks again later."""
    at = timezone.now()
    with scoped(company_id):
        form = SealedFile.objects.standing(form_id)
        if form is None:
            return
        withdrawn = form.subject.startswith("rescission/")
        answered: Answered = (_WITHDRAWN if withdrawn else _JOINED).get(pk=form.row_id)
        work = improvement_of(form, lambda evidence: unsealed_again(answered, evidence, at=at), at=at)
    finished = improved(work, at=at)
    if finished is None:
        return
    with scoped(company_id):
        keep_improved(answered, form, finished, by=System(company_id), at=at)


@job(priority=20, label=gettext_lazy("Versão com a escolha do cliente"))
def make_the_choice(*, company_id: int, choice_id: int) -> None:
    """Somebody waits for it with the page open: before what may wait."""
    at = timezone.now()
    with scoped(company_id):
        if not prepare_choice(choice_id, at=at):
            return
    # In transactions of their own: nobody waits for the sale while its papers are set.
    with scoped(company_id):
        rendered = render_choice(choice_id, at=at)
    if rendered is not None:
        with scoped(company_id):
            finish_choice(choice_id, rendered, at=timezone.now())


@job()
def print_the_order(*, company_id: int, order_id: int) -> None:
    """Sets the order as PDF and keeps it."""
    with scoped(company_id):
        joined = Order.objects.select_related(
            "company", "version__company", "version__proposal", "proposal__customer", "proposal__seller"
        )
        file_order(joined.get(pk=order_id), by=System(company_id), at=timezone.now())


@job(tries=3, label=gettext_lazy("Montar o dossiê de uma venda"), long=True)
def make_the_dossier(*, company_id: int, dossier_id: int) -> None:
    """Gathers in the company's scope; writes outside of it, so that the beats of progress are seen at once."""
    at, by = timezone.now(), System(company_id)
    try:
        with scoped(company_id):
            dossier = Dossier.objects.select_related("company", "proposal__customer", "proposal__company").get(
                pk=dossier_id
            )
            if dossier.made_at is not None or dossier.failed_at is not None:
                return
            gathered = gather(dossier, at=at)
        written = write(gathered, at=at, progress=beat)
    except Refusal as refusal:
        with scoped(company_id):
            fail_dossier(Dossier.objects.get(pk=dossier_id), refusal, by=by, at=at)
        return
    with scoped(company_id):
        finish_dossier(dossier, written, by=by, at=timezone.now())


@every(timedelta(hours=1))
@job()
def forget_old_dossiers() -> None:
    """What was lent for a week goes again."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        for dossier in due_to_be_forgotten(at):
            forget_dossier(dossier, by=System(dossier.company_id), at=at)


@every(timedelta(minutes=5))
@job()
def watch_deadlines() -> None:
    """Finds the sales of which the clock has something to tell; each is told by a job of its own."""
    with everywhere(Door.JOBS):
        found = list(due(timezone.now()).values_list("company_id", "pk"))
        for company_id, proposal_id in found:
            tell_the_deadline.enqueue(company_id=company_id, proposal_id=proposal_id)


@job()
def tell_the_deadline(*, company_id: int, proposal_id: int) -> None:
    """Records that a proposal has expired, or will soon."""
    with scoped(company_id):
        proposal = Proposal.objects.get(pk=proposal_id)
        tell_deadline(proposal, by=System(company_id), at=timezone.now())

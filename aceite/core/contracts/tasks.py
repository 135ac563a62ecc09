"""What follows from a contract's acts: the signed file, and the reading of copies on paper."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.contracts.admitting import admit, forget_old_arrivals, forget_orphaned_places
from aceite.core.contracts.copy_binding import keep_bound, sheets_to_bind
from aceite.core.contracts.copy_reading import keep_page, look, note_reading
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_judging import question_about, settle
from aceite.core.contracts.external_stranded import leave_to_people, retire, unjudged, without_place
from aceite.core.contracts.models import Contract, CopyFile, SignedCopy, Signer
from aceite.core.contracts.pending import abandoned, forget_abandoned
from aceite.core.contracts.signed_file import keep_improved, keep_signed_file, unsealed_again, unsealed_contract
from aceite.core.contracts.turns import look_whose_turn, to_be_signed_by
from aceite.core.contracts.unable import tell_unable, waiting_for
from aceite.core.customers.folding import Hers, go_along
from aceite.core.customers.models import PanelUser
from aceite.core.documents.layouts import layout
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.reading import Tampered, read
from aceite.core.jobs.models import DeadLetter, DeadLetterQuerySet
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.signatures.improving import due_for_stamps, improved, improvement_of
from aceite.core.signatures.models import SealedFile
from aceite.core.signatures.sealing import seal_file
from aceite.core.signatures.trusting import trusted_files
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on
from aceite.kit.imaging import scan_to_pdf
from aceite.kit.sealing.external import judge_file

# Of a draft: what was sent keeps naming whom it named.
HERS: Final = (
    Hers(
        "places", Signer, "panel_user", "contract__version__proposal__customer", lambda one: one.contract_id,
        only={"contract__frozen_at": None},
    ),
)  # fmt: skip

go_along(*HERS)


@on("contract.completed")
def _file_later(event: Event) -> None:
    file_contract.enqueue(company_id=event.company_id, contract_id=event.data["contract"])


@on("copy.file_arrived")
def _admit_later(event: Event) -> None:
    admit_file.enqueue(company_id=event.company_id, file_id=event.data["arriving"])


@on("proposal.sent")
def _words_later(event: Event) -> None:
    sale_id, version = event.sale_id, event.data.get("version")
    if sale_id is not None and version is not None:
        find_words.enqueue(company_id=event.company_id, sale_id=sale_id, version=version)


@on("copy.prepared")
def _read_later(event: Event) -> None:
    for file_id in event.data["rows"]:
        read_copy_file.enqueue(company_id=event.company_id, file_id=file_id)


@on("copy.uploaded", "copy.registered")
def _finish_later(event: Event) -> None:
    finish_copy.enqueue(company_id=event.company_id, copy_id=event.data["copy"])


@on("panel_user.address_changed")
def _read_again(event: Event) -> None:
    # Whoever owns the new address has read nothing yet.
    unsigned = Signer.objects.filter(panel_user_id=event.data["panel_user"], statement=None)
    unsigned.update(opened_at=None)


@on("panel_user.deactivated", "panel_user.reactivated", "panel_user.changed")
def _miss_later(event: Event) -> None:
    if event.kind == "panel_user.changed" and "can_sign" not in event.data["fields"]:
        return
    look_whose_turn_it_is.enqueue(company_id=event.company_id, event_id=event.pk)
    if event.kind != "panel_user.reactivated":
        look_whom_contracts_miss.enqueue(company_id=event.company_id, event_id=event.pk)


@job(label=gettext_lazy("De quem é a vez, depois que uma pessoa passou a poder assinar ou deixou de poder"))
def look_whose_turn_it_is(*, company_id: int, event_id: int) -> None:
    """Keeps whose turn it is in each sale that waits for her signature, since she can or cannot give it any more."""
    with scoped(company_id):
        person = PanelUser.objects.get(pk=Event.objects.get(pk=event_id).data["panel_user"])
        sales = list(to_be_signed_by(person).values_list("pk", flat=True))
    _look_whose_turn(company_id, sales)


@job(priority=AT_NIGHT, label=gettext_lazy("De quem é a vez nas vendas de antes da atualização"), long=True)
def look_whose_turn_it_is_everywhere(*, company_id: int) -> None:
    """Once after an upgrade: of sales that stopped before it the kept turn says so too. Twice is harmless."""
    with scoped(company_id):
        sent = Proposal.objects.filter(company=company_id, standing=State.SENT)
        sales = list(sent.order_by("pk").values_list("pk", flat=True))
    _look_whose_turn(company_id, sales)


def _look_whose_turn(company_id: int, sales: list[int]) -> None:
    # One transaction each: whoever acts in one of many waits for that one alone.
    for done, sale in enumerate(sales):
        with scoped(company_id):
            look_whose_turn(Proposal.objects.get(pk=sale), by=System(company_id), at=timezone.now())
        beat(done + 1, len(sales))


@job(label=gettext_lazy("Aviso de que quem falta assinar não pode mais"))
def look_whom_contracts_miss(*, company_id: int, event_id: int) -> None:
    """Tells each sale whose contract waits for somebody who, since this event, can sign no more."""
    with scoped(company_id):
        cause = Event.objects.get(pk=event_id)
        person = PanelUser.objects.get(pk=cause.data["panel_user"])
        for contract in waiting_for(person):
            tell_unable(contract, person, cause=cause, by=System(company_id), at=timezone.now())


@job(label=gettext_lazy("Texto das páginas de um contrato"))
def find_words(*, company_id: int, sale_id: int, version: int) -> None:
    """Finds where the words of each contract stand, before anybody searches it; a page asked for earlier does it."""
    at = timezone.now()
    with scoped(company_id):
        frozen = Contract.objects.filter(version__proposal=sale_id, version__version=version)
        documents = [one.document for one in frozen.select_related("document") if one.document and one.frozen_at]
        for document in documents:
            # The pages are shown without their words; whoever searches them is told.
            with suppress(NotDrawn, Tampered):
                layout(document, at=at)
            beat()


@job(label=gettext_lazy("Arquivo do contrato assinado"))
def file_contract(*, company_id: int, contract_id: int) -> None:
    """Makes the signed file of a completed contract, once; time authorities are asked outside of any transaction."""
    at = timezone.now()
    with scoped(company_id):
        contract = Contract.objects.with_sheet().select_related("company").get(pk=contract_id)
        if contract.version is None or contract.signed_file_id is not None or contract.completed_at is None:
            return
        unsealed = unsealed_contract(contract, at=at)
    finished = seal_file(unsealed, at=at)
    with scoped(company_id):
        keep_signed_file(contract, finished, by=System(company_id), at=at)


@every(timedelta(minutes=1))
@job()
def stamp_contracts() -> None:
    """Finds the sealed files that lack a time stamp or will need another; each is stamped by a job of its own."""
    for company_id, form_id in due_for_stamps("contract", "manifest", at=timezone.now()):
        stamp_contract.enqueue(company_id=company_id, form_id=form_id)


@job(tries=1, label=gettext_lazy("Carimbo de tempo de um contrato assinado"))
def stamp_contract(*, company_id: int, form_id: int) -> None:
    """Asks the time authorities once, outside of any transaction; without an answer the clock asks again later."""
    at = timezone.now()
    with scoped(company_id):
        form = SealedFile.objects.standing(form_id)
        if form is None:
            return
        contract = Contract.objects.with_sheet().select_related("company").get(pk=form.row_id)
        work = improvement_of(form, lambda evidence: unsealed_again(contract, evidence, at=at), at=at)
    finished = improved(work, at=at)
    if finished is None:
        return
    with scoped(company_id):
        keep_improved(contract, form, finished, by=System(company_id), at=at)


@job(priority=10, label=gettext_lazy("Abertura de um arquivo enviado para uma via assinada"))
def admit_file(*, company_id: int, file_id: int) -> None:
    """Opens a file that came whole and puts it among those its sender prepares; somebody waits for it."""
    with scoped(company_id):
        admit(file_id, at=timezone.now())


@every(timedelta(hours=1))
@job(tries=3)
def forget_unfinished_files() -> None:
    """Files that were begun a week ago and never came whole go again, and folders of which no row speaks."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        forget_old_arrivals(at=at)
        forget_orphaned_places(at=at)


@job(priority=10, label=gettext_lazy("Leitura das páginas de uma via assinada"), long=True)
def read_copy_file(*, company_id: int, file_id: int) -> None:
    """Looks at every page of a file, each outside of any transaction; somebody waits for it."""
    with scoped(company_id):
        file = CopyFile.objects.select_related("document").filter(pk=file_id).first()
        if file is None or file.read_at is not None:
            return
        data, known = read(file.document), set(file.pages.values_list("number", flat=True))
    pages = max(file.document.pages, 1)
    for number in range(1, pages + 1):
        if number not in known:
            looked = look(data, number, rotation=file.rotation)
            with scoped(company_id):
                keep_page(file, number, looked, at=timezone.now())
        beat(number, pages)
    with scoped(company_id):
        CopyFile.objects.filter(pk=file_id, read_at=None).update(read_at=timezone.now())


@job(label=gettext_lazy("Leitura das páginas de uma via assinada"), long=True)
def finish_copy(*, company_id: int, copy_id: int) -> None:
    """Reads what was sent unread, records what was found, and binds the sheets as one clean PDF."""
    with scoped(company_id):
        unread = list(CopyFile.objects.filter(copy_id=copy_id, read_at=None).values_list("pk", flat=True))
    for file_id in unread:
        read_copy_file.call(company_id=company_id, file_id=file_id)
    with scoped(company_id):
        copy = SignedCopy.objects.get(pk=copy_id)
        note_reading(copy, by=System(company_id), at=timezone.now())
        pictures = sheets_to_bind(copy)
    if pictures:
        bound = scan_to_pdf(pictures)
        with scoped(company_id):
            keep_bound(copy, bound, pages=len(pictures), at=timezone.now())


@every(timedelta(days=1))
@job(tries=3)
def forget_abandoned_copies() -> None:
    """Copies that were begun a month ago and never sent go again, with their bytes."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        for pending in abandoned(at):
            forget_abandoned(pending, by=System(pending.company_id), at=at)


@on("external.uploaded")
def _judge_later(event: Event) -> None:
    judge_external.enqueue(company_id=event.company_id, file_id=event.data["external"])


@job(priority=10, label=gettext_lazy("Conferência de um PDF assinado fora do painel"))
def judge_external(*, company_id: int, file_id: int) -> None:
    """Judges a PDF signed outside; the seconds it takes pass outside of any transaction. Somebody waits for it."""
    with scoped(company_id):
        rows = ExternalFile.objects.select_related("document", "contract__version", "signer__panel_user")
        file = rows.get(pk=file_id)
        # Of somebody who was erased the bytes are gone.
        if not file.wants_judging or file.document.removed_at is not None:
            return
        question, trusted = question_about(file), trusted_files(at=timezone.now())
    at = timezone.now()
    judged = judge_file(question.data, question.basis, question.expected, trusted=trusted, at=at)
    with scoped(company_id):
        settle(file, judged, question, by=System(company_id), at=at)


@on("external.asked_again")
def _judge_again(event: Event) -> None:
    letters = _given_up().filter(company_id=event.company_id, arguments__file_id=event.data["external"])
    letters.update(tried_again_at=event.at)
    judge_external.enqueue(company_id=event.company_id, file_id=event.data["external"])


@every(timedelta(minutes=1))
@job()
def look_after_external() -> None:
    """Tells the vendor of the files whose judging was given up, and lets go of those whose signer has no place."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        given_up = [letter.arguments.get("file_id") for letter in _given_up()]
        unknown = list(unjudged([pk for pk in given_up if isinstance(pk, int)]).values_list("company_id", "pk"))
        placeless = list(without_place().values_list("company_id", "pk"))
    for act, found in ((leave_to_people, unknown), (retire, placeless)):
        for company_id, file_id in found:
            with scoped(company_id):
                file = ExternalFile.objects.select_related("contract__version").get(pk=file_id)
                act(file, by=System(company_id), at=at)


def _given_up() -> DeadLetterQuerySet:
    return DeadLetter.objects.waiting().filter(kind=judge_external.module_path)

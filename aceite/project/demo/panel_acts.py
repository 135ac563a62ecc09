"""What the customers do in the stories, each by its verb."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from aceite.core.contracts.copies import UploadedFile, upload_copy
from aceite.core.contracts.models import Contract, Requirement
from aceite.core.contracts.opening import record_opening
from aceite.core.contracts.signing import Given, prepare_signing
from aceite.core.contracts.signing import sign as sign_verb
from aceite.core.customers.models import PanelUser
from aceite.core.documents.pictures import picture
from aceite.core.documents.reading import read
from aceite.core.people.codes import digits_of
from aceite.core.proposals.counter_offers import Aspect
from aceite.core.proposals.drafts import lines_of
from aceite.core.proposals.options import Pick
from aceite.core.proposals.questions import ask as ask_question
from aceite.core.sales import approving, declining, rescinding, viewing
from aceite.core.sales.answering import Answer
from aceite.core.sales.choice_making import finish_choice, prepare_choice, render_choice
from aceite.core.sales.choosing import Chosen, confirm_choice
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.proofs import CodeProof
from aceite.core.signatures.statements import Opened
from aceite.core.tickets import writing
from aceite.core.tickets.writing import Words
from aceite.core.trail.actors import Origin
from aceite.kit.codes import new_nonce
from aceite.project.demo.photos import photograph
from aceite.project.demo.story import Telling

# An address kept for examples (RFC 5737), and a common phone.
ORIGIN: Final = Origin(
    ip="203.0.113.25",
    peer="203.0.113.25",
    user_agent="Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36",
)


def view(telling: Telling, at: datetime, who: str) -> None:
    """Somebody of the customer opens the proposal."""
    viewing.record_view(telling.proposal, by=_person(telling, who), at=at)


def ask(telling: Telling, at: datetime, who: str, text: str, *, line: int | None = None) -> None:
    """A question about the whole or about one line."""
    proposal = telling.proposal
    assert proposal.current is not None
    about = None if line is None else proposal.current.lines.all()[line]
    ask_question(proposal, text, line=about, by=_person(telling, who), at=at)


def bargain(telling: Telling, at: datetime, who: str, note: str, *, price: str, sooner: str) -> None:
    """A counter-offer: another price for the first item, and another day of delivery."""
    proposal, person = telling.proposal, _person(telling, who)
    assert proposal.current is not None
    first = f"line/{lines_of(proposal.current)[0].key}"
    note_points(proposal, first, [Asked(Aspect.PRICE, Decimal(price))], by=person, at=at)
    note_points(proposal, "delivery", [Asked(Aspect.DELIVERY, words=sooner)], by=person, at=at)
    send_points(proposal, note, version=proposal.current.version, by=person, at=at)


def open_ticket(telling: Telling, at: datetime, who: str, subject: str, text: str) -> None:
    """A support thread about the sale."""
    words = Words(text, new_nonce())
    writing.open_ticket(subject, words, about=telling.proposal, by=_person(telling, who), at=at)


def read_through(telling: Telling, at: datetime, who: str) -> None:
    """Somebody reads to the end every contract in which she is named."""
    for contract in _to_sign(telling, who):
        record_opening(contract, by=_person(telling, who), origin=ORIGIN, at=at)


def sign(telling: Telling, at: datetime, who: str) -> None:
    """All contracts in which this person is named, read, consented to and confirmed with the mailed code."""
    person = _person(telling, who)
    read_through(telling, at, who)
    contracts = _to_sign(telling, who)
    given = Given(
        mark_text=person.name,
        cpf=person.cpf,
        consent_sha256=terms_for(person.company, Occasion.SIGNATURE, "pt-br").sha256,
        factors=("session_code",),
        opened={contract.pk: Opened(seconds=140) for contract in contracts},
    )
    ceremony = prepare_signing(contracts, given=given, by=person, origin=ORIGIN, at=at)
    assert ceremony.code is not None
    sign_verb(ceremony.id, proof=CodeProof(digits_of(ceremony.code)), by=person, origin=ORIGIN, at=at)


def upload(telling: Telling, at: datetime, who: str, *, note: str = "", blurred: bool = False) -> None:
    """Photos of every page of the contract that was printed and signed."""
    contract = _on_paper(telling)
    assert contract.document is not None
    person = _person(telling, who)
    pages = [
        read(picture(contract.document, page, width=1600, at=at)) for page in range(1, contract.document.pages + 1)
    ]
    files = [
        UploadedFile(f"IMG_{number:04}.jpg", photograph(page, signed=number == len(pages), blurred=blurred))
        for number, page in enumerate(pages, start=1)
    ]
    key = f"demo-{contract.pk}-{at:%Y%m%d%H%M}"
    upload_copy(contract, files, key=key, note=note, by=person, origin=ORIGIN, at=at)


def choose(telling: Telling, at: datetime, who: str, picks: Mapping[str, str | None]) -> None:
    """Of the lines with these codes so much is taken, None leaves the line out; what was made of it stands at once."""
    proposal = telling.proposal
    assert proposal.current is not None
    lines = {line.code: line for line in lines_of(proposal.current)}
    picked = {
        lines[code].key: Pick(taken is not None, Decimal(taken or lines[code].quantity))
        for code, taken in picks.items()
    }
    chosen = Chosen(proposal.current.version, proposal.current.bundle_sha256, picked, ORIGIN)
    choice = confirm_choice(proposal, chosen, by=_person(telling, who), at=at)
    prepare_choice(choice.pk, at=at)
    rendered = render_choice(choice.pk, at=at)
    assert rendered is not None, f"{telling.story.title}: nothing can be made of what was chosen"
    finish_choice(choice.pk, rendered, at=at)


def approve(telling: Telling, at: datetime, who: str, *, number: str = "", note: str = "") -> None:
    """The customer's yes."""
    person = _person(telling, who)
    offer = approving.prepare_approval(telling.proposal, by=person, at=at)
    answer = _answer(offer.version, offer.bundle_sha256, offer.consent.sha256)
    approving.approve(telling.proposal, answer, customer_order_number=number, note=note, by=person, at=at)


def decline(telling: Telling, at: datetime, who: str, reason: str, text: str = "") -> None:
    """The customer's no, with its reason."""
    person = _person(telling, who)
    offer = approving.prepare_approval(telling.proposal, by=person, at=at)
    answer = _answer(offer.version, offer.bundle_sha256, offer.decline_consent.sha256)
    declining.decline(telling.proposal, answer, reason=reason, text=text, by=person, at=at)


def rescind(telling: Telling, at: datetime, who: str, text: str = "") -> None:
    """A consumer withdraws within her seven days."""
    person = _person(telling, who)
    offer = approving.prepare_approval(telling.proposal, by=person, at=at)
    answer = _answer(offer.version, offer.bundle_sha256, terms_for(person.company, Occasion.RESCISSION, "pt-br").sha256)
    rescinding.rescind(telling.proposal, answer, text=text, by=person, at=at)


def _answer(version: int, bundle_sha256: str, consent_sha256: str) -> Answer:
    return Answer(version=version, bundle_sha256=bundle_sha256, consent_sha256=consent_sha256, proved_recently=True,
                  origin=ORIGIN)  # fmt: skip


def _on_paper(telling: Telling) -> Contract:
    ways: Sequence[str] = [Requirement.MANUAL, Requirement.EITHER]
    contract = Contract.objects.filter(version=telling.proposal.current, requirement__in=ways).first()
    assert contract is not None, f"{telling.story.title}: no contract to be signed on paper"
    return contract


def _to_sign(telling: Telling, who: str) -> list[Contract]:
    return list(Contract.objects.filter(version=telling.proposal.current).to_be_signed_by(_person(telling, who)))


def _person(telling: Telling, who: str) -> PanelUser:
    return telling.stage.people[who]

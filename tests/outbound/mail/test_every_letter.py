"""Each letter of the table is written once for a story that touches them all, and each reads well in both forms."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from aceite.core.agreements.models import Agreement
from aceite.core.clearances.models import Clearance
from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.comments.writing import comment
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Countersigner, SignedCopy, Signer
from aceite.core.customers.addresses import change_address
from aceite.core.customers.disowning import disown_session
from aceite.core.customers.invitations import invite
from aceite.core.customers.models import PanelUser, SigningPower
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.documents.storing import store
from aceite.core.notices.making import make_notices
from aceite.core.notices.summing import sum_up
from aceite.core.people.codes import ask_for_code
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.people.permissions import Role
from aceite.core.people.teams import NewMember, invite_member
from aceite.core.privacy.requesting import ask_erasure, refuse_erasure
from aceite.core.proposals.models import CounterOffer, Point, Proposal, Question
from aceite.core.receivables.models import BilledFile, Payment, Receivable, Refund
from aceite.core.sales.models import AccessRequest, Approval, Decline, Order, Rescission
from aceite.core.sales.offer_choices import Failure, OfferChoice
from aceite.core.sales.rescissions import Delivery as Delivered
from aceite.core.signatures.models import Statement
from aceite.core.tickets.closing import close_ticket
from aceite.core.tickets.writing import Words, open_ticket, write_in
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.kit.money import has_amount
from aceite.outbound.mail.deliveries import make_refusal_letters
from aceite.outbound.mail.models import Delivery
from aceite.outbound.mail.posting import send_delivery, write_letters
from aceite.outbound.mail.rules import BY_NAME, RULES
from tests.anchoring import anchor_trail
from tests.cast import only
from tests.core.people.holding import entered
from tests.core.signatures.test_certificates import uploaded
from tests.outbound.mail.story import contract, happens, sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(now: datetime) -> Iterator[None]:
    """The worker's clock stands at noon."""
    with time_machine.travel(now, tick=False):
        yield


def statement(offer: Proposal, subject: str, number: int, at: datetime, code: OneTimeCode | None = None) -> Statement:
    """S of an act, as far as letters look at it."""
    return Statement.objects.create(
        company=offer.company, sale_id=offer.pk, act="sign", subject=subject, actor_kind="panel_user", actor_id=1,
        ceremony="c", body="{}", sha256=f"{number:064}", file_sha256="9f86d081" + "0" * 56, bundle_sha256="b" * 64,
        head="c" * 64, prepared_at=at, expires_at=at, code=code,
    )  # fmt: skip


def tell_contracts(offer: Proposal, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    """Everything that happens to a contract."""
    deal = contract(offer, now, carla, gil)
    hers, his = Signer.objects.get(panel_user=carla), Signer.objects.get(panel_user=gil)
    asked = ask_for_code(
        purpose=CodePurpose.SIGNATURE, subject=f"panel_user/{carla.pk}", company_id=offer.company_id, by=carla, at=now
    )
    hers.statement = statement(offer, f"contract/{deal.pk}", 1, now, asked)
    hers.save()
    copy = SignedCopy.objects.create(
        company=offer.company, contract=deal, uploaded_by=carla, uploaded_at=now, key="k", refusal_reason="Falta a 3."
    )
    outside = ExternalFile.objects.create(
        company=offer.company, contract=deal, signer=his, uploaded_by=gil, uploaded_at=now, key="k",
        document=store(b"%PDF-", company_id=offer.company_id, content_type="application/pdf", at=now),
        findings=[["holder.other_cpf", "bad", {}], ["holder.same_name", "missing", {}]],
    )  # fmt: skip
    registered = SignedCopy.objects.create(
        company=offer.company, contract=deal, registered_by=bruno, uploaded_at=now, key="p", arrival="post",
        arrived_on=now.date(), note="Veio com a nota.",
    )  # fmt: skip
    for kind, by, data in (
        ("external.to_check", carla, {"external": outside.pk}),
        ("external.refused", bruno, {"external": outside.pk}),
        ("contract.signed", carla, {"signer": hers.pk, "panel_user": carla.pk, "statement_sha256": f"{1:064}"}),
        ("contract.filed", gil, {}),
        ("copy.uploaded", carla, {"copy": copy.pk}),
        ("copy.registered", bruno, {"copy": registered.pk}),
        ("copy.refused", bruno, {"copy": copy.pk}),
        ("copy.accepted", bruno, {"copy": copy.pk}),
        ("signature.voided", bruno, {"signer": hers.pk}),
        ("signer.replaced", bruno, {"signer": hers.pk, "new_signer": his.pk}),
        ("signer.replaced", carla, {"signer": hers.pk, "new_signer": his.pk}),
    ):
        happens(kind, offer, by, now, contract=deal.pk, version=1, **data)
    tell_countersignature(offer, deal, bruno, now)
    called = {"signer": his.pk, "panel_user": gil.pk}
    happens("signer.called", offer, carla, now + timedelta(seconds=1), contract=deal.pk, version=1, **called)


def tell_countersignature(offer: Proposal, deal: Contract, bruno: Member, now: datetime) -> None:
    """Bruno signs for Aurora too."""
    ours = Countersigner.objects.create(company=offer.company, contract=deal, member=bruno, called_at=now)
    statement(offer, f"contract/{deal.pk}", 9, now)
    said = {"countersigner": ours.pk, "member": bruno.pk, "statement_sha256": f"{9:064}"}
    happens("countersigner.called", offer, bruno, now, contract=deal.pk, version=1, **said)
    happens("contract.countersigned", offer, bruno, now, contract=deal.pk, version=1, **said)


def tell_answers(offer: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    """Everything the customer answers, and what follows."""
    assert offer.current is not None
    asked = Question.objects.create(
        company=offer.company, proposal=offer, version=offer.current, asked_by=carla, asked_at=now, text="220 V?",
        answered_by=bruno, answered_at=now, answer="Sim.",
    )  # fmt: skip
    given = {"company": offer.company, "proposal": offer, "version": offer.current}
    yes = Approval.objects.create(
        **given,
        panel_user=carla,
        statement=statement(offer, "version/1", 2, now),
        approved_at=now,
        note="Rua das Flores",
    )
    no = Decline.objects.create(
        **given, panel_user=carla, statement=statement(offer, "version/1", 3, now), reason="price", declined_at=now
    )
    order = Order.objects.create(**given, number="P-2026-0007", year=2026, sequence=7, made_by=bruno, made_at=now)
    happens("question.asked", offer, carla, now, question=asked.pk)
    happens("question.answered", offer, bruno, now, question=asked.pk)
    happens("time.refused", offer, bruno, now, version=1, until="2027-02-01", panel_user=carla.pk)
    happens("time.asked", offer, carla, now, version=1, until="2027-03-01")
    # Closed: of what is under negotiation nobody is reminded.
    wanted = CounterOffer.objects.create(**given, author=carla, saved_at=now, sent_at=now, closed_at=now)
    point = Point.objects.create(
        company=offer.company, counter_offer=wanted, position=1, subject="total", aspect="total", amount=Decimal(38000),
        outcome="other", other_amount=Decimal(38500), reply="É o que dá.", answered_by=bruno, answered_at=now,
    )  # fmt: skip
    happens("points.sent", offer, carla, now, counter_offer=wanted.pk)
    happens(
        "points.answered", offer, bruno, now, counter_offer=wanted.pk, points=[{"point": point.pk, "outcome": "other"}]
    )
    happens("proposal.approved", offer, carla, now, approval=yes.pk, version=1, statement_sha256=f"{2:064}")
    happens("proposal.declined", offer, carla, now, decline=no.pk, version=1, statement_sha256=f"{3:064}")
    happens("approval.undone", offer, bruno, now, approval=yes.pk, reason="O frete mudou.")
    held = Agreement.objects.create(
        company=offer.company, proposal=offer, title="Manutenção", agreed_on=now.date(), starts_on=now.date(),
        term_ends_on=date(2026, 12, 24), renews=True, worth=Decimal("10680.00"),
    )  # fmt: skip
    happens(
        "agreement.ending",
        offer,
        System(offer.company_id),
        now,
        agreement=held.pk,
        ends_on="2026-12-24",
        notice_by="2026-12-10",
    )
    happens("order.made", offer, bruno, now, order=order.pk, version=1)
    entry = Receivable.objects.create(
        company=offer.company, proposal=offer, number=0, due_on=now.date(), amount=Decimal(900), received=Decimal(400)
    )
    part = Payment.objects.create(
        company=offer.company, receivable=entry, paid_on=now.date(), amount=Decimal(400), confirmed_by=bruno,
        confirmed_at=now,
    )  # fmt: skip
    happens("payment.confirmed", offer, bruno, now, payment=part.pk)
    billed = BilledFile.objects.create(
        company=offer.company, proposal=offer, name="nf-123.pdf", added_by=bruno, added_at=now,
        document=store(b"%PDF-nf", company_id=offer.company_id, content_type="application/pdf", at=now),
    )  # fmt: skip
    happens("invoice.added", offer, bruno, now, file=billed.pk)


def tell_forwarding(offer: Proposal, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    """Carla hands it on to Gil, and asks that Lia be let in; both answers are told."""
    asked = AccessRequest.objects.create(
        company=offer.company, proposal=offer, asked_by=carla, name="Lia", email="lia@padaria.example", asked_at=now,
        text="É quem decide.", reason="Fale com a Carla.",
    )  # fmt: skip
    told = {"version": 1, "panel_user": gil.pk, "access_request": asked.pk}
    for kind, by in (("proposal.forwarded", carla), ("access.asked", carla), ("access.refused", bruno)):
        happens(kind, offer, by, now, **told)
    happens("access.granted", offer, bruno, now, **told)


def tell_withdrawal(offer: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    """It was delivered; the customer withdrew, and what she had paid went back."""
    assert offer.current is not None
    given = {"company": offer.company, "proposal": offer}
    came = Delivered.objects.create(
        **given, delivered_on=now.date(), received_by="A porteira", recorded_by=bruno, recorded_at=now
    )
    made = Rescission.objects.create(
        **given, version=offer.current, panel_user=carla, statement=statement(offer, "version/1", 10, now),
        rescinded_at=now, until=now.date(), text="Mudei de ideia",
    )  # fmt: skip
    row = Receivable.objects.get(proposal=offer)
    back = Refund.objects.create(
        company=offer.company, receivable=row, returned_on=now.date(), amount=Decimal(400), noted_by=bruno, noted_at=now
    )
    for kind in ("recorded", "corrected"):
        happens(f"delivery.{kind}", offer, bruno, now, delivery=came.pk)
    happens("proposal.rescinded", offer, carla, now, rescission=made.pk, version=1, statement_sha256=f"{10:064}")
    happens("amendment.fell", offer, carla, now, original="2026-0001")
    happens("payment.returned", offer, bruno, now, refund=back.pk)


def tell_choices(offer: Proposal, carla: PanelUser, now: datetime) -> None:
    """Carla chose twice: of one a version was made, of the other none could be."""
    assert offer.current is not None
    given = {"company": offer.company, "proposal": offer, "version": offer.current, "panel_user": carla}
    made = OfferChoice.objects.create(**given, asked_at=now, total=Decimal(900), made_at=now)
    failed = OfferChoice.objects.create(
        **given, asked_at=now, total=Decimal(900), failed_at=now, failure=Failure.CONTRACTS
    )
    happens("choice.made", offer, carla, now, choice=made.pk, version=1)
    happens("choice.failed", offer, carla, now, choice=failed.pk, version=1, failure="contracts")


def tell_clearances(offer: Proposal, ana: Member, bruno: Member, now: datetime) -> None:
    """Bruno asks whether he may send it so, twice: Ana has not answered yet, and then says no."""
    rule = save_rule(None, RuleData("margin", Decimal(30)), company=offer.company, by=ana, at=now)
    caught = [{"rule": rule.pk, "measure": "margin", "limit": "30", "found": "12.5"}]
    given = {"company": offer.company, "proposal": offer, "version": offer.current, "asked_by": bruno, "asked_at": now}
    open_one = Clearance.objects.create(**given, revision=0, caught=caught, note="Fecha hoje.")
    answered = {"state": "refused", "decided_by": ana, "decided_at": now, "answer": "Até 12 %."}
    closed = Clearance.objects.create(**given, revision=1, caught=caught, **answered)
    happens("clearance.asked", offer, bruno, now, clearance=open_one.pk, version=1)
    happens("clearance.refused", offer, ana, now, clearance=closed.pk, version=1)


def tell_talk(offer: Proposal, ana: Member, bruno: Member, carla: PanelUser, now: datetime) -> None:
    """Colleagues comment, Bruno gets a summary, and Carla has two support threads."""
    comment(offer, "Veja, @Bruno.", key="1", by=ana, at=now)
    comment(offer, "Margem boa.", key="2", by=ana, at=now)
    for event in Event.objects.filter(kind="comment.added"):
        make_notices(event, at=now)
    sum_up(offer.company, by=System(offer.company_id), at=now + timedelta(days=1))
    answered = open_ticket("Entrega", Words("Quando?", "3"), about=offer, by=carla, at=now)
    write_in(answered, Words("Na sexta.", "4"), by=bruno, at=now)
    close_ticket(answered, by=bruno, at=now)
    close_ticket(open_ticket("Boleto", Words("Achei.", "5"), about=None, by=carla, at=now), by=carla, at=now)


def tell_certificate_of(ana: Member, now: datetime) -> None:
    """Ana's company has a certificate that ends soon, and then has ended."""
    kept = uploaded(ana, now, end=now + timedelta(days=5))
    record("certificate.ending", by=System(ana.company_id), at=now, data={"certificate": kept.pk, "days": 7})
    record("company.changed", by=ana, at=now, data={"fields": ["pix_key", "pix_kind"]})
    record("certificate.ended", by=System(ana.company_id), at=now, data={"certificate": kept.pk})


def tell_powers(bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    """Carla's power was confirmed and ends; Gil's waits for an answer, and an earlier one of his was refused."""
    given = {"company": bruno.company, "kind": "alone", "updated_at": now}
    for kind, person, state in (
        ("confirmed", carla, "confirmed"),
        ("declared", gil, "declared"),
        ("refused", gil, "refused"),
        ("ending", carla, ""),
        ("ended", carla, ""),
    ):
        if state:
            SigningPower.objects.create(
                **given, panel_user=person, state=state, ends_on=now.date(), declared_by=carla, reason="Ilegível."
            )
        power = SigningPower.objects.filter(panel_user=person).latest("pk")
        by = carla if kind == "declared" else bruno if state else System(bruno.company_id)
        data = {"power": power.pk, "panel_user": person.pk, "customer": person.customer_id, "declared_by": carla.pk}
        record(f"power.{kind}", by=by, at=now, data=data | {"ends_on": f"{power.ends_on}"})


def write_all() -> None:
    """The mail room's own jobs for everything told so far."""
    for event in Event.objects.filter(kind__in=RULES).order_by("pk"):
        write_letters.call(company_id=event.company_id, event_id=event.pk)
    failed = Delivery.objects.filter(reader_kind="panel_user", sale_id__isnull=False).first()
    assert failed is not None
    make_refusal_letters(failed, now=failed.created_at)
    for delivery in Delivery.objects.under_way():
        send_delivery.call(company_id=delivery.company_id, delivery_id=delivery.pk)


OF_MONEY = ("payment_confirmed", "invoice_added", "payment_returned")


@pytest.mark.usefixtures("clock")
def test_every_letter_of_the_table_is_written(
    ana: Member,
    bruno: Member,
    carla: PanelUser,
    gil: PanelUser,
    davi: PanelUser,
    helena: PanelUser,
    now: datetime,
) -> None:
    offer = sale(bruno, carla.customer, now)
    PanelUser.objects.filter(pk=davi.pk).update(user=None, joined_at=None)
    only(helena, "comment")
    for kind in ("sent", "reminded", "extended", "viewed", "withdrawn", "cancelled"):
        happens(f"proposal.{kind}", offer, carla if kind == "viewed" else bruno, now, version=1, reason="Novo prazo.")
    tell_contracts(offer, bruno, carla, gil, now)
    tell_answers(offer, bruno, carla, now)
    tell_forwarding(offer, bruno, carla, gil, now)
    tell_withdrawal(offer, bruno, carla, now)
    tell_clearances(offer, ana, bruno, now)
    tell_talk(offer, ana, bruno, carla, now)
    tell_choices(offer, carla, now)
    happens("reminder.sent", offer, bruno, now, version=1, task="sign", people=[gil.pk])
    happens("proposal.reassigned", offer, ana, now, to=bruno.pk)
    # Helena may not sign, so that nothing more is asked of the customer.
    write_all()
    lost = Signer.objects.create(company=offer.company, contract=Contract.objects.get(), panel_user=helena)
    happens("signer.unable", offer, System(offer.company_id), now, contract=lost.contract_id, signer=lost.pk, cause=1)
    # What happened to the sale has ended the codes asked for before.
    ask_for_code(
        purpose=CodePurpose.SIGNATURE, subject=f"panel_user/{gil.pk}", company_id=offer.company_id, by=gil, at=now
    )
    invite(PanelUser.objects.get(pk=davi.pk), by=bruno, at=now)
    invite_member(ana.company, NewMember("Lia", "lia@aurora.example", Role.SELLER), by=ana, at=now)
    disown_session(carla, at=now)
    tell_powers(bruno, carla, gil, now)
    entered(carla, now)
    entered(carla, now, secret="notebook", session_key="s2")
    write_all()
    deactivate_panel_user(carla, by=bruno, at=now)
    change_address(gil, "gil@nova.example", by=bruno, at=now)
    tell_certificate_of(ana, now)
    refuse_erasure(ask_erasure(helena, at=now), reason="Há um processo em andamento.", by=ana, at=now)
    anchor_trail(offer.company_id, by=System(offer.company_id), at=now)
    write_all()
    written = set(Delivery.objects.values_list("letter", flat=True))
    assert set(BY_NAME) - written == {"new_version", "seller_expired", "approval_next"}
    messages = [message for message in mail.outbox if isinstance(message, mail.EmailMultiAlternatives)]
    texts = [str(text) for message in messages for text in (message.body, message.alternatives[0][0])]
    assert [text for text in texts if "%(" in text or "None" in text or ".." in text] == []
    # Helena sees no prices: nothing she is written says one, and of what is owed and paid she is written nothing.
    hers = [message for message in messages if helena.email in message.to[0]]
    assert len(hers) > 10
    whole = {message.subject: f"{message.subject}{message.body}{message.alternatives}" for message in hers}
    assert [subject for subject, said in whole.items() if has_amount(said)] == []
    assert not Delivery.objects.filter(reader_kind="panel_user", reader_id=helena.pk, letter__in=OF_MONEY).exists()
    assert set(OF_MONEY) <= written

"""Who gets which letter, and what stands in it."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import translation

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract, Requirement, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.customers.addresses import change_address
from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.documents.logos import set_logo
from aceite.core.documents.storing import store
from aceite.core.notices.choosing import Choice, choose
from aceite.core.notices.kinds import By, Kind
from aceite.core.people.codes import ask_for_code, digits_of
from aceite.core.people.member_invitations import member_invitation_token
from aceite.core.people.models import CodePurpose, Member
from aceite.core.people.permissions import Role
from aceite.core.people.teams import NewMember, invite_member
from aceite.core.proposals.copying import next_version
from aceite.core.proposals.models import Proposal, ProposalVersion, Question, Share
from aceite.core.proposals.reassigning import reassign
from aceite.core.proposals.states import State, VersionState
from aceite.core.receivables.models import BilledFile
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.sales.models import Order
from aceite.core.sales.revising import revise
from aceite.core.trail.actors import System
from aceite.core.trail.kinds import KINDS
from aceite.outbound.mail.models import Delivery
from aceite.outbound.mail.posting import write_letters
from aceite.outbound.mail.rules import RULES
from tests.cast import only
from tests.jobs import run_jobs
from tests.kit.paper_samples import drawing
from tests.outbound.mail.story import contract, happens, sale
from tests.walk import fresh, sent, sent_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """A sent proposal that Padaria Central sees."""
    return sale(bruno, carla.customer, now)


def mails(at: datetime) -> dict[str, mail.EmailMultiAlternatives]:
    """What leaves when the worker runs at that time, by address."""
    mail.outbox.clear()
    run_jobs(at)
    return {re.findall(r"<(.+)>", message.to[0])[0]: message for message in mail.outbox}  # type: ignore[misc]


def html(message: mail.EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def test_every_rule_is_about_a_kind_that_exists() -> None:
    assert set(RULES) <= set(KINDS)


def test_a_sent_proposal_reaches_all_who_may_see_it(
    offer: Proposal, bruno: Member, davi: PanelUser, now: datetime
) -> None:
    happens("proposal.sent", offer, bruno, now, version=1)
    sent = mails(now)
    assert set(sent) == {"carla@padaria.example", "davi@padaria.example"}
    letter = sent["carla@padaria.example"]
    assert letter.subject == "Proposta 2026-0014 de Aurora: Forno combinado e instalação"
    first = "R$\u00a012.400,00 · responda até 30/11/2026, 23:59 (horário de Brasília)"
    assert letter.body.startswith(first) and first in html(letter)
    assert "/aurora/painel/propostas/2026-0014/" in letter.body and "Ler e aprovar" in letter.body
    assert "Ver a proposta" in sent["davi@padaria.example"].body
    assert letter.reply_to == ["bruno@aurora.example"]
    assert letter.from_email.startswith("Aurora <")


def test_the_seller_reads_until_when_the_offer_stands_and_nothing_of_it_once_it_ended(
    offer: Proposal, carla: PanelUser, now: datetime
) -> None:
    happens("proposal.viewed", offer, carla, now, version=1)
    assert mails(now)["bruno@aurora.example"].body.startswith("R$\u00a012.400,00 · vale até 30/11/2026, 23:59")
    offer.state = "cancelled"
    offer.save()
    happens("proposal.viewed", offer, carla, now, version=2)
    assert mails(now)["bruno@aurora.example"].body.startswith("Total: R$\u00a012.400,00")


def test_who_sees_no_prices_is_told_nothing_of_how_it_is_paid(
    offer: Proposal, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    only(davi, "comment")
    ProposalVersion.objects.filter(proposal=offer).update(payment_text="Boleto em duas vezes")
    happens("proposal.sent", offer, bruno, now, version=1)
    sent = mails(now)
    assert "Pagamento: Boleto em duas vezes. 2 parcelas" in sent["carla@padaria.example"].body
    for secret in ("Pagamento", "Boleto", "parcela", "10/12/2026"):
        assert secret not in f"{sent['davi@padaria.example'].body}{html(sent['davi@padaria.example'])}"


def test_who_sees_no_prices_reads_of_what_was_asked_all_but_the_money(
    padaria: Customer, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    only(davi, "comment")
    sale = sent_for(padaria, bruno, now)
    for aspect, words in (("payment", "Em três vezes"), ("delivery", "Até 10/02")):
        note_points(sale, aspect, [Asked(aspect, words=words)], by=carla, at=now)
    send_points(sale, "", version=1, by=carla, at=now)
    revise(fresh(sale), by=bruno, at=now)
    sent(fresh(sale), bruno, now)
    told = mails(now)
    assert "Em três vezes" in told["carla@padaria.example"].body
    body = told["davi@padaria.example"].body
    assert "Até 10/02" in body and "Em três vezes" not in body and "agamento" not in body


def test_an_event_written_twice_makes_no_second_letter(offer: Proposal, bruno: Member, now: datetime) -> None:
    event = happens("proposal.sent", offer, bruno, now, version=1)
    assert len(mails(now)) == 1
    write_letters.enqueue(company_id=offer.company_id, event_id=event.pk)
    assert mails(now) == {} and Delivery.objects.count() == 1


def test_a_proposal_shared_with_named_people_reaches_only_them(
    offer: Proposal, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    offer.shared_with_all = False
    offer.save()
    Share.objects.create(company=offer.company, proposal=offer, panel_user=davi)
    happens("proposal.sent", offer, bruno, now, version=1)
    assert set(mails(now)) == {"davi@padaria.example"}


def test_a_signer_is_told_what_to_sign(offer: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    contract(offer, now, carla)
    happens("proposal.sent", offer, bruno, now, version=1)
    body = mails(now)["carla@padaria.example"].body
    assert "Você assina: Contrato de fornecimento." in body and "Ler e assinar" in body


def test_who_signs_by_hand_learns_from_the_mail_that_it_is_printed(
    offer: Proposal, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    Contract.objects.filter(pk=contract(offer, now).pk).update(requirement=Requirement.MANUAL)
    happens("proposal.sent", offer, bruno, now, version=1)
    read = {address: str(message.body) for address, message in mails(now).items()}
    assert (
        "Para assinar no papel: Contrato de fornecimento." in read[carla.email] and "Ler e assinar" in read[carla.email]
    )
    assert "imprime" not in read[davi.email]


def test_who_was_never_let_in_gets_the_way_in_with_the_proposal(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    PanelUser.objects.update(user=None, joined_at=None)
    happens("proposal.sent", offer, bruno, now, version=1)
    body = mails(now)["carla@padaria.example"].body
    carla.refresh_from_db()
    assert f"/aurora/painel/convite/{mailed_token(carla)}/" in body
    assert len(mail.outbox) == 1


def test_a_later_version_says_so(bruno: Member, carla: PanelUser, now: datetime) -> None:
    offer = sale(bruno, carla.customer, now, version=2)
    happens("proposal.sent", offer, bruno, now, version=2)
    assert mails(now)["carla@padaria.example"].subject.startswith("Nova versão da proposta 2026-0014")


def test_a_version_sent_past_open_points_tells_which_it_left_behind(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    offer = sent_for(padaria, bruno, now)
    note_points(offer, "total", [Asked("total", Decimal(38000))], by=carla, at=now)
    send_points(fresh(offer), "", version=1, by=carla, at=now)
    revise(fresh(offer), by=bruno, at=now)
    sent(fresh(offer), bruno, now)
    body = str(mails(now)["carla@padaria.example"].body).replace("\xa0", " ")
    assert "ficaram na versão anterior" in body and "R$ 38.000,00" in body


def test_a_draft_of_the_next_version_is_in_no_letter(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    assert offer.current is not None
    asked = Question.objects.create(
        company=offer.company, proposal=offer, version=offer.current, asked_by=carla, asked_at=now, text="220 V?",
        answered_by=bruno, answered_at=now, answer="Sim.",
    )  # fmt: skip
    ProposalVersion.objects.update(state=VersionState.SUPERSEDED)
    following = next_version(offer.current, at=now)
    following.title, following.total = "Dois fornos", Decimal(99_999)
    following.save()
    Proposal.objects.update(
        current=following, title=following.title, total=following.total, state=State.DRAFT, expires_at=None
    )
    happens("question.answered", offer, bruno, now, question=asked.pk)
    happens("proposal.cancelled", offer, bruno, now)
    mails(now)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        said = f"{letter.subject}\n{letter.body}"
        assert "R$\u00a012.400,00" in said and "99.999" not in said and "Dois fornos" not in said


def test_the_reminder_stops_when_the_customer_has_acted(offer: Proposal, bruno: Member, now: datetime) -> None:
    happens("proposal.reminded", offer, bruno, now)
    assert len(mails(now)) == 1
    happens("proposal.reminded", offer, bruno, now)
    Proposal.objects.update(state=State.APPROVED)
    assert mails(now) == {}


def test_a_code_is_in_the_mail_and_nowhere_else(carla: PanelUser, now: datetime) -> None:
    code = ask_for_code(
        purpose=CodePurpose.INVITATION, subject=f"panel_user/{carla.pk}", company_id=carla.company_id, by=carla, at=now
    )
    letter = mails(now)["carla@padaria.example"]
    digits = digits_of(code)
    assert f"{digits[:3]} {digits[3:]}" in letter.body and f"{digits[:3]} {digits[3:]}" in html(letter)
    assert digits not in letter.subject and "12:10" in letter.body


def test_a_code_that_opens_nothing_any_more_is_not_sent(carla: PanelUser, now: datetime) -> None:
    subject = f"panel_user/{carla.pk}"
    ask_for_code(purpose=CodePurpose.INVITATION, subject=subject, company_id=carla.company_id, by=carla, at=now)
    assert mails(now + timedelta(minutes=11)) == {}


def test_a_mailed_invitation_carries_its_link_and_a_copied_one_is_not_mailed(
    carla: PanelUser, bruno: Member, now: datetime
) -> None:
    PanelUser.objects.update(user=None, joined_at=None)
    invited = invite(PanelUser.objects.get(), by=bruno, at=now)
    assert mailed_token(invited) in mails(now)["carla@padaria.example"].body
    invite(invited, by=bruno, at=now, mailed=False)
    assert mails(now) == {}


def test_a_colleague_is_invited_to_the_team(ana: Member, now: datetime) -> None:
    lia = invite_member(ana.company, NewMember("Lia", "lia@aurora.example", Role.SELLER), by=ana, at=now)
    letter = mails(now)["lia@aurora.example"]
    assert f"/equipe/convite/{member_invitation_token(lia)}/" in letter.body and "vendedor" in letter.body


def test_a_name_that_ends_in_a_stop_ends_its_sentence_with_it(ana: Member, now: datetime) -> None:
    Company.objects.filter(pk=ana.company_id).update(trade_name="Aurora Ltda.")
    ana.company.refresh_from_db()
    invite_member(ana.company, NewMember("Lia", "lia@aurora.example", Role.SELLER), by=ana, at=now)
    letter = mails(now)["lia@aurora.example"]
    assert "as propostas de Aurora Ltda.\n" in letter.body and ".." not in letter.body


def test_an_ended_access_is_told_and_then_silent(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    happens("proposal.sent", offer, bruno, now, version=1)
    deactivate_panel_user(carla, by=bruno, at=now)
    assert [m.subject for m in mails(now).values()] == ["Seu acesso ao painel de Aurora foi encerrado"]


def test_the_old_address_hears_of_the_change(carla: PanelUser, bruno: Member, now: datetime) -> None:
    change_address(carla, "carla@nova.example", by=bruno, at=now)
    assert set(mails(now)) == {"carla@padaria.example"}


def test_the_seller_hears_of_the_first_look_only(
    offer: Proposal, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    happens("proposal.viewed", offer, carla, now, version=1)
    assert set(mails(now)) == {"bruno@aurora.example"}
    happens("proposal.viewed", offer, davi, now, version=1)
    assert mails(now) == {}


def test_an_answer_to_the_seller_goes_to_whoever_asked(offer: Proposal, carla: PanelUser, now: datetime) -> None:
    assert offer.current is not None
    asked = Question.objects.create(
        company=offer.company, proposal=offer, version=offer.current, asked_by=carla, asked_at=now, text="<b>220 V?</b>"
    )
    happens("question.asked", offer, carla, now, question=asked.pk)
    letter = mails(now)["bruno@aurora.example"]
    assert letter.reply_to == ["carla@padaria.example"]
    assert "> <b>220 V?</b>" in letter.body and "&lt;b&gt;220 V?&lt;/b&gt;" in html(letter)


def test_whoever_a_sale_is_handed_to_hears_of_it_unless_she_took_it(
    offer: Proposal, ana: Member, bruno: Member, marcos: Member, now: datetime
) -> None:
    reassign(offer, ana, by=marcos, at=now)
    sent = mails(now)
    assert set(sent) == {ana.email}
    assert "Marcos passou a você a venda 2026-0014" in str(sent[ana.email].body)
    reassign(offer, marcos, by=marcos, at=now)
    assert mails(now) == {}


def test_when_the_seller_has_left_the_owner_hears(
    offer: Proposal, ana: Member, carla: PanelUser, now: datetime
) -> None:
    Member.objects.filter(name="Bruno").update(deactivated_at=now)
    happens("proposal.viewed", offer, carla, now, version=1)
    assert set(mails(now)) == {"ana@aurora.example"}


def test_a_reader_abroad_reads_the_deadline_in_its_zone_and_in_her_own(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    assert carla.user is not None
    carla.user.zone = "Europe/Lisbon"
    carla.user.save()
    happens("proposal.sent", offer, bruno, now, version=1)
    until = "até 30/11/2026, 23:59 (horário de Brasília); no seu fuso, 01/12/2026, 02:59 (UTC)"
    assert until in mails(now)["carla@padaria.example"].body


def test_a_letter_is_written_in_the_readers_language(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    assert carla.user is not None
    carla.user.language = "en"
    carla.user.save()
    happens("proposal.sent", offer, bruno, now, version=1)
    letter = mails(now)["carla@padaria.example"]
    assert 'lang="en"' in html(letter) and "R$\u00a012.400,00" in letter.body
    assert translation.get_language() == "pt-br"


def test_the_logo_travels_inside_the_mail(offer: Proposal, ana: Member, bruno: Member, now: datetime) -> None:
    set_logo(ana.company, drawing([(0, 0), (399, 119)]), by=ana, at=now)
    happens("proposal.sent", offer, bruno, now, version=1)
    letter = mails(now)["carla@padaria.example"]
    parts = [part for part in letter.message().walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in parts] == ["<logo>"] and 'src="cid:logo"' in html(letter)
    assert letter.message().get_content_type() == "multipart/related"


def test_a_name_with_a_line_break_makes_no_header(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    ProposalVersion.objects.update(title="Forno\r\nBcc: eva@boreal.example")
    happens("proposal.sent", offer, bruno, now, version=1)
    assert "Bcc" not in mails(now)["carla@padaria.example"].message()


def test_each_letter_says_why_it_came(
    offer: Proposal, ana: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    happens("proposal.sent", offer, bruno, now, version=1)
    invite_member(ana.company, NewMember("Lia", "lia@aurora.example", Role.SELLER), by=ana, at=now)
    run_jobs(now)
    said = {message.to[0].partition("<")[2].strip(">"): str(message.body) for message in mail.outbox}
    assert "Aurora cadastrou este endereço para Padaria Central Ltda.: por isso" in said[carla.email]
    assert "por fazer parte da equipe de Aurora" in said["lia@aurora.example"]


def test_who_wants_to_know_at_once_reads_that_a_proposal_expired(offer: Proposal, bruno: Member, now: datetime) -> None:
    choose(bruno, {Kind.EXPIRED: Choice(in_app=True, by_mail=By.NOW)})
    later = now + timedelta(days=10)
    happens("proposal.expired", offer, System(offer.company_id), later)
    assert (
        mails(later)["bruno@aurora.example"].subject
        == "Venceu sem resposta: proposta 2026-0014 de Padaria Central Ltda."
    )


def test_a_file_of_billing_is_mailed_with_the_way_to_its_order(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    assert offer.current is not None
    Order.objects.create(
        company=offer.company, proposal=offer, version=offer.current, number="P-2026-0007", year=2026, sequence=7,
        made_by=bruno, made_at=now,
    )  # fmt: skip
    bill = store(b"%PDF-nf", company_id=offer.company_id, content_type="application/pdf", at=now)
    file = BilledFile.objects.create(
        company=offer.company, proposal=offer, name="nf-123.pdf", document=bill, added_by=bruno, added_at=now
    )
    happens("invoice.added", offer, bruno, now, file=file.pk)
    assert "/aurora/painel/pedidos/P-2026-0007/" in str(mails(now)[carla.email].body)


def test_of_a_copy_is_said_what_is_left_to_do(
    offer: Proposal, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    deal = contract(offer, now, carla, gil)
    copy = SignedCopy.objects.create(
        company=offer.company, contract=deal, uploaded_by=carla, uploaded_at=now, key="k", refusal_reason="Falta a 3."
    )
    Contract.objects.filter(pk=deal.pk).update(requirement=Requirement.MANUAL)
    told = {"copy": copy.pk, "contract": deal.pk, "version": 1}
    happens("copy.refused", offer, bruno, now, **told)
    assert f"/contratos/{deal.pk}/via-assinada/" in str(mails(now)[carla.email].body)
    happens("copy.accepted", offer, bruno, now, **told)
    told_now = mails(now)
    # Gil signs and does not approve.
    assert "Agora falta aprovar a proposta." in str(told_now[carla.email].body)
    assert "Agora falta aprovar a proposta." not in str(told_now[gil.email].body)
    Proposal.objects.filter(pk=offer.pk).update(state=State.APPROVED)
    happens("copy.accepted", offer, bruno, now, **told)
    assert "A proposta já está aprovada. Aurora avisa quando o pedido sair." in str(mails(now)[gil.email].body)
    # Another contract's copy was refused: the order does not come by itself.
    other = contract(offer, now, carla)
    Contract.objects.filter(pk=other.pk).update(requirement=Requirement.MANUAL, title="Sigilo")
    SignedCopy.objects.create(
        company=offer.company, contract=other, uploaded_by=carla, uploaded_at=now, key="s", state=CopyState.REFUSED
    )
    SignedCopy.objects.filter(pk=copy.pk).update(state=CopyState.ACCEPTED)
    happens("copy.accepted", offer, bruno, now, **told)
    body = str(mails(now)[gil.email].body)
    assert "Falta ainda outra via assinada de: Sigilo." in body and "avisa quando o pedido sair" not in body

"""Letters to the customer about contracts: signatures, copies, signers."""

from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.contracts.closing import refused_contracts, requirement_met
from aceite.core.contracts.models import Contract, Signer
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.states import State, VersionState
from aceite.core.trail.models import Event
from aceite.outbound.mail import addresses
from aceite.outbound.mail.enclosing import own_receipt, what_all_signed, what_she_signed, what_the_receipt_is
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Button, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_proposal, total_alone, total_and_deadline
from aceite.outbound.mail.words import moment


def signed_by_colleague(h: Happening, reader: Reader) -> Letter | None:
    """A colleague signed, and others still have to; who is called by this, and all after the last, read another."""
    awaited = Signer.objects.awaited().filter(contract=h.contract)
    if not awaited.exists() or h.contract.voided_at is not None or _called_by_this(h, reader):
        return None
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    mine = awaited.filter(panel_user_id=reader.id).exists()
    return Letter(
        subject=_("%(who)s assinou “%(contract)s” (proposta %(number)s)") % said,
        title=_("%(who)s assinou o contrato") % said,
        first_line=total_and_deadline(h),
        blocks=[
            Text(_("Olá, %(name)s. %(who)s assinou “%(contract)s”, da proposta %(number)s.") % said),
            Text(_("Falta a sua assinatura.") if mine else _("Ainda falta a assinatura de um colega.")),
        ],
        button=_to_the_contract(h, reader, _("Ler e assinar") if mine else _("Ver o contrato")),
        reply_to=h.proposal.seller.email,
    )


def approval_next(h: Happening, reader: Reader) -> Letter | None:
    """To whoever approves, with the customer's last signature: it waits for no seal and for no file."""
    if not (_is_last_signature(h) and _may_approve_now(h, reader)):
        return None
    said = {**names(h), "name": reader.first_name}
    return Letter(
        subject=_("Falta aprovar a proposta %(number)s: do seu lado está tudo assinado") % said,
        title=_("Agora falta aprovar"),
        first_line=total_and_deadline(h),
        blocks=[
            Text(_("Olá, %(name)s. Do seu lado está tudo assinado na proposta %(number)s, de %(company)s.") % said),
            Text(_("Agora falta aprovar a proposta.")),
        ],
        button=to_the_proposal(h, reader, _("Aprovar a proposta")),
        reply_to=h.proposal.seller.email,
    )


def _may_approve_now(h: Happening, reader: Reader) -> bool:
    """Whether this reader approves, and nothing of the customer's side is missing any more."""
    person, version = reader.panel_user, current_of(h.proposal)
    if person is None or not person.can_approve or h.contract.version_id != version.pk:
        return False
    return h.proposal.state_at(h.now) is State.SENT and requirement_met(version, h.company.copies_policy)


def _is_last_signature(h: Happening) -> bool:
    """Whether this act was the customer's last; of several contracts signed at once the last one tells it."""
    at_once = Contract.objects.filter(version=h.contract.version_id, customer_signed_at=h.event.at)
    return at_once.order_by("pk").values_list("pk", flat=True).last() == h.contract.pk


def signed(h: Happening, reader: Reader) -> Letter | None:
    """The signer's own record, with her receipt: what she holds, nobody can rewrite."""
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    rows = [
        (_("Contrato"), h.contract.title),
        (_("Quando"), moment(h.event.at)),
        (_("Conferir em"), addresses.verification(h.contract.code)),
        (_("Código de conferência do arquivo (SHA-256)"), h.statement.file_sha256),
    ]
    receipt, copy = own_receipt(h, reader), what_she_signed(h, reader)
    approves = _may_approve_now(h, reader)
    if outside := str(h.event.data.get("external_sha256", "")):
        rows.append((_("Código de conferência do PDF que você assinou (SHA-256)"), outside))
    return Letter(
        subject=_("Sua assinatura em “%(contract)s” (proposta %(number)s)") % said,
        title=_("Sua assinatura foi registrada"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. Sua assinatura em “%(contract)s”, da proposta %(number)s, está registrada.") % said),
            *([Text(_("Agora falta aprovar a proposta."))] if approves else []),
            Facts(rows),
            Text(
                _("O contrato vai em anexo (PDF), exatamente como você o assinou.")
                if copy
                else _("O contrato, exatamente como você o assinou, fica guardado no painel.")
            ),
            *what_the_receipt_is(receipt),
        ],
        button=to_the_proposal(h, reader, _("Aprovar a proposta"))
        if approves
        else _to_the_contract(h, reader, _("Ver o contrato")),
        reply_to=h.proposal.seller.email,
        enclosures=(*copy, *receipt),
    )


def all_signed(h: Happening, reader: Reader) -> Letter | None:
    """Every signature is there, and so is the sealed file: it comes along."""
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    if h.contract.voided_at is not None:
        return None
    files = what_all_signed(h.contract, h.proposal.number)
    kept = _("O arquivo assinado vai em anexo e fica guardado no painel.")
    approves = _may_approve_now(h, reader)
    return Letter(
        subject=_("“%(contract)s” está assinado por todos (proposta %(number)s)") % said,
        title=_("Contrato assinado por todos"),
        first_line=total_and_deadline(h) if approves else total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. “%(contract)s”, da proposta %(number)s, tem todas as assinaturas.") % said),
            Text(kept if files else _("O arquivo assinado fica guardado no painel."), fixed=True),
            Facts([(_("Conferir em"), addresses.verification(h.contract.code))]),
        ],
        button=to_the_proposal(h, reader, _("Aprovar a proposta") if approves else _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
        enclosures=files,
    )


def copy_registered(h: Happening, reader: Reader) -> Letter | None:
    """The vendor registered a copy that reached him on paper: said to whoever could have sent it."""
    said = {
        **names(h),
        "contract": h.copy.contract.title,
        "name": reader.first_name,
        "how": h.copy.get_arrival_display().lower(),
        "day": day_words(h.copy.arrived_on) if h.copy.arrived_on else "",
    }
    note = [Quote(h.copy.note, h.copy.sender)] if h.copy.note else []
    return Letter(
        subject=_("%(company)s registrou a via assinada de “%(contract)s” (proposta %(number)s)") % said,
        title=_("A via assinada chegou em papel"),
        first_line=total_and_deadline(h) if h.proposal.state_at(h.now) is State.SENT else total_alone(h),
        blocks=[
            Text(
                _(
                    "Olá, %(name)s. %(company)s recebeu a via assinada de “%(contract)s” (%(how)s, em %(day)s) e a "
                    "registrou no painel. Se não foram vocês que a entregaram, responda a este e-mail."
                )
                % said
            ),
            *note,
            Text(_("Isto não aprova a proposta: a aprovação continua sendo sua.")),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def copy_accepted(h: Happening, reader: Reader) -> Letter | None:
    """The vendor took the signed copy as good."""
    said = {**names(h), "contract": h.copy.contract.title, "name": reader.first_name}
    approves = _may_approve_now(h, reader)
    return Letter(
        subject=_("Via assinada aceita: “%(contract)s” (proposta %(number)s)") % said,
        title=_("A via assinada foi aceita"),
        first_line=total_and_deadline(h) if approves else total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s conferiu e aceitou a via assinada de “%(contract)s”.") % said),
            *_after_copy(h, approves=approves),
        ],
        button=to_the_proposal(h, reader, _("Aprovar a proposta") if approves else _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def copy_refused(h: Happening, reader: Reader) -> Letter | None:
    """The vendor cannot take the signed copy; a new one is needed."""
    said = {**names(h), "contract": h.copy.contract.title, "name": reader.first_name}
    return Letter(
        subject=_("Envie outra vez a via assinada de “%(contract)s” (proposta %(number)s)") % said,
        title=_("A via assinada precisa ser enviada outra vez"),
        first_line=total_and_deadline(h) if h.proposal.state_at(h.now) is State.SENT else total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s não pôde aceitar a via assinada de “%(contract)s”:") % said),
            Quote(h.copy.refusal_reason, h.who),
            Text(_("O que você enviou continua guardado. Envie novas fotos ou um PDF pelo painel.")),
        ],
        button=_to_the_copy(h, reader),
        reply_to=h.proposal.seller.email,
    )


def signature_voided(h: Happening, reader: Reader) -> Letter | None:
    """A new version takes the place of what the reader signed."""
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    return Letter(
        subject=_("Sua assinatura em “%(contract)s” ficou sem efeito (proposta %(number)s)") % said,
        title=_("Sua assinatura ficou sem efeito"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s abriu uma nova versão da proposta %(number)s.") % said),
            Text(
                _(
                    "Por isso a sua assinatura em “%(contract)s” não vale mais para a venda. Ela continua guardada, e "
                    "você recebe um aviso quando a nova versão chegar."
                )
                % said
            ),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def signer_replaced(h: Happening, reader: Reader) -> Letter | None:
    """To the one who need not sign any more."""
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    said |= {"new": h.signer("new_signer").panel_user.name}
    by_herself = h.event.actor_kind == "panel_user"
    words = (
        _(
            "Olá, %(name)s. Você passou a %(new)s a vez de assinar “%(contract)s”. Se não foi você, responda a este "
            "e-mail."
        )
        if by_herself
        else _("Olá, %(name)s. %(company)s escolheu outra pessoa para assinar “%(contract)s”.")
    )
    return Letter(
        subject=_("Você não precisa mais assinar “%(contract)s” (proposta %(number)s)") % said,
        title=_("Você não precisa mais assinar"),
        first_line=total_alone(h),
        blocks=[Text(words % said)],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def signer_added(h: Happening, reader: Reader) -> Letter | None:
    """To the one who signs in another's place; where her turn has not come, she is called when it has."""
    if h.signer("new_signer").idle or not _stands(h):
        return None
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    words = (
        _(
            "Olá, %(name)s. %(who)s passou a você a vez de assinar “%(contract)s”, da proposta %(number)s, de "
            "%(company)s."
        )
        if h.event.actor_kind == "panel_user"
        else _("Olá, %(name)s. %(company)s pede a sua assinatura em “%(contract)s”, da proposta %(number)s.")
    )
    return Letter(
        subject=_("Você foi escolhido para assinar “%(contract)s” (proposta %(number)s)") % said,
        title=_("Sua assinatura é necessária"),
        first_line=total_and_deadline(h),
        blocks=[
            Text(words % said),
        ],
        button=_to_the_contract(h, reader, _("Ler e assinar")),
        reply_to=h.proposal.seller.email,
    )


def signer_called(h: Happening, reader: Reader) -> Letter | None:
    """To the one whose turn has come: those who sign before her have signed."""
    if h.signer("signer").statement_id is not None or h.signer("signer").idle or not _stands(h):
        return None
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    return Letter(
        subject=_("É a sua vez de assinar “%(contract)s” (proposta %(number)s)") % said,
        title=_("É a sua vez de assinar"),
        first_line=total_and_deadline(h),
        blocks=[
            Text(
                _(
                    "Olá, %(name)s. Quem assina antes já assinou “%(contract)s”, da proposta %(number)s de "
                    "%(company)s. Agora falta a sua assinatura."
                )
                % said
            )
        ],
        button=_to_the_contract(h, reader, _("Ler e assinar")),
        reply_to=h.proposal.seller.email,
    )


def _after_copy(h: Happening, *, approves: bool) -> list[Block]:
    """What follows on a copy that was accepted, so that nobody waits for what is hers to do, or does what is done."""
    if approves:
        return [Text(_("Agora falta aprovar a proposta."))]
    if h.proposal.state_at(h.now) is not State.APPROVED:
        return []
    if refused := refused_contracts(current_of(h.proposal)):
        words = _("A proposta já está aprovada. Falta ainda outra via assinada de: %(contracts)s.")
        return [Text(words % {"contracts": ", ".join(one.title for one in refused)})]
    return [Text(_("A proposta já está aprovada. %(company)s avisa quando o pedido sair.") % names(h))]


def _to_the_copy(h: Happening, reader: Reader) -> Button:
    """Straight to where another copy is sent, for whoever may send one."""
    person = reader.panel_user
    if person is None or person.joined_at is None or not person.may("copy.upload"):
        return to_the_proposal(h, reader, _("Ver a proposta"))
    return Button(_("Enviar outra via"), addresses.panel_copy(h.company, h.proposal.number, h.copy.contract_id))


def _stands(h: Happening) -> bool:
    return h.contract.version is not None and h.contract.version.state == VersionState.SENT


def _called_by_this(h: Happening, reader: Reader) -> bool:
    """Whether her turn came by the very act this letter is about."""
    called = Event.objects.of_chain(h.company.pk, h.event.chain).filter(kind="signer.called", at=h.event.at)
    return reader.id in [event.data["panel_user"] for event in called if event.data["contract"] == h.contract.pk]


def _to_the_contract(h: Happening, reader: Reader, label: str) -> Button:
    person = reader.panel_user
    if person is not None and person.joined_at is None:
        return to_the_proposal(h, reader, label)
    return Button(label, addresses.panel_contract(h.company, h.proposal.number, h.contract.pk))

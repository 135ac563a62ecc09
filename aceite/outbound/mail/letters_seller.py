"""Letters to the seller: what the customer did, and what did not reach him."""

from django.utils.translation import gettext as _

from aceite.core.contracts.unable import why_unable
from aceite.core.notices.audience import first_look
from aceite.core.proposals.states import State
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Button, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_sale, total_alone, total_and_end


def seller_viewed(h: Happening, reader: Reader) -> Letter | None:
    """The customer looks at a version for the first time; later looks are in the timeline."""
    if not first_look(h.event):
        return None
    said = names(h)
    return _letter(
        h,
        subject=_("%(customer)s viu a proposta %(number)s") % said,
        title=_("%(who)s abriu a proposta") % said,
        first_line=total_and_end(h),
        blocks=[Text(_("%(who)s, de %(customer)s, viu a proposta %(number)s, %(title)s.") % said)],
        label=_("Acompanhar a venda"),
    )


def seller_handed_over(h: Happening, reader: Reader) -> Letter | None:
    """The sale is hers from now on."""
    said = {**names(h), "name": reader.first_name}
    return _letter(
        h,
        subject=_("Agora é sua: venda %(number)s, de %(customer)s") % said,
        title=_("Você cuida desta venda"),
        first_line=total_and_end(h),
        blocks=[
            Text(_("Olá, %(name)s. %(who)s passou a você a venda %(number)s (%(customer)s): %(title)s.") % said),
            Text(_("Os avisos dela chegam a você a partir de agora; a página mostra o que aconteceu e o que falta.")),
        ],
        label=_("Ver a venda"),
    )


def seller_question(h: Happening, reader: Reader) -> Letter | None:
    """The customer asks something."""
    said = {**names(h), "line": h.question.line.name if h.question.line else ""}
    about = [Text(_("Sobre o item %(line)s:") % said)] if h.question.line else []
    return _letter(
        h,
        subject=_("Pergunta de %(customer)s sobre a proposta %(number)s") % said,
        title=_("%(who)s tem uma pergunta") % said,
        first_line=total_and_end(h),
        blocks=[*about, Quote(h.question.text, h.question.asked_by.name)],
        label=_("Responder"),
    )


def seller_signed(h: Happening, reader: Reader) -> Letter | None:
    """A signature came in."""
    said = {**names(h), "contract": h.contract.title}
    return _letter(
        h,
        subject=_("%(who)s assinou “%(contract)s” (proposta %(number)s)") % said,
        title=_("%(who)s assinou") % said,
        first_line=total_and_end(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, assinou “%(contract)s”.") % said),
            Text(_how_far(h)),
        ],
        label=_("Ver a venda"),
    )


def seller_signer_handed_over(h: Happening, reader: Reader) -> Letter | None:
    """A signer passed her place to a colleague, as the contract lets her."""
    said = {**names(h), "contract": h.contract.title, "new": h.signer("new_signer").panel_user.name}
    return _letter(
        h,
        subject=_("%(new)s assina “%(contract)s” no lugar de %(who)s (proposta %(number)s)") % said,
        title=_("%(who)s passou a vez de assinar") % said,
        first_line=total_and_end(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, passou a %(new)s a vez de assinar “%(contract)s”.") % said),
            Text(_("Você não precisa fazer nada: %(new)s já recebeu o aviso.") % said),
        ],
        label=_("Ver a venda"),
    )


def seller_signer_unable(h: Happening, reader: Reader) -> Letter | None:
    """A contract waits for somebody who can sign no more; nothing to say once she can again, or has been replaced."""
    place = h.signer("signer")
    why = why_unable(place.panel_user)
    if not why or place.replaced_at is not None or place.statement_id is not None:
        return None
    said = {**names(h), "contract": h.contract.title, "person": place.panel_user.name, "why": why}
    return _letter(
        h,
        subject=_("%(person)s não pode mais assinar “%(contract)s” (proposta %(number)s)") % said,
        title=_("Escolha outra pessoa para assinar"),
        first_line=total_and_end(h),
        blocks=[
            Text(_("“%(contract)s” espera a assinatura de %(person)s, de %(customer)s, que %(why)s.") % said),
            Text(_("Enquanto isso a proposta não anda: na venda, substitua quem assina, ou devolva o acesso.")),
        ],
        label=_("Ver a venda"),
    )


def _how_far(h: Happening) -> str:
    if h.contract.completed_at:
        return _("Todas as assinaturas chegaram.")
    if h.contract.signed_by_customer:
        return _("O cliente assinou tudo o que precisava. Falta a assinatura da empresa.")
    return _("Ainda faltam assinaturas.")


def seller_copy(h: Happening, reader: Reader) -> Letter | None:
    """A signed copy waits to be checked."""
    said = {**names(h), "contract": h.copy.contract.title}
    note = [Quote(h.copy.note, h.copy.sender)] if h.copy.note else []
    return _letter(
        h,
        subject=_("Confira a via assinada de “%(contract)s” (proposta %(number)s)") % said,
        title=_("Chegou uma via assinada"),
        first_line=total_alone(h),
        blocks=[Text(_("%(who)s, de %(customer)s, enviou a via assinada de “%(contract)s”.") % said), *note],
        label=_("Conferir a via"),
    )


def seller_approved(h: Happening, reader: Reader) -> Letter | None:
    """The sale is won."""
    said = names(h)
    rows = [(_("Pedido de compra do cliente"), h.approval.customer_order_number)]
    given: list[Block] = [Facts(rows)] if h.approval.customer_order_number else []
    note = [Quote(h.approval.note, h.approval.panel_user.name)] if h.approval.note else []
    return _letter(
        h,
        subject=_("Aprovada: proposta %(number)s de %(customer)s") % said,
        title=_("%(customer)s aprovou a proposta") % said,
        first_line=total_alone(h),
        blocks=[
            Text(_("%(who)s aprovou a proposta %(number)s, %(title)s. Agora ela pode virar pedido.") % said),
            *given,
            *note,
        ],
        label=_("Fazer o pedido"),
    )


def seller_declined(h: Happening, reader: Reader) -> Letter | None:
    """The customer says no, and why."""
    said = {**names(h), "reason": h.decline.get_reason_display()}
    own_words = [Quote(h.decline.text, h.decline.panel_user.name)] if h.decline.text else []
    return _letter(
        h,
        subject=_("Recusada: proposta %(number)s de %(customer)s") % said,
        title=_("%(customer)s recusou a proposta") % said,
        first_line=total_alone(h),
        blocks=[
            Text(_("%(who)s recusou a proposta %(number)s, %(title)s.") % said),
            Text(_("Motivo: %(reason)s.") % said),
            *own_words,
        ],
        label=_("Ver a venda"),
    )


def seller_expired(h: Happening, reader: Reader) -> Letter | None:
    """Nobody answered in time; nothing is said once the sale goes on."""
    if h.proposal.state_at(h.now) is not State.EXPIRED:
        return None
    said = names(h)
    return _letter(
        h,
        subject=_("Venceu sem resposta: proposta %(number)s de %(customer)s") % said,
        title=_("A proposta venceu"),
        first_line=total_alone(h),
        blocks=[
            Text(_("O prazo da proposta %(number)s, %(title)s, terminou sem resposta de %(customer)s.") % said),
            Text(_("Prorrogue a validade, ou abra uma nova versão.")),
        ],
        label=_("Ver a venda"),
    )


def mail_refused(h: Happening, reader: Reader) -> Letter | None:
    """A letter to the customer was refused by the mail server, or could not be handed over for a day."""
    if h.about is None:
        return None
    said = {**names(h), "reader": h.about.reader_name, "address": h.about.address}
    return Letter(
        subject=_("Um e-mail da proposta %(number)s não chegou a %(reader)s") % said,
        title=_("Um e-mail não chegou"),
        first_line=total_alone(h),
        blocks=[
            Text(_("O e-mail para %(reader)s (%(address)s) não pôde ser entregue.") % said),
            Text(_("Confira o endereço no cadastro do cliente e tente de novo. Nada da venda se perdeu.")),
        ],
        button=Button(_("Ver e-mails não entregues"), addresses.failed_mails(h.company)),
        reply_to=h.company.email,
    )


def _letter(h: Happening, *, subject: str, title: str, first_line: str, blocks: list[Block], label: str) -> Letter:
    return Letter(
        subject=subject,
        title=title,
        first_line=first_line,
        blocks=blocks,
        button=to_the_sale(h, label),
        # An answer goes to the person who acted, not to the one who reads.
        reply_to=h.actor.email if h.actor else h.company.email,
    )

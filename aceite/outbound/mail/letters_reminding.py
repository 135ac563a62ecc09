"""The letter that reminds the customer of what a sale waits for; silent once it was done."""

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Signer
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.states import State
from aceite.core.receivables.models import Receivable
from aceite.core.sales.reminding import asked_of
from aceite.core.sales.waiting import standing_of
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_proposal, total_alone, total_and_deadline
from aceite.outbound.mail.words import brl, day


def asked_again(h: Happening, reader: Reader) -> Letter | None:
    """To each of those whose act the sale waits for, while it still does."""
    if not _still_asked(h, reader):
        return None
    said = {**names(h), "name": reader.first_name}
    open_yet = h.proposal.state_at(h.now) is State.SENT
    return Letter(
        subject=_("Lembrete de %(company)s: proposta %(number)s, %(title)s") % said,
        title=_("A proposta espera por você"),
        first_line=total_and_deadline(h) if open_yet else total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(seller)s, de %(company)s, lembra da proposta %(number)s, %(title)s.") % said),
            *_what(h, reader),
            Text(_("Se algo não estiver claro ou precisar mudar, responda a este e-mail.")),
        ],
        button=to_the_proposal(h, reader, _call(h)),
        reply_to=h.proposal.seller.email,
    )


def _task(h: Happening) -> str:
    return str(h.event.data.get("task", ""))


def _still_asked(h: Happening, reader: Reader) -> bool:
    """Whether the same is still asked of this person, of the same version."""
    if h.id("version") != current_of(h.proposal).version:
        return False
    turn = asked_of(standing_of([h.proposal], h.now), h.proposal, h.now)
    return turn is not None and turn.task == _task(h) and reader.id in turn.reach


def _what(h: Happening, reader: Reader) -> list[Block]:
    match _task(h):
        case "sign":
            mine = Signer.objects.awaited().filter(contract__version=h.version, panel_user_id=reader.id)
            titles = "; ".join(mine.values_list("contract__title", flat=True))
            return (
                [Text(_("Falta a sua assinatura em: %(contracts)s.") % {"contracts": titles}, fixed=True)]
                if titles
                else []
            )
        case "send_copy":
            return [
                Text(
                    _("Falta a via assinada: imprima o contrato, assine e envie fotos ou um PDF pelo painel."),
                    fixed=True,
                )
            ]
        case "send_copy_again":
            return [Text(_("A via assinada não pôde ser aceita, e falta enviar outra pelo painel."), fixed=True)]
        case "pay":
            return [Text(_("Falta a entrada de %(amount)s, que vence em %(day)s.") % _entry(h), fixed=True)]
        case _:
            return [Text(_("Falta só a sua resposta: leia, pergunte o que quiser e aprove pelo painel."), fixed=True)]


def _entry(h: Happening) -> dict[str, str]:
    row = Receivable.objects.of_sale(h.proposal).get(number=0)
    return {"amount": brl(row.rest), "day": day(row.due_on)}


def _call(h: Happening) -> str:
    match _task(h):
        case "sign":
            return _("Ler e assinar")
        case "send_copy" | "send_copy_again":
            return _("Enviar a via assinada")
        case "pay":
            return _("Ver como pagar")
        case _:
            return _("Ler e aprovar")

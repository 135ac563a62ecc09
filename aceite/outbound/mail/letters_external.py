"""Letters about PDFs signed outside: one waits for the vendor, one was refused. An accepted one is a signature."""

from django.utils.translation import gettext as _

from aceite.core.contracts.external_telling import sentence_of
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, total_alone


def seller_external(h: Happening, reader: Reader) -> Letter | None:
    """The rules left a PDF to the vendor."""
    file = h.external
    said = {**names(h), "contract": file.contract.title, "who": file.uploaded_by.name}
    points = [Text(sentence_of(finding)) for finding in file.left_to_people]
    return Letter(
        subject=_("Confira o PDF assinado de “%(contract)s” (proposta %(number)s)") % said,
        title=_("Chegou um PDF assinado fora do painel"),
        first_line=total_alone(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, assinou “%(contract)s” fora do painel. Falta você conferir:") % said),
            *points,
        ],
        button=Button(
            _("Conferir o PDF"), addresses.office_external(h.company, h.proposal.number, file.contract_id, file.pk)
        ),
        reply_to=file.uploaded_by.email,
    )


def external_refused(h: Happening, reader: Reader) -> Letter | None:
    """The PDF she signed cannot count; the reason, and where to send another."""
    file = h.external
    if file.signer.statement_id is not None or file.signer.replaced_at is not None:
        # She signed otherwise meanwhile, or somebody else is to sign: nothing is asked of her.
        return None
    said = {**names(h), "contract": file.contract.title, "name": reader.first_name}
    if file.refusal_reason:
        why = [Quote(file.refusal_reason, h.who)]
    else:
        why = [Quote(sentence_of(finding), "") for finding in file.against]
    return Letter(
        subject=_("Assine outra vez “%(contract)s” (proposta %(number)s)") % said,
        title=_("O PDF assinado não pôde ser aceito"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. O PDF que você assinou de “%(contract)s” não pôde ser aceito:") % said),
            *why,
            Text(_("O arquivo continua guardado. Baixe o contrato de novo no painel, assine e envie.")),
        ],
        button=Button(_("Enviar outro PDF"), addresses.panel_external(h.company, h.proposal.number, file.contract_id)),
        reply_to=h.proposal.seller.email,
    )

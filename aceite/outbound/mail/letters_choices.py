"""Letters about what the customer chose of an offer: the version that came of it, or why none did."""

from django.utils.translation import gettext as _

from aceite.core.sales.offer_choices import Failure, OfferChoice
from aceite.outbound.mail.happening import Gone, Happening
from aceite.outbound.mail.letter import Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, plan_text, proposal_facts, to_the_sale, total_alone


def seller_choice(h: Happening, reader: Reader) -> Letter | None:
    """The customer chose, and the new version stands; nothing is asked of the seller."""
    said = {**names(h), "who": _choice(h).panel_user.name, "version": h.version.version}
    return Letter(
        subject=_("%(customer)s escolheu itens da proposta %(number)s") % said,
        title=_("Escolha do cliente: %(title)s") % said,
        first_line=total_alone(h),
        blocks=[
            Text(
                _("%(who)s confirmou a escolha entre os itens deixados em aberto: agora vale a versão %(version)s.")
                % said
            ),
            Text(_("A aprovação ainda vem. Os preços, as condições e a validade são os que você enviou.")),
            proposal_facts(h),
            *plan_text(h, reader),
        ],
        button=to_the_sale(h, _("Ver a venda")),
    )


def seller_choice_failed(h: Happening, reader: Reader) -> Letter | None:
    """Only what the vendor has to mend is worth a letter; what overtook a choice is told by what overtook it."""
    choice = _choice(h)
    if choice.failure not in (Failure.CONTRACTS, Failure.PAPERS):
        return None
    said = {**names(h), "who": choice.panel_user.name, "why": choice.get_failure_display()}
    return Letter(
        subject=_("A escolha de %(customer)s não ficou pronta: proposta %(number)s") % said,
        title=_("A escolha do cliente espera por você"),
        first_line=total_alone(h),
        blocks=[
            Text(_("%(who)s confirmou uma escolha na proposta %(number)s, mas a versão não pôde ser montada.") % said),
            Text(_("Motivo: %(why)s. Abra uma nova versão, acerte e envie; a atual continua valendo.") % said),
        ],
        button=to_the_sale(h, _("Ver a venda")),
    )


def _choice(h: Happening) -> OfferChoice:
    found = OfferChoice.objects.select_related("panel_user", "version").filter(pk=h.id("choice")).first()
    if found is None:
        raise Gone("choice")
    return found

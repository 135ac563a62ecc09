"""A rogo: somebody signs at the request of a person who cannot, before two witnesses.

Código Civil, art. 595 says so of contracts of services, for whoever can neither read nor write; art. 215 § 2º of deeds.
Whether it binds in another contract is for a lawyer to say: here what was said is kept, never without two witnesses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Signer, SignerRole
from aceite.core.trail.refusals import Refusal, said
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.sentences import Complaint
from aceite.kit.taxid import is_cpf, normalize
from aceite.kit.text import clean
from aceite_verify.at_request import WITNESSES

LONGEST_NAME: Final = 160


class BadRequest(Refusal):
    """Nobody can sign in another's place like this; the sentence says what is missing."""


@dataclass(frozen=True)
class Request:
    """Who asked another to sign for her; empty where nobody did."""

    name: str = ""
    cpf: str = ""


def clean_request(request: Request) -> Request:
    """The request with name and CPF as they are kept. Raises BadRequest."""
    if not (request.name.strip() or request.cpf.strip()):
        return Request()
    try:
        name = clean(request.name, max_length=LONGEST_NAME, multiline=False).text
        refuse_undrawable(name)
    except Complaint as complaint:
        words = _("No nome de quem pediu a assinatura a rogo: %(why)s")
        raise BadRequest(words % {"why": said(complaint)}) from complaint
    if not name or not is_cpf(request.cpf):
        raise BadRequest(_("De quem pediu a assinatura a rogo são precisos o nome e um CPF que exista."))
    return Request(name, normalize(request.cpf))


def refuse_unwitnessed(signers: Iterable[Signer]) -> None:
    """Raises BadRequest where somebody signs a rogo and the plan does not have what that needs: she signs as a party,
    is not who asked her, and two others, each with a CPF of her own, sign as witnesses."""
    named = list(signers)
    for signer in named:
        if not signer.request_name:
            continue
        said = {"name": signer.panel_user.name, "other": signer.request_name}
        if signer.role != SignerRole.PARTY:
            raise BadRequest(_("%(name)s assina a rogo de %(other)s, e por isso assina como parte.") % said)
        if signer.cpf == signer.request_cpf:
            raise BadRequest(_("%(name)s tem o mesmo CPF de %(other)s: quem assina a rogo é outra pessoa.") % said)
        if len(_witnessing(named, signer)) < WITNESSES:
            words = _(
                "%(name)s assina a rogo de %(other)s: indique duas testemunhas, com o CPF de cada uma. Nenhuma delas "
                "pode ser quem pediu nem quem assina."
            )
            raise BadRequest(words % said)


def own_request_words(signer: Signer, signers: Sequence[Signer]) -> str:
    """What she reads where she signs: for whom, and who witnesses it; "" where nobody asked her."""
    if not signer.request_name:
        return ""
    witnesses = [one.panel_user.name for one in signers if one.role == SignerRole.WITNESS]
    words = _(
        "Você assina no lugar de %(other)s (a rogo), que não sabe ou não pode assinar e pediu isso a você. Leiam o "
        "contrato juntos, em voz alta se for preciso, antes de assinar. Testemunhas: %(witnesses)s."
    )
    return words % {"other": signer.request_name, "witnesses": ", ".join(witnesses)}


def request_line(signer: Signer) -> str:
    """That she signs a rogo, and of whom, for everybody who reads the plan; "" where she does not."""
    if not signer.request_name:
        return ""
    words = _("%(name)s assina a rogo de %(other)s, que não sabe ou não pode assinar, diante de duas testemunhas.")
    return words % {"name": signer.panel_user.name, "other": signer.request_name}


def _witnessing(signers: Sequence[Signer], asked: Signer) -> set[str]:
    """The CPFs of those who can witness it."""
    told = {one.cpf for one in signers if one.role == SignerRole.WITNESS and one.cpf}
    return told - {asked.cpf, asked.request_cpf}

"""The words a person agrees to before an act: versioned, hashed, bound by their hash.

They stand here and not in the catalogue of translations, because the hash is of these very words: a corrected
translation must not change what somebody agreed to. A new wording is a new version beside the old one.
Footing: MP 2.200-2/2001, art. 10, § 2 (means of proof accepted by the parties).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.models import Act
from aceite.core.trail.refusals import Refusal
from aceite.kit.hashing import canonical, tagged_sha256

CONSENT_TAG: Final = "aceite.consent.v1"


class ConsentMissing(Refusal):
    """The box was not ticked."""

    sentence = _("Leia e aceite os termos antes de confirmar. Nada foi registrado; o que você preencheu continua aqui.")


class ConsentChanged(ConsentMissing):
    """What was agreed to is another text than the one in force: the terms were changed while the page stood open."""

    sentence = _(
        "Os termos mudaram depois que esta página foi aberta. Nada foi registrado, e o que você preencheu continua "
        "aqui: leia o texto de agora e aceite-o."
    )


class Occasion(models.TextChoices):
    """Before what a text is shown: signing has three ways, each may have terms of its own."""

    SIGNATURE = "signature", _("Assinatura no painel")
    EXTERNAL = "external", _("Assinatura fora do painel (gov.br ou certificado)")
    COUNTERSIGNATURE = "countersignature", _("Assinatura pela empresa")
    APPROVAL = "approval", _("Aprovação da proposta")
    DECLINE = "decline", _("Recusa da proposta")
    RESCISSION = "rescission", _("Desistência da compra")

    @property
    def act(self) -> Act:
        """What the statement made after it says."""
        answers = {
            Occasion.APPROVAL: Act.APPROVE,
            Occasion.DECLINE: Act.DECLINE,
            Occasion.RESCISSION: Act.RESCIND,
        }
        return answers.get(self, Act.SIGN)


@dataclass(frozen=True)
class Own:
    """What of a text is a company's: for which occasion, the number of its version there, its paragraphs.

    `base` is the hash of the product's text that it was joined to.
    """

    occasion: Occasion
    number: int
    base: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Consent:
    """One text in one language. `version` is the day from which it is shown; `own` tells what of it a company wrote."""

    act: Act
    language: str
    version: str
    title: str
    text: str
    own: Own | None = None

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """The text that `content` told."""
        said = content.get("own")
        own = said and Own(Occasion(said["occasion"]), said["number"], said["base"], tuple(said["paragraphs"]))
        words = {name: content[name] for name in ("language", "version", "title", "text")}
        return cls(act=Act(content["act"]), own=own, **words)

    def content(self) -> dict[str, Any]:
        """What is hashed, and kept in evidence and dossier; `own` is there only where a company wrote some of it."""
        own = self.own
        said = own and {
            "occasion": str(own.occasion.value),
            "number": own.number,
            "base": own.base,
            "paragraphs": list(own.paragraphs),
        }
        return {
            "act": str(self.act.value),
            "language": self.language,
            "version": self.version,
            "title": self.title,
            "text": self.text,
            **({"own": said} if said else {}),
        }

    @property
    def sha256(self) -> str:
        """SHA-256 over all of its content, in hexadecimal."""
        return tagged_sha256(CONSENT_TAG, canonical(self.content()))

    @property
    def paragraphs(self) -> list[str]:
        """The text as it is shown, one paragraph each."""
        return self.text.split("\n")


_SIGN_PT: Final = (
    "Li este documento inteiro e concordo com o que ele diz.\n"
    "Aceito assiná-lo por meio eletrônico neste painel e reconheço este meio como prova da autoria e da integridade do "
    "documento entre as partes, conforme o art. 10, § 2º, da Medida Provisória nº 2.200-2/2001.\n"
    "Confirmo que sou a pessoa identificada abaixo e, quando assino por uma empresa, que tenho poderes para isso.\n"
    "Para comprovar este ato ficam guardados, com o documento: meu nome, meu CPF, a data e a hora, o endereço IP, o "
    "navegador, minha marca e o código de verificação (hash) do arquivo. Se quem vende abrir uma nova versão, esta "
    "assinatura fica sem efeito e será pedida de novo."
)
_SIGN_EN: Final = (
    "I have read this whole document and agree with what it says.\n"
    "I agree to sign it by electronic means in this portal, and I recognise this means as proof of authorship and "
    "integrity of the document between the parties, under art. 10, § 2, of Brazil's Provisional Measure 2.200-2/2001.\n"
    "I confirm that I am the person identified below and, when I sign for a company, that I have the power to do so.\n"
    "To prove this act, the following are kept with the document: my name, my CPF, date and time, IP address, browser, "
    "my mark and the file's verification code (hash). If the vendor opens a new version, this signature loses its "
    "effect and will be asked for again."
)
_APPROVE_PT: Final = (
    "Li a proposta, com os valores, os prazos e as condições mostrados aqui, e a aprovo.\n"
    "Aceito aprovar por meio eletrônico neste painel e reconheço este meio como prova da autoria e da integridade "
    "deste ato entre as partes, conforme o art. 10, § 2º, da Medida Provisória nº 2.200-2/2001.\n"
    "Confirmo que sou a pessoa identificada abaixo e, quando aprovo por uma empresa, que tenho poderes para isso.\n"
    "Para comprovar este ato ficam guardados: meu nome, meu CPF quando informado, a data e a hora, o endereço IP, o "
    "navegador e o código de verificação (hash) do pacote desta versão."
)
_APPROVE_EN: Final = (
    "I have read the proposal, with the amounts, terms and conditions shown here, and I approve it.\n"
    "I agree to approve by electronic means in this portal, and I recognise this means as proof of authorship and "
    "integrity of this act between the parties, under art. 10, § 2, of Brazil's Provisional Measure 2.200-2/2001.\n"
    "I confirm that I am the person identified below and, when I approve for a company, that I have the power to do "
    "so.\n"
    "To prove this act, the following are kept: my name, my CPF when given, date and time, IP address, browser and the "
    "verification code (hash) of this version's bundle."
)
_DECLINE_PT: Final = (
    "Li a proposta e não a aprovo. Sei que a recusa e o motivo serão informados a quem a enviou.\n"
    "Ficam guardados meu nome, a data e a hora, o endereço IP, o navegador e o código de verificação (hash) do pacote "
    "desta versão."
)
_DECLINE_EN: Final = (
    "I have read the proposal and do not approve it. I know that the refusal and its reason will be told to the "
    "sender.\n"
    "My name, date and time, IP address, browser and the verification code (hash) of this version's bundle are kept."
)

_RESCIND_PT: Final = (
    "Desisto desta compra e peço de volta o que já paguei, como o Código de Defesa do Consumidor permite em 7 dias "
    "(art. 49).\n"
    "Sei que o pedido e os contratos desta venda deixam de valer a partir de agora, e que não preciso dizer por quê.\n"
    "Para comprovar este ato ficam guardados: meu nome, meu CPF quando informado, a data e a hora, o endereço IP, o "
    "navegador e o código de verificação (hash) do pacote da versão que eu tinha aprovado."
)
_RESCIND_EN: Final = (
    "I withdraw from this purchase and ask for what I have paid to be returned, as Brazil's Consumer Defence Code "
    "allows within 7 days (art. 49).\n"
    "I know that the order and the contracts of this sale end now, and that I need not say why.\n"
    "To prove this act, the following are kept: my name, my CPF when given, date and time, IP address, browser and the "
    "verification code (hash) of the bundle of the version I had approved."
)

# Newest first; the older ones stay, so that what was agreed to years ago can still be shown.
CONSENTS: Final[tuple[Consent, ...]] = (
    Consent(Act.SIGN, "pt-br", "2026-11-24", "Termos da assinatura eletrônica", _SIGN_PT),
    Consent(Act.SIGN, "en", "2026-11-24", "Terms of electronic signature", _SIGN_EN),
    Consent(Act.APPROVE, "pt-br", "2026-11-24", "Termos da aprovação", _APPROVE_PT),
    Consent(Act.APPROVE, "en", "2026-11-24", "Terms of approval", _APPROVE_EN),
    Consent(Act.DECLINE, "pt-br", "2026-11-24", "Recusa da proposta", _DECLINE_PT),
    Consent(Act.DECLINE, "en", "2026-11-24", "Declining the proposal", _DECLINE_EN),
    Consent(Act.RESCIND, "pt-br", "2026-11-28", "Desistência da compra", _RESCIND_PT),
    Consent(Act.RESCIND, "en", "2026-11-28", "Withdrawing from the purchase", _RESCIND_EN),
)


def consent_for(act: Act, language: str) -> Consent:
    """The product's text for this act; languages other than English get the Portuguese one.

    What a company shows in its place is asked of `agreed_terms`.
    """
    wanted = language_of(language)
    return next(text for text in CONSENTS if text.act == act and text.language == wanted)


def language_of(language: str) -> str:
    """In which of the two languages somebody reads who reads this one."""
    return "en" if language.lower().startswith("en") else "pt-br"


def consent_of(sha256: str) -> Consent | None:
    """The product's text behind a hash, old ones too; None for an unknown hash."""
    return next((text for text in CONSENTS if text.sha256 == sha256), None)

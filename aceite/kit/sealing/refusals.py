"""Why an uploaded company certificate is not taken: one class and one sentence for each reason."""

from typing import ClassVar

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _


class PfxRefused(Complaint):
    """This certificate cannot seal for the company; nothing was kept. `str()` says what to do, in Portuguese."""

    SENTENCE: ClassVar[str]


class TooBig(PfxRefused):
    """No certificate is that big."""

    SENTENCE = _(
        "Este arquivo é grande demais para ser um certificado. Envie o arquivo .pfx ou .p12 do certificado A1."
    )


class NotAPfx(PfxRefused):
    """It is some other kind of file, or damaged."""

    SENTENCE = _(
        "Este arquivo não é um certificado A1 ou está danificado. "
        "Envie o arquivo .pfx ou .p12 que veio da certificadora."
    )


class LegacyEncryption(PfxRefused):
    """It is encrypted with 3DES or RC2, which no longer protect a key."""

    SENTENCE = _(
        "Este arquivo usa uma cifra antiga (3DES ou RC2), que já não protege a chave. Converta-o e envie de novo: "
        "openssl pkcs12 -legacy -in antigo.pfx -nodes -out tudo.pem, depois "
        "openssl pkcs12 -export -in tudo.pem -out novo.pfx, e apague tudo.pem."
    )


class WrongPassword(PfxRefused):
    """The password does not open it."""

    SENTENCE = _("A senha não abre este certificado. Confira maiúsculas e minúsculas e digite de novo.")


class HasNoKey(PfxRefused):
    """It holds certificates, but no private key to sign with."""

    SENTENCE = _(
        "Este arquivo não tem a chave privada. Exporte o certificado de novo, marcando incluir a chave privada."
    )


class WeakKey(PfxRefused):
    """Its key is of a kind or length that does not sign safely."""

    SENTENCE = _("A chave deste certificado é curta ou de um tipo que não assina PDF. Peça um certificado A1 atual.")


class MayNotSign(PfxRefused):
    """Its key usage lets it neither sign nor commit, or it belongs to a certification authority."""

    SENTENCE = _(
        "Este certificado não foi emitido para assinar (serve, por exemplo, só para um site). Envie um e-CNPJ A1."
    )


class HasNoCnpj(PfxRefused):
    """It names no company: a person's certificate, or not ICP-Brasil's."""

    SENTENCE = _("Este certificado não traz um CNPJ: parece ser de uma pessoa. Envie o e-CNPJ da empresa.")


class OtherCnpj(PfxRefused):
    """It belongs to another company; `details` has both numbers as `found` and `wanted`."""

    SENTENCE = _(
        "Este certificado é do CNPJ %(found)s, e a empresa aqui é %(wanted)s. Envie o certificado da própria empresa."
    )


class Expired(PfxRefused):
    """It has ended; `details` has the day as `date`."""

    SENTENCE = _("Este certificado venceu em %(date)s. Renove-o na certificadora e envie o novo.")


class NotYetValid(PfxRefused):
    """It has not begun; `details` has the day as `date`."""

    SENTENCE = _("Este certificado só vale a partir de %(date)s. Envie-o de novo nesse dia.")


class MissingChain(PfxRefused):
    """None of its issuers is in it: nobody could tell who vouches for it."""

    SENTENCE = _(
        "Faltam os certificados da certificadora dentro deste arquivo. "
        "Exporte-o de novo, marcando incluir todos os certificados do caminho."
    )

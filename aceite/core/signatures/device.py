"""The hash that the signer's own device computed over the file it was given (TRUST: *The act*).

Words: *hash do arquivo calculado no aparelho*. Without JavaScript or a secure context there is none, and the statement
says so; a company may insist on it.
"""

from django.utils.translation import gettext_lazy as _

from aceite.core.documents.models import Document
from aceite.core.signatures.statements import Opened
from aceite.core.trail.refusals import Refusal


class OtherFile(Refusal):
    """The hash the device computed is not the file's."""

    sentence = _(
        "O arquivo aberto no seu aparelho não é o que foi enviado a você. Nada foi registrado: abra-o de novo, e se "
        "continuar assim fale com a empresa."
    )


class NoDeviceHash(Refusal):
    """The company asks for the device's hash, and none came."""

    sentence = _(
        "Esta empresa pede que o seu aparelho confira o arquivo antes do ato, e desta vez ele não conferiu. Nada foi "
        "registrado: use um navegador atualizado, com JavaScript ligado, e espere a página terminar de abrir."
    )


def refuse_other_hash(opened: Opened, file: Document, *, required: bool) -> None:
    """Raises OtherFile for another hash than the file's, and NoDeviceHash where one is required and none came."""
    if opened.client_sha256 is None:
        if required:
            raise NoDeviceHash
    elif opened.client_sha256 != file.sha256:
        raise OtherFile

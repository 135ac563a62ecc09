"""Why a picture is not taken, in one sentence for people and one word for programs."""

from collections.abc import Mapping
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.refused_files import FileRefused
from aceite.kit.sentences import gettext_noop as _

# Somebody waits for the answer, twenty seconds at most.
SECONDS: Final = 15
MEMORY_MB: Final = 800

SENTENCES: Final = {
    "empty": _("O arquivo está vazio. Escolha outro."),
    "too_big": _("O arquivo passa de 15 MB. Envie uma foto menor ou divida o PDF."),
    "unknown_kind": _("Este tipo de arquivo não é aceito. Envie foto (JPG, PNG ou HEIC) ou PDF."),
    "unreadable_picture": _("Não foi possível ler esta imagem. Ela pode estar danificada: tire outra foto."),
    "unreadable_pdf": _("Não foi possível ler este PDF. Ele pode estar danificado: digitalize de novo."),
    "encrypted_pdf": _("Este PDF está protegido por senha. Salve uma cópia sem senha e envie outra vez."),
    "empty_pdf": _("Este PDF não tem nenhuma página."),
    "blank_pdf": _("Este PDF não mostra nada: todas as páginas estão em branco. Digitalize de novo."),
    "too_many_pages": _("Este PDF tem mais de 100 páginas. Divida-o e envie outra vez."),
    "too_many_pixels": _("Esta imagem é grande demais para ser aberta. Tire a foto com resolução menor."),
    "too_small": _("Esta imagem é pequena demais para ser lida. Tire outra foto, mais de perto."),
    "too_heavy": _("Este arquivo é pesado demais para ser aberto. Tire outra foto ou digitalize de novo."),
    "too_slow": _("Este arquivo demora demais para ser aberto. Tire outra foto ou digitalize de novo."),
    "logo_kind": _("O logotipo precisa ser uma imagem PNG, JPG ou WebP."),
    "logo_too_big": _("O logotipo passa de 5 MB. Envie uma imagem menor."),
    "logo_too_small": _("O logotipo é pequeno demais. Use pelo menos 32 pontos de largura."),
    "photo_kind": _("A foto precisa ser uma imagem JPG, PNG, WebP ou HEIC."),
    "photo_too_big": _("A foto passa de 15 MB. Envie uma imagem menor."),
    "photo_too_small": _("A foto é pequena demais. Use pelo menos 80 pontos de largura e de altura."),
    "mark_kind": _("O desenho da assinatura não chegou inteiro. Desenhe outra vez."),
    "mark_blank": _("O campo da assinatura está em branco. Desenhe sua assinatura ou digite seu nome."),
    "mark_too_short": _("O traço é curto demais para ser uma assinatura. Desenhe outra vez ou digite seu nome."),
    "mark_filled": _("O desenho cobre quase todo o campo. Limpe e assine outra vez."),
}


class PictureRefused(FileRefused):
    """This file is not taken; `reason` is a key of SENTENCES."""

    sentences = SENTENCES


class Unfit(Exception):
    """What the limited child says: its message is a key of SENTENCES."""


def ask(
    function: str, job: Mapping[str, object], *, otherwise: str, file: str = "opening", seconds: int = SECONDS
) -> bytes:
    """Call a function of `file` in the limited child; an error it does not name becomes `otherwise`."""
    try:
        return run_limited(f"aceite.kit.imaging.{file}:{function}", job, seconds=seconds, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise PictureRefused.told_by(failed, otherwise=otherwise) from failed

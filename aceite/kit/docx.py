"""Strangers' Word documents as rich text, and what of them could not be kept. Parsed in a limited child."""

import json
from dataclasses import dataclass
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.refused_files import FileRefused
from aceite.kit.sentences import gettext_noop as _

BIGGEST: Final = 15 * 1000 * 1000
# Somebody waits for the answer.
SECONDS: Final = 15
MEMORY_MB: Final = 700

SENTENCES: Final = {
    "too_big": _("O arquivo passa de 15 MB. Tire as imagens do documento e envie outra vez."),
    "too_heavy": _("Este arquivo fica grande demais quando é aberto. Copie o texto para um documento novo e envie-o."),
    "too_slow": _("Este arquivo demora demais para ser aberto. Copie o texto para um documento novo e envie-o."),
    "old_or_encrypted": _("Este arquivo é um .doc antigo ou tem senha. Salve-o no Word como .docx, sem senha."),
    "no_document": _("Este arquivo não é um documento do Word. Envie um .docx."),
    "macros": _("Este documento traz macros (programas). Salve-o no Word como .docx, sem macros, e envie outra vez."),
    "outside": _(
        "Este documento busca partes em outro lugar (imagem, objeto ou modelo de um endereço). Traga-as para dentro "
        "dele ou tire-as, e envie outra vez."
    ),
    "entities": _("Este documento traz declarações que um documento do Word não tem, e não foi aberto."),
    "unreadable": _("Não foi possível ler este documento. Abra-o no Word, salve-o como .docx e envie outra vez."),
    "empty": _("Este documento não tem texto. Se o texto está em imagens, digite-o aqui."),
}
# What is told of each kind of thing that stands in the document and not in the text.
LOSSES: Final = {
    "pictures": _("Imagens ficaram de fora: %(count)s."),
    "text_boxes": _("Texto de caixas de texto entrou como parágrafos comuns: %(count)s. Confira o lugar de cada um."),
    "notes": _("Notas de rodapé e de fim ficaram de fora: %(count)s."),
    "comments": _("Comentários ficaram de fora: %(count)s."),
    "tracked": _("Alterações controladas: %(count)s. O texto veio como se todas fossem aceitas."),
    "headers": _("Cabeçalhos e rodapés ficaram de fora: %(count)s. Os do Aceite tomam o lugar deles."),
    "formulas": _("Fórmulas ficaram de fora: %(count)s."),
    "charts": _("Gráficos ficaram de fora: %(count)s."),
    "objects": _("Objetos de outros programas ficaram de fora: %(count)s."),
    "columns": _("Trechos em colunas vieram em uma coluna só: %(count)s."),
    "contents": _("O sumário automático entrou como texto. Apague-o se não precisar."),
    "numbering": _(
        "Numeração automática com letras, algarismos romanos ou níveis (1.1) virou lista simples. Confira os números "
        "das cláusulas e as referências a eles."
    ),
}


class DocumentRefused(FileRefused):
    """This file is not taken; `reason` is a key of SENTENCES."""

    sentences = SENTENCES


@dataclass(frozen=True)
class Document:
    """The text as sanitized HTML; `lost` says how often each key of LOSSES stands in the document."""

    html: str
    lost: dict[str, int]


def read_document(data: bytes) -> Document:
    """Headings, paragraphs, lists, tables, marks, links and breaks of pages of a .docx. Raises DocumentRefused."""
    if len(data) > BIGGEST:
        raise DocumentRefused("too_big")
    try:
        told = run_limited("aceite.kit.docx_opening:read", data, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise DocumentRefused.told_by(failed, otherwise="unreadable") from failed
    html, lost = json.loads(told)
    return Document(html, lost)

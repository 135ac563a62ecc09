"""What an uploaded PDF may not be or hold to be taken as a contract, each with its own sentence."""

from typing import Final

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

# A key of SENTENCES by which callers tell what may be taken as it is.
SIGNED: Final = "signed"
SENTENCES: Final = {
    "unreadable": _("Não foi possível ler este PDF. Exporte o documento de novo e envie outra vez."),
    "encrypted": _("Este PDF está protegido por senha ou restrições. Salve uma cópia sem proteção e envie outra vez."),
    "xfa": _("Este PDF é um formulário dinâmico (XFA). Imprima-o como PDF comum e envie outra vez."),
    SIGNED: _("Este PDF já está assinado digitalmente. Envie o documento antes da assinatura."),
    "active": _(
        "Este PDF já está assinado e traz programas ou ações (JavaScript). Eles não podem ser tirados sem quebrar a "
        "assinatura: peça um arquivo assinado sem eles."
    ),
    "attachments": _(
        "Este PDF já está assinado e traz outros arquivos anexados dentro dele. Peça um arquivo assinado sem anexos, e "
        "envie os outros como anexos da proposta."
    ),
    "fields": _(
        "Este PDF já está assinado e traz campos de formulário, ou um campo de assinatura em branco. Peça um arquivo "
        "assinado sem campos a preencher."
    ),
    "annotations": _(
        "Este PDF já está assinado e traz anotações por cima das páginas. Peça um arquivo assinado sem anotações."
    ),
    "empty": _("Este PDF não tem nenhuma página."),
    "too_many_pages": _("Este PDF tem páginas demais: o máximo são 300."),
    "page_size": _("Este PDF tem uma página pequena ou grande demais. Use páginas entre 4 cm e 1,20 m."),
    "layers": _("Este PDF tem camadas ocultas. Achate as camadas e envie outra vez."),
    "external": _("Este PDF busca conteúdo fora do arquivo. Imprima-o como PDF comum e envie outra vez."),
    "fonts": _(
        "Este PDF usa letras que não estão dentro dele (%(fonts)s), e cada aparelho o mostraria de um jeito. "
        "Gere-o de novo com as fontes incorporadas (por exemplo, “Imprimir como PDF” ou PDF/A) e envie outra vez."
    ),
    "blank": _("Este PDF não mostra nada: todas as páginas estão em branco. Confira o arquivo e envie outra vez."),
    "vast_picture": _("Este PDF tem uma imagem grande demais para ser aberta. Reduza-a e envie outra vez."),
    "too_heavy": _("Este PDF é pesado demais para ser preparado. Reduza-o e envie outra vez."),
}


class Refused(Complaint):
    """This PDF is not taken as a contract; `reason` is a key of SENTENCES, `fonts` those it names."""

    def __init__(self, reason: str, fonts: str = "") -> None:
        self.reason = reason
        self.fonts = fonts
        super().__init__(SENTENCES[reason], **({"fonts": fonts} if fonts else {}))

    def __reduce__(self) -> tuple[object, ...]:
        return (Refused, (self.reason, self.fonts))


class Unfit(Exception):
    """What the limited child says: its message is a key of SENTENCES, then a colon and the fonts, if any."""

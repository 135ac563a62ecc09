"""What an uploaded PDF may not be or hold to be taken as a contract, each with its own sentence."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

MOST_PAGES: Final = 300
# Points: from a business card to A0.
SMALLEST: Final = 100
LARGEST: Final = 3400
# A key of SENTENCES by which callers tell what may be taken as it is.
SIGNED: Final = "signed"
# As of a photo: see imaging.opening.
MOST_PIXELS: Final = 110_000_000

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


def refuse_unfit(pdf: Pdf, *, but: str = "") -> None:
    """Raise Unfit with the first reason found; `but` is one that is no reason to whoever asks."""
    for reason, found in _FINDINGS.items():
        if reason != but and found(pdf):
            raise Unfit(reason)


def _xfa(pdf: Pdf) -> bool:
    return "/XFA" in _form(pdf)


def _signed(pdf: Pdf) -> bool:
    if "/Perms" in pdf.Root:
        return True
    return any(
        "/ByteRange" in o or (o.get("/FT") == Name.Sig and o.get("/V") is not None)
        for o in _dictionaries(pdf)
        if not isinstance(o, Stream)
    )


def _bad_size(pdf: Pdf) -> bool:
    sides = (side for page in pdf.pages for side in _size(page.cropbox))
    return any(not SMALLEST <= side <= LARGEST for side in sides)


def _size(box: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(number) for number in box)
    return abs(right - left), abs(top - bottom)


def _layered(pdf: Pdf) -> bool:
    # A layer shown everywhere by default is only structure; anything else lets two people see two contracts.
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return any(o.get("/Type") == Name.OCMD and _conditional(o) for o in _dictionaries(pdf))
    default = properties.get("/D", Dictionary())
    hidden = len(default.get("/OFF", Array())) > 0 or default.get("/BaseState", Name.ON) != Name.ON
    by_usage = any(len(use.get("/OCGs", Array())) > 0 for use in default.get("/AS", Array()))
    return hidden or by_usage or any(o.get("/Type") == Name.OCMD and _conditional(o) for o in _dictionaries(pdf))


def _conditional(membership: Any) -> bool:
    return "/VE" in membership or membership.get("/P") in (Name.AllOff, Name.AnyOff)


def _external(pdf: Pdf) -> bool:
    return any(
        isinstance(o, Stream)
        and ("/F" in o or "/Ref" in o or o.get("/Subtype") == Name.PS or o.get("/Subtype2") == Name.PS)
        for o in _dictionaries(pdf)
    )


def _vast_picture(pdf: Pdf) -> bool:
    # A reader that has no room for it leaves it out, and another shows it.
    pictures = (o for o in _dictionaries(pdf) if isinstance(o, Stream) and o.get("/Subtype") == Name.Image)
    return any(int(o.get("/Width", 0)) * int(o.get("/Height", 0)) > MOST_PIXELS for o in pictures)


def _form(pdf: Pdf) -> Any:
    form = pdf.Root.get("/AcroForm")
    return form if isinstance(form, Dictionary) else Dictionary()


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    for o in pdf.objects:
        if isinstance(o, (Dictionary, Stream)):
            yield o


_FINDINGS: Final[dict[str, Callable[[Pdf], bool]]] = {
    "encrypted": lambda pdf: pdf.is_encrypted,
    "empty": lambda pdf: len(pdf.pages) == 0,
    "too_many_pages": lambda pdf: len(pdf.pages) > MOST_PAGES,
    "xfa": _xfa,
    SIGNED: _signed,
    "layers": _layered,
    "external": _external,
    "page_size": _bad_size,
    "vast_picture": _vast_picture,
}

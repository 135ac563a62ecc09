"""The sheets of a copy on paper as both sides see them: each with its picture and what was found, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.contracts.collating import Collation, Finding, Placed
from aceite.core.contracts.copy_reading import pages_of
from aceite.core.contracts.models import CopyFile, CopyPage
from aceite.faces.ui.parts import Tone


@dataclass(frozen=True)
class SheetShown:
    """One sheet: where its picture is ("" for none), what it is called, and what was found on it."""

    url: str
    title: str
    words: str
    tone: Tone
    file: CopyFile
    pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """All of it in a headline and a few sentences."""

    title: str
    tone: Tone
    sentences: tuple[str, ...]


def sheets_shown(
    found: Collation, files: Sequence[CopyFile], picture_url: Callable[[CopyPage], str]
) -> list[SheetShown]:
    """The sheets in the contract's order; the files come with their pages."""
    pages = pages_of(files)
    by_pk = {file.pk: file for file in files}
    return [_shown(sheet, pages[sheet.came], by_pk, picture_url) for sheet in found.placed]


def verdict_of(found: Collation) -> Verdict:
    """What is to be said of the whole: what is missing or wrong, then what was put right."""
    wrong = [*_missing(found), *_wrong(found)]
    put_right = _put_right(found)
    if wrong:
        return Verdict(_("Confira antes de enviar"), "warning", (*wrong, *put_right))
    if found.found(Finding.UNCODED):
        words = _("Este contrato não traz código impresso. Confira se todas as páginas estão aqui, na ordem.")
        return Verdict(_("Confira as páginas"), "info", (words, *put_right))
    if found.found(Finding.UNNUMBERED):
        words = _("As folhas são deste contrato, mas o código delas não diz a página. Confira se estão todas aqui.")
        return Verdict(_("Contrato certo"), "info", (words, *put_right))
    count = len({page for sheet in found.placed for page in sheet.pages})
    title = ngettext("Tudo certo: a página está aqui", "Tudo certo: as %(count)s páginas estão aqui", count) % {
        "count": count
    }
    return Verdict(title, "success", tuple(put_right))


def _shown(
    sheet: Placed, page: CopyPage, files: dict[int, CopyFile], picture_url: Callable[[CopyPage], str]
) -> SheetShown:
    url = picture_url(page) if page.served_id else ""
    words, tone = _words(sheet)
    return SheetShown(url, _title(sheet), words, tone, files[page.file_id], sheet.pages)


def _title(sheet: Placed) -> str:
    if not sheet.pages:
        return _("Folha %(number)s do envio") % {"number": sheet.came + 1}
    numbers = " e ".join(str(page) for page in sheet.pages) if len(sheet.pages) < 3 else str(sheet.pages[0])
    return ngettext("Página %(numbers)s", "Páginas %(numbers)s", len(sheet.pages)) % {"numbers": numbers}


def _words(sheet: Placed) -> tuple[str, Tone]:
    match sheet.finding:
        case Finding.RIGHT:
            return (_("Estava virada; nós a pusemos de pé.") if sheet.turn else _("Confere."), "success")
        case Finding.DOUBLE:
            return _("Esta página aparece mais de uma vez."), "warning"
        case Finding.OTHER_PAPER:
            return _("É de outro documento desta venda: %(named)s.") % {"named": sheet.named}, "danger"
        case Finding.STRANGER:
            return _("O código é de um documento que não faz parte desta venda."), "danger"
        case Finding.UNNUMBERED:
            return _("É deste contrato; o código não diz qual página é."), "info"
        case Finding.UNCODED:
            return _("Sem código impresso, como o contrato enviado."), "info"
        case Finding.UNREADABLE:
            return _(
                "Não conseguimos ler o código desta folha. Veja se ela está inteira, nítida e sem sombra."
            ), "warning"


def _missing(found: Collation) -> list[str]:
    if found.missing:
        numbers = ", ".join(str(page) for page in found.missing)
        words = ngettext("Falta a página %(numbers)s.", "Faltam as páginas %(numbers)s.", len(found.missing))
        return [words % {"numbers": numbers}]
    if found.lacking:
        words = ngettext("Falta ao menos %(count)s página.", "Faltam ao menos %(count)s páginas.", found.lacking)
        return [words % {"count": found.lacking}]
    return []


def _wrong(found: Collation) -> list[str]:
    unreadable, double = len(found.found(Finding.UNREADABLE)), len(found.found(Finding.DOUBLE))
    others = len(found.found(Finding.OTHER_PAPER, Finding.STRANGER))
    said = (
        (unreadable, ngettext("Uma folha não pôde ser lida.", "%(count)s folhas não puderam ser lidas.", unreadable)),
        (double, ngettext("Uma página aparece duas vezes.", "%(count)s páginas aparecem de novo.", double)),
        (others, ngettext("Uma folha é de outro documento.", "%(count)s folhas são de outro documento.", others)),
    )
    return [words % {"count": count} for count, words in said if count]


def _put_right(found: Collation) -> list[str]:
    turned = found.turned
    said = [] if found.in_order else [_("Pusemos as páginas na ordem do contrato.")]
    if turned:
        words = ngettext("Desviramos uma folha.", "Desviramos %(count)s folhas.", turned)
        said.append(words % {"count": turned})
    return said

"""The words of a block, made fit to be kept and printed."""

from django.utils.translation import gettext as _

from aceite.core.contracts.clause_pins import PREFIX
from aceite.core.contracts.texts import clean_body
from aceite.core.proposals.choices import BlockKind
from aceite.core.trail.refusals import Unfit, fit_text
from aceite.kit.richtext import fields

LONGEST_TITLE = 120
LONGEST_BODY = 40_000
# What may stand without a title: a cover has the proposal's own, a closing begins with its words.
UNTITLED = frozenset({BlockKind.COVER, BlockKind.CLOSING})


def clean_block(kind: str, title: str, body: str, *, needs_title: bool = False) -> tuple[str, str]:
    """Title and sanitized text. In the library every block `needs_title`. Raises Unfit for `kind`, `title`, `body`."""
    if kind not in BlockKind.values:
        raise Unfit("kind", _("Escolha o que é esta parte."))
    if len(body) > LONGEST_BODY:
        raise Unfit("body", _("Este texto é longo demais: são até 40 mil letras. Divida-o em duas partes."))
    html = clean_body(body)
    if [name for name in fields(html) if name.startswith(PREFIX)]:
        raise Unfit("body", _("Cláusulas são de contratos: escreva aqui o texto que o cliente deve ler."))
    return _title(title, needed=needs_title or kind not in UNTITLED), html


def _title(typed: str, *, needed: bool) -> str:
    empty = _("Dê um título a esta parte, para o cliente saber do que ela trata.") if needed else ""
    return fit_text("title", typed, longest=LONGEST_TITLE, multiline=False, printed=True, empty=empty)

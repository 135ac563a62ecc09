"""The plain twin of a letter: the same words for readers without HTML."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aceite.outbound.mail.letter import Block, Code, Facts, Letter, Quote, Text


def plain(letter: Letter, footer: list[str]) -> str:
    """The letter as text, its first line first, and once where it says what the title says."""
    parts = [*dict.fromkeys((letter.first_line, letter.title)), *(_block(block) for block in letter.blocks)]
    if letter.button is not None:
        parts.append(f"{letter.button.label}:\n{letter.button.address}")
    if letter.closing:
        parts.append(letter.closing)
    return "\n\n".join([*parts, "-- \n" + "\n".join(footer)]) + "\n"


def _block(block: Block) -> str:
    return "\n".join(_lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Text(text=text):
            yield text
        case Facts(rows=rows):
            for label, value in rows:
                yield f"{label}: {value}" if value else label
        case Quote(text=text, who=who):
            yield _("%(who)s escreveu:") % {"who": who}
            for line in text.splitlines():
                yield f"> {line}"
        case Code():
            yield block.spaced

"""What a letter keeps back from somebody who sees no prices: every amount, whoever wrote it, and where it leads."""

import re
from dataclasses import replace
from typing import Final

from aceite.kit.money import has_amount, without_amounts
from aceite.outbound.mail.letter import Block, Button, Facts, Letter, Quote, Text

# The pages below a sale's own show contracts and proofs, which hold its values.
_BELOW_A_SALE: Final = re.compile(r"^([^?#]*/propostas/[^/?#]+/)[^?#]+$")
_RECEIPT: Final = "application/json"
# The first line tells several things apart by this.
_BETWEEN: Final = " · "


def withheld(letter: Letter) -> Letter:
    """The same letter without prices: sums are gone, amounts in sentences are out of sight."""
    told = [part for part in letter.first_line.split(_BETWEEN) if not has_amount(part)]
    first = _BETWEEN.join(told)
    return replace(
        letter,
        subject=without_amounts(letter.subject),
        title=without_amounts(letter.title),
        first_line=f"{first[:1].upper()}{first[1:]}" or without_amounts(letter.title),
        blocks=[_block(block) for block in letter.blocks],
        button=_button(letter.button),
        closing=without_amounts(letter.closing),
        # The receipt of her own act is hers, whatever became of her rights; other files hold prices.
        enclosures=[one for one in letter.enclosures if one.content_type == _RECEIPT],
    )


def _block(block: Block) -> Block:
    match block:
        case Text(text=text):
            return replace(block, text=without_amounts(text))
        case Quote(text=text):
            return replace(block, text=without_amounts(text))
        case Facts(is_sum=True):
            # What is summed up stays as a list, the sum itself goes.
            return replace(
                block, rows=[(without_amounts(label), "") for label, _value in block.rows[:-1]], is_sum=False
            )
        case Facts():
            return replace(block, rows=[_row(*row) for row in block.rows if not _is_sum(*row)])
        case _:
            return block


def _row(label: str, value: str) -> tuple[str, str]:
    return without_amounts(label), without_amounts(value)


def _is_sum(label: str, value: str) -> bool:
    """Whether the row says an amount and nothing else."""
    return has_amount(value) and not has_amount(label)


def _button(button: Button | None) -> Button | None:
    found = _BELOW_A_SALE.match(button.address) if button else None
    return replace(button, address=found[1]) if button and found else button

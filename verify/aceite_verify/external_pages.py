"""Page by page: what a comparison of pictures says of a file that does not begin with what was handed out.

The pictures are drawn by whoever has a renderer; here only the words stand, beside all others that decide on a file.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from aceite_verify.findings import Finding, bad, good, missing

# What the server says of a file whose judgement came to no end, or came too late.
TOO_HARD: Final = bad("external.too_hard")
TOO_HARD_BEFORE: Final = bad("before.too_hard")
NOT_JUDGED: Final = missing("external.not_judged")
PLACE_GONE: Final = bad("external.place_gone")
OUTDATED: Final = bad("external.outdated")
WITNESS_IS_PARTY: Final = bad("external.witness_is_party")


def page_findings(same: Sequence[bool], *, expected: int, found: int) -> Iterator[Finding]:
    """`same` tells of each page that both files have whether it looks alike; `expected` and `found` count the pages."""
    if expected != found:
        yield missing("external.pages_differ", expected=expected, found=found)
    for page, alike in enumerate(same, 1):
        yield good("external.page_same", page=page) if alike else missing("external.page_differs", page=page)


def stamp_findings(pages: Collection[int]) -> Iterator[Finding]:
    """The pages on which a visible signature stands over something that is written or drawn there."""
    for page in sorted(set(pages)):
        yield missing("external.stamp_over_text", page=page)

"""The last look at a page for somebody who does not see prices: amounts in what people wrote are put out of sight.

The pages themselves hold none for her, nor do they lead to files that do; but titles, notes, questions and answers are
free texts, in which anybody may have named one.
"""

import re
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from aceite.kit.money import without_amounts

# What she typed herself comes back as it was, so that a form sent again says the same.
_TYPED: Final = re.compile(r"(<textarea\b.*?</textarea>|<input\b[^>]*>)", re.DOTALL | re.IGNORECASE)


def priceless(answer: HttpResponseBase) -> HttpResponseBase:
    """The same answer, a page without amounts; files, which she gets only where none holds a price, pass."""
    if isinstance(answer, HttpResponse) and answer.headers.get("Content-Type", "").startswith("text/html"):
        answer.content = shown_without_amounts(answer.content.decode(answer.charset))
    return answer


def shown_without_amounts(page: str) -> str:
    """The page's HTML with amounts put out of sight everywhere but in what was typed into its fields."""
    parts = _TYPED.split(page)
    return "".join(part if place % 2 else without_amounts(part) for place, part in enumerate(parts))

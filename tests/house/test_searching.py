"""The searches find what they are for, and let pass what is right."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.house.searching import clock_readings, inner_imports, query_starts, translated_f_strings

Search = Callable[[ast.AST], Iterator[int]]


@pytest.mark.parametrize(
    ("search", "wrong", "right"),
    [
        (query_starts, "Proposal.objects.filter(id=1)", "request.scope.proposals.awaiting_answer()"),
        (query_starts, "get_object_or_404(Proposal, id=1)", "request.scope.proposals.get(id=1)"),
        (query_starts, "from django.db import connection", "from django.db import transaction"),
        (clock_readings, "timezone.now()", "at.date()"),
        (clock_readings, "date.today()", "date(2026, 11, 24)"),
        (inner_imports, "def f():\n    import json", "import json\ndef f():\n    pass"),
        (translated_f_strings, "_(f'Olá, {name}')", "_('Olá, %(name)s') % {'name': name}"),
        (translated_f_strings, "f'{_(\"Olá\")}, {name}'", "_('Olá') + f', {name}'"),
    ],
)
def test_a_search_tells_wrong_from_right(search: Search, wrong: str, right: str) -> None:
    assert list(search(ast.parse(wrong)))
    assert not list(search(ast.parse(right)))

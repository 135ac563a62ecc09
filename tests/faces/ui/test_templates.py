"""What a template's text must hold to, seen without rendering it."""

import re
from pathlib import Path

import aceite.faces

TEMPLATES = sorted(Path(aceite.faces.__path__[0]).rglob("*.html"))
BLOCK = re.compile(r"{% block (\w+) %}(.*?){% endblock %}", re.DOTALL)
NAMED = re.compile(r"(?: as| asvar) (\w+)(?: trimmed)? %}")


def test_what_one_block_names_no_other_block_uses() -> None:
    """Django forgets a variable at the end of its block: a button made of it would lose its address in silence."""
    lost = []
    for template in TEMPLATES:
        blocks = BLOCK.findall(template.read_text())
        for name, body in blocks:
            elsewhere = {word for other, text in blocks if other != name for word in NAMED.findall(text)}
            for word in elsewhere - set(NAMED.findall(body)):
                if re.search(rf"{{[%{{][^}}]*[ =]{word}\b", body):
                    lost.append(f"{template.name}: {word} in {name}")
    assert TEMPLATES and not lost

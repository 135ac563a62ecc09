"""Rich text: what passes, what is left out, how placeholders are found and filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite.kit.richtext import Table, blocks, fields, fill, plain, sanitize, text_blocks, unfilled


def test_what_the_editor_makes_passes_unchanged() -> None:
    html = (
        "<h1>Objeto</h1><p>Um <strong>texto</strong> <em>com</em> <u>marcas</u> <s>aqui</s><br>e quebra</p>"
        '<ol start="3"><li><p>três</p></li></ol><ul><li><p>x</p></li></ul><blockquote><p>citado</p></blockquote><hr>'
        '<table><tbody><tr><th colspan="2"><p>a</p></th></tr><tr><td><p>b</p></td><td><p>c</p></td></tr>'
        "</tbody></table>"
    )
    assert sanitize(html) == html


def test_nothing_that_runs_loads_or_hides_passes() -> None:
    dirty = (
        "<script>alert(1)</script><p onclick=x style='display:none' class=a>a<img src=x onerror=y></p>"
        "<a href='javascript:x'>b</a><a href='/sair'>c</a><iframe src=x></iframe><style>p{}</style><!-- d --><svg><p>e"
    )
    clean = sanitize(dirty)
    for bad in ("script", "onclick", "style", "class", "img", "iframe", "javascript", "sair", "svg", "<!--"):
        assert bad not in clean
    assert plain(clean).split() == ["a", "bc", "e"]


def test_other_programs_tags_become_the_editors() -> None:
    assert sanitize("<h5>t</h5><p><b>a</b><i>b</i><del>c</del></p>") == (
        "<h3>t</h3><p><strong>a</strong><em>b</em><s>c</s></p>"
    )


PIECES = (
    *("<p>", "</p>", "<b>", "</b>", "<table>", "<td>", "</td>", "<li>", "<ul>", "<a href='//x'>", "<svg>", "<math>"),
    *(
        "<br>",
        "<!--",
        "-->",
        "<a href=https://x>",
        "&lt;",
        "&amp;",
        "&nbsp;",
        "{{",
        "}}",
        "cliente.nome",
        "<",
        ">",
        "a",
    ),
)
TAGS = st.sampled_from(PIECES)


@given(st.lists(TAGS, max_size=20).map("".join))
def test_sanitizing_twice_changes_nothing(html: str) -> None:
    once = sanitize(html)
    assert sanitize(once) == once


@given(st.lists(TAGS | st.text(max_size=5), max_size=20).map("".join))
def test_any_text_has_blocks_and_can_be_filled(html: str) -> None:
    clean = sanitize(html)
    blocks(clean)
    filled = fill(clean, {"cliente.nome": "Padaria <Central> {{x}}"})
    assert "cliente.nome" not in fields(filled)


def test_placeholders_are_found_also_when_marks_cross_them() -> None:
    html = (
        "<p>{{ cliente.nome }} {{cliente.<strong>cnpj</strong>}} {<em>{a.b}}</em> {{cliente.nome}} {{ 1+1 }} {{}}</p>"
    )
    assert fields(html) == ["cliente.nome", "cliente.cnpj", "a.b", "1+1", ""]
    assert fill(html, {"cliente.cnpj": "12", "a.b": "x"}).startswith(
        "<p>{{ cliente.nome }} 12<strong></strong> x<em></em> {{"
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{prazo da obra}}", "prazo da obra"),
        ("{{Cliente: endereço}}", "Cliente: endereço"),
        ("{{multa&nbsp;diária}}", "multa diária"),
        ("{<em>{R$ &amp; 5%</em>}}", "R$ & 5%"),
        ("{{cliente.<br>nome}}", "cliente. ↵ nome"),
        ("{{prazo</p><p>da obra}}", "prazo ↵ da obra"),
        (f"{{{{x {'x' * 900}}}}}", f"x {'x' * 900}"),
        ("{{ }}", ""),
    ],
)
def test_whatever_double_braces_hold_is_told_and_stays(written: str, told: str) -> None:
    html = f"<p>Em {written}: {{{{a}}}}.</p>"
    assert fields(html) == [told, "a"]
    assert fill(html, {"a": "1", "prazo da obra": "2", "multa diária": "2"}) == f"<p>Em {written}: 1.</p>"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{cliente.nome}", "{{cliente.nome}"),
        ("{cliente.nome}}", "{cliente.nome}}"),
        ("{{<strong>cliente.nome</strong>}", "{{cliente.nome}"),
        ("{<em>{cliente.nome</em></p><p>", "{{cliente.nome"),
        (f"{{{{{'x' * 900}", f"{{{{{'x' * 60}"),
    ],
)
def test_a_field_that_lacks_a_brace_is_told_as_it_is_written(written: str, told: str) -> None:
    html = f"<p>Em {written} e {{{{a}}}}.</p>"
    assert fields(html) == [told, "a"]
    assert fill(html, {"a": "1", "cliente.nome": "2"}) == f"<p>Em {written} e 1.</p>"
    assert fields(fill("<p>{{prazo, {{a}}.</p>", {"a": "1"})) == ["{{prazo, 1."]
    assert fields("<p>Um {a} só, e } ou { também.</p>") == []


def test_an_address_with_brackets_or_braces_is_no_address() -> None:
    for address in ("https://x/{{a}}", "https://x/>{{a}}", "https://x/<p>"):
        assert sanitize(f'<a href="{address}">y</a>') == "<a>y</a>"


def test_a_placeholder_inside_an_address_is_text_of_the_address() -> None:
    html = '<p><a href="https://x/{{a}}">y</a></p>'
    assert fields(html) == []
    assert fill(html, {"a": '"><script>'}) == html


def test_values_are_escaped_and_never_looked_up_again() -> None:
    filled = fill("<p>{{a}} {{b}}</p>", {"a": "<b>{{b}}</b>\nx & y", "b": "fim"})
    assert filled == "<p>&lt;b&gt;&#123;&#123;b}}&lt;/b&gt;<br>x &amp; y fim</p>"
    assert plain(filled) == "<b>{{b}}</b>\nx & y fim"


@pytest.mark.parametrize(
    ("html", "filled"),
    [
        ("<p>É de {{a}}.</p>", "<p>É de Aurora Ltda.</p>"),
        ("<p>É de <strong>{{a}}</strong>.</p>", "<p>É de <strong>Aurora Ltda</strong>.</p>"),
        ("<p>{{a}}, {{a}} e {{a}}</p>", "<p>Aurora Ltda., Aurora Ltda. e Aurora Ltda.</p>"),
        ("<p>{{a}}...</p>", "<p>Aurora Ltda....</p>"),
        ("<p>{{b}}. {{c}}.</p>", "<p>etc... Boa.</p>"),
    ],
)
def test_a_value_that_ends_in_a_full_stop_lends_it_to_the_sentence(html: str, filled: str) -> None:
    assert fill(html, {"a": "Aurora Ltda.", "b": "etc..", "c": "Boa"}) == filled


def test_unknown_and_empty_ones_stay_and_are_told() -> None:
    html = "<p>{{a}} {{b}} {{c}}</p>"
    assert unfilled(html, {"a": "1", "b": " "}) == ["b", "c"]
    assert unfilled(fill(html, {"a": "1"})) == ["b", "c"]


def test_a_table_takes_the_place_of_its_paragraph_only() -> None:
    table = Table(header=["Item", "Total"], rows=[["Forno <1>", "R$ 10,00"]], alignments=["left", "right"])
    filled = fill("<p><strong>{{itens}}</strong></p><p>veja {{itens}}</p>", {"itens": table})
    assert '<td align="right"><p>R$ 10,00</p></td>' in filled and "Forno &lt;1&gt;" in filled
    assert unfilled(filled) == ["itens"]
    assert sanitize(filled) == filled
    (first, *_) = blocks(filled)
    assert (first["kind"], first["columns"], first["heads"]) == ("table", 2, 1)


def test_blocks_keep_marks_breaks_and_nesting() -> None:
    (p, ul) = blocks(
        "<p>um <strong>dois <em>três</em></strong><br>quatro</p><ul><li><p>a</p><ol><li>b</li></ol></li></ul>"
    )
    assert p["runs"] == [
        {"text": "um "},
        {"text": "dois ", "b": True},
        {"text": "três", "b": True, "i": True},
        {"text": "\n"},
        {"text": "quatro"},
    ]
    assert [block["kind"] for block in ul["items"][0]] == ["p", "ol"]


def test_plain_text_becomes_paragraphs() -> None:
    (first, second) = text_blocks("um\ndois\n\n\ntrês\n")
    assert first["runs"] == [{"text": "um\ndois"}]
    assert second["runs"] == [{"text": "três"}]


def test_very_deep_nesting_is_read() -> None:
    assert "fundo" in plain(sanitize("<blockquote>" * 3000 + "fundo"))

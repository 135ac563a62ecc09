"""Strangers' Word documents: read as they were meant, what is lost is told, the dangerous ones refused."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from aceite.kit.docx import DocumentRefused, read_document
from tests.core.contracts.word_files import BREAK, R, W, item, paragraph, relations, said, table, word

PLAIN = paragraph(said("Objeto"))
SETTINGS = "word/_rels/settings.xml.rels"
ENTITY = (
    f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body>&x;</w:body></w:document>'
)


def test_what_a_contract_is_made_of_comes_along() -> None:
    read = read_document(
        word(
            paragraph(said("Objeto"), pStyle="Heading1")
            + paragraph(
                said("A "), said("contratada", "b"), said(" entrega ", "i"), said("já", 'u w:val="single"'), said(".")
            )
            + paragraph(said("No meio"), jc="center")
            + item("um", 1) + item("dois", 1)
            + paragraph(said("antes"), BREAK, said("depois"))
            + table(("Item", "Preço"), ("Forno", "R$ 10"))
        )
    )  # fmt: skip
    assert read.html == (
        "<h1>Objeto</h1><p>A <strong>contratada</strong><em> entrega </em><u>já</u>.</p>"
        '<p align="center">No meio</p><ul><li>um</li><li>dois</li></ul>'
        '<p>antes</p><hr class="page"><p>depois</p>'
        "<table><tbody><tr><td><p>Item</p></td><td><p>Preço</p></td></tr>"
        "<tr><td><p>Forno</p></td><td><p>R$ 10</p></td></tr></tbody></table>"
    )
    assert read.lost == {}


def test_what_has_no_place_is_counted() -> None:
    gone = '<w:del w:id="2"><w:r><w:delText>velho</w:delText></w:r></w:del>'
    changed = f'<w:p><w:ins w:id="1">{said("novo")}</w:ins>{gone}</w:p>'
    noted = paragraph(
        said("nota"), '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    )
    contents = '<w:p><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r></w:p>'
    picture = '<w:p><w:r><w:drawing><p:pic xmlns:p="http://x/picture"/></w:drawing></w:r></w:p>'
    section = '<w:sectPr><w:cols w:num="2"/></w:sectPr>'
    parts = {
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{PLAIN}</w:hdr>',
        "word/footer1.xml": f'<w:ftr xmlns:w="{W}"><w:p/></w:ftr>',
    }
    read = read_document(word(changed + noted + contents + picture + item("um", 2) + section, parts))
    assert "novo" in read.html and "velho" not in read.html and "[1]" not in read.html
    assert read.lost == {
        "tracked": 2, "notes": 1, "comments": 1, "contents": 1, "pictures": 1, "columns": 1, "headers": 1,
        "numbering": 1,
    }  # fmt: skip


def test_links_and_a_template_on_its_writers_disk_are_no_harm() -> None:
    linked = f'<w:p><w:hyperlink r:id="l">{said("aqui")}</w:hyperlink></w:p>'
    bad = f'<w:p><w:hyperlink r:id="m">{said("ali")}</w:hyperlink></w:p>'
    links = relations(("l", "hyperlink", "https://aurora.example/"), ("m", "hyperlink", "javascript:x"), outside=True)
    template = relations(("t", "attachedTemplate", "file:///C:\\Modelos\\Normal.dotm"), outside=True)
    read = read_document(word(linked + bad, {"word/_rels/document.xml.rels": links, SETTINGS: template}))
    assert 'href="https://aurora.example/"' in read.html and "javascript" not in read.html


def bomb() -> bytes:
    """A document that unpacks to a thousand times its size."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
            package.writestr(name, b" " * 30_000_000)
    return out.getvalue()


def reaching(kind: str, target: str) -> bytes:
    """A document that takes a part of itself from elsewhere."""
    return word(PLAIN, {SETTINGS: relations(("o", kind, target), outside=True)})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(15_000_001), "too_big"),
        (bomb(), "too_heavy"),
        (b"\xd0\xcf\x11\xe0 old", "old_or_encrypted"),
        (b"%PDF-1.7", "unreadable"),
        (b"PK\x03\x04no", "unreadable"),
        (word(PLAIN, {"word/document.xml": "<w:document"}), "unreadable"),
        (word("", {}), "empty"),
        (word(PLAIN, {"word/vbaProject.bin": b"x"}), "macros"),
        (word(PLAIN, {"word/document.xml": ENTITY}), "entities"),
        (word(PLAIN, {"word/styles.xml": "<!DOCTYPE x><x/>".encode("utf-16")}), "entities"),
        (reaching("attachedTemplate", "http://evil.example/t.dotm"), "outside"),
        (reaching("attachedTemplate", "//evil/t.dotm"), "outside"),
        (reaching("image", "file:///etc/passwd"), "outside"),
        (reaching("oleObject", "http://evil.example/o"), "outside"),
    ],
)  # fmt: skip
def test_what_is_not_taken_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_document(content)
    assert refused.value.reason == reason


def test_a_workbook_is_no_document() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"):
            package.writestr(name, "<x/>")
    with pytest.raises(DocumentRefused) as refused:
        read_document(out.getvalue())
    assert refused.value.reason == "no_document"


def test_nothing_in_it_runs_in_our_pages() -> None:
    words = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;"
    html = read_document(word(paragraph(said(words)) + f'<w:altChunk r:id="c" xmlns:r="{R}"/>')).html
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html

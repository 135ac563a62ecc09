"""Tables as people paste and upload them."""

import io
import zipfile

import pytest

from aceite.kit.tables import MAX_COLUMNS, MAX_ROWS, BadTable, grid_of_file, grid_of_text

SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Item</t></is></c><c r="B1" t="inlineStr"><is><t>Preço</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>Forno</t></is></c><c r="B2"><v>1234.56</v></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>Mesa</t></is></c><c r="B3"><v>70</v></c></row></sheetData></worksheet>"""
PARTS = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>""",
    "_rels/.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
Id="r1" Target="xl/workbook.xml"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Itens" sheetId="1"
r:id="s1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Target="worksheets/s1.xml"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>""",
    "xl/worksheets/s1.xml": SHEET,
}


def workbook(**changes: str) -> bytes:
    """The smallest XLSX that spreadsheets open."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in (PARTS | {"xl/worksheets/s1.xml": changes.get("sheet", SHEET)}).items():
            parts.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    ["Forno\t1.234,56\r\nMesa\t70\r\n", "Forno;1.234,56\n;\nMesa;70", 'Forno,"1.234,56"\nMesa,70\n'],
)
def test_what_spreadsheets_copy_and_export_is_read(text: str) -> None:
    assert grid_of_text(text) == [["Forno", "1.234,56"], ["Mesa", "70"]]


def test_a_cell_with_line_breaks_stays_one_cell() -> None:
    assert grid_of_text('"Forno\n220 V"\t10\nMesa') == [["Forno\n220 V", "10"], ["Mesa", ""]]


def test_a_workbook_is_read_and_its_numbers_are_what_was_typed() -> None:
    assert grid_of_file(workbook()) == [["Item", "Preço"], ["Forno", "1234,56"], ["Mesa", "70"]]


def test_what_excel_calls_unicode_text_is_read() -> None:
    assert grid_of_file("Item\tPreço\nCafé\t70\n".encode("utf-16")) == [["Item", "Preço"], ["Café", "70"]]


def test_a_picture_is_no_table() -> None:
    with pytest.raises(BadTable):
        grid_of_file(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_blank_rows_of_a_workbook_push_none_of_the_filled_ones_out() -> None:
    far = SHEET.replace('r="3"', 'r="9000"').replace('"A3"', '"A9000"').replace('"B3"', '"B9000"')
    assert grid_of_file(workbook(sheet=far))[2] == ["Mesa", "70"]


def test_a_number_of_three_decimals_is_no_thousand() -> None:
    # Written with a point, 1.234 would be read as one thousand two hundred and thirty-four.
    assert grid_of_file(workbook(sheet=SHEET.replace("1234.56", "1.234")))[1] == ["Forno", "1,234"]


def test_a_csv_of_an_old_excel_is_read() -> None:
    assert grid_of_file("Fogão;10\n".encode("cp1252")) == [["Fogão", "10"]]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 neither", workbook(sheet="<worksheet")])
def test_a_file_that_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(BadTable, match="Não foi possível ler esta planilha"):
        grid_of_file(data)


@pytest.mark.parametrize("text", ["a\n" * (MAX_ROWS + 1), "\t".join("a" * (MAX_COLUMNS + 1))])
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(BadTable):
        grid_of_text(text)

"""Papers as PDF: everything that was said is on them, always the same bytes, nothing said is taken for markup."""

import hashlib
import re
import subprocess
import sys
import tempfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from aceite.kit.fonts import coverage
from aceite.kit.pdf import words
from aceite.kit.pdf.papers import Paper
from aceite.kit.pdf.parts import FooterPaper, PicturePaper
from aceite.kit.pdf.qr import PageCode, read_page_url
from aceite.kit.pdf.typesetting import Undrawable
from aceite.kit.richtext import text_blocks
from tests.kit.outside_judges import drawn_pages, pdffonts, pdfinfo, pdftotext, qpdf_finds_no_fault, qr_codes
from tests.kit.paper_samples import contract, order, photograph, presented, proposal, signature_block, signatures

PAPERS = {
    "proposal": proposal(),
    "long proposal": proposal(60),
    "presented proposal": presented(3),
    "order": order(),
    "contract": contract(),
    "signature block": signature_block(),
    "signatures": signatures(),
    "many signatures": signatures(12),
}


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Paper:
    return PAPERS[request.param]


def strings(value: object) -> list[str]:
    if is_dataclass(value):
        skipped = {"labels", "at", "language", "colour", "url", "picture"}
        return [s for f in fields(value) if f.name not in skipped for s in strings(getattr(value, f.name))]
    if isinstance(value, dict):
        return [s for key in ("runs", "text", "blocks", "items", "rows") for s in strings(value.get(key))]
    if isinstance(value, (list, tuple)):
        return [s for item in value for s in strings(item)]
    return [value] if isinstance(value, str) else []


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_all_that_was_said_is_on_the_paper(paper: Paper) -> None:
    shown = squeezed(pdftotext(paper.render()))
    assert [said for said in strings(paper) if squeezed(said) not in shown] == []


def test_it_is_a_tagged_archive_without_faults(paper: Paper) -> None:
    pdf = paper.render()
    assert qpdf_finds_no_fault(pdf)
    assert pdfinfo(pdf)["Tagged"] == "yes"
    assert b"pdfaid:part>3<" in pdf or b'pdfaid:part="3"' in pdf
    assert paper.title in pdfinfo(pdf)["Title"]


def test_every_page_has_number_version_code_and_its_place() -> None:
    pages = pdftotext(proposal(60).render()).split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        for said in ("2026-0014", "Versão 2", "K7QM-3T9X-P2WD-8HRA", f"Página {number} de {len(pages)}"):
            assert said in page


def test_the_code_of_every_page_says_which_page_it_is() -> None:
    for paper in (proposal(), proposal(60), replace(signature_block(), pages_before=2)):
        code = "http://localhost:8000/v/K7QM-3T9X-P2WD-8HRA"
        pages = drawn_pages(replace(paper, footer=replace(paper.footer, url=code)).render())
        first = paper.pages_before + 1
        assert [qr_codes(page) for page in pages] == [[f"{code}/{n}"] for n in range(first, first + len(pages))]


def test_a_page_of_signatures_names_no_page_of_what_was_signed() -> None:
    [page, *_more] = drawn_pages(signatures().render())
    assert set(qr_codes(page)) == {signatures().footer.url}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://aceite.example/v/K7QM-3T9X-P2WD-8HRA/3", PageCode("K7QM3T9XP2WD8HRA", 3)),
        # As the papers of the first months said it, and after a move to another host.
        ("http://localhost:8000/v/k7qm-3t9x-p2wd-8hra", PageCode("K7QM3T9XP2WD8HRA")),
        ("https://aceite.example/v/K7QM-3T9X-P2WD-8HRA/0", None),
        ("https://aceite.example/v/K7QM-3T9X-P2WD-8HRA/3/4", None),
        ("https://aceite.example/v/K7QM-3T9X-P2WD-8HRU/3", None),
        ("https://aceite.example/K7QM-3T9X-P2WD-8HRA", None),
        ("00020126360014BR.GOV.BCB.PIX", None),
    ],
)
def test_what_a_page_says_is_read_back(text: str, told: PageCode | None) -> None:
    assert read_page_url(text) == told


def test_heads_of_tables_are_repeated() -> None:
    pages = [page for page in pdftotext(proposal(60).render()).split("\f") if "FRN-" in page]
    assert len(pages) > 1
    assert ["Preço unit." in page for page in pages] == [True] * len(pages)


def test_same_data_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.kit.paper_samples import contract, signatures;"
        "print(hashlib.sha256(contract().render() + signatures().render()).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.strip()
    assert other == hashlib.sha256(contract().render() + signatures().render()).hexdigest()


def test_each_style_comes_from_its_truetype_file_whatever_else_the_package_holds(paper: Paper) -> None:
    assert pdffonts(paper.render()) == {"CID TrueType"}


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    contract().render()
    assert list(tmp_path.iterdir()) == []


def test_the_clock_is_not_read() -> None:
    paper = proposal()
    later = replace(paper, at=paper.at.replace(hour=13))
    assert pdfinfo(paper.render())["CreationDate"] != pdfinfo(later.render())["CreationDate"]


MARKUP = "#panic() $x$ *a* _b_ `c` @ref // d /* e <f> \\u{41} \"g\" 'h' [i] = j - k + l ~ m -- n ... {{o}} ://p.q"


def test_markup_is_shown_as_written() -> None:
    paper = replace(proposal(), title=MARKUP, introduction=text_blocks(MARKUP))
    shown = squeezed(pdftotext(paper.render()))
    assert shown.count(squeezed(MARKUP)) == 2
    assert squeezed(MARKUP) in squeezed(pdftotext(contract(f"<p>{MARKUP.replace('<f>', '&lt;f&gt;')}</p>").render()))


def test_every_character_the_type_has_is_found_again() -> None:
    # Letters, figures and signs; a combining mark alone may be joined to its neighbour when text is taken out.
    letters = [chr(c) for c in sorted(coverage()) if 0x21 <= c < 0x250 and c != 0xAD] + list("–—‘’“”•…€™−≤≥≠")
    body = [{"kind": "p", "align": "left", "runs": [{"text": " ".join(letters)}]}]
    shown = pdftotext(replace(contract(), body=body).render())
    assert [letter for letter in letters if letter.strip() and letter not in shown] == []


@pytest.mark.parametrize("text", ["Pão 🥖", "漢字", "عقد", "a\u202eb", "x\u0007"])
def test_what_cannot_be_drawn_is_named_and_nothing_is_printed(text: str) -> None:
    with pytest.raises(Undrawable) as told:
        replace(proposal(), introduction=text_blocks("ok"), seller=text).render()
    bad = next(letter for letter in text if ord(letter) not in coverage())
    assert f"U+{ord(bad):04X}" in str(told.value)


def test_a_very_long_word_stays_on_the_paper_and_is_ready_soon() -> None:
    word = "a" * 5000
    assert squeezed(pdftotext(contract(f"<p>{word}</p>").render())).count("a") >= 5000


def test_empty_parts_leave_no_trace() -> None:
    bare = replace(
        proposal(0), introduction=(), plan=(), terms=(), attachments=(), seller="", customer=proposal().customer
    )
    shown = pdftotext(replace(bare, conditions=type(bare.conditions)()).render())
    assert "Nenhum item." in shown
    for gone in ("Anexos", "Termos", "Condições", "Pagamento", "Vendedor"):
        assert gone not in shown


def test_every_kind_of_rich_text_is_set() -> None:
    html = (
        "<h1>um</h1><h2>dois</h2><h3>três</h3><p>quatro<br>cinco</p><ul><li><p>seis</p><ol start='4'>"
        "<li><p>sete</p></li></ol></li></ul><blockquote><p>oito</p></blockquote><hr><p></p>"
        "<table><tr><th colspan='2'><p>nove</p></th></tr>"
        "<tr><td rowspan='2'><p>dez</p></td><td align='right'><p>onze</p></td></tr>"
        "<tr><td><ul><li>doze</li></ul></td></tr></table><p><strong>treze <em>a</em></strong><u>b</u><s>c</s></p>"
    )
    shown = pdftotext(contract(html).render())
    for word in (
        "um",
        "dois",
        "três",
        "quatro",
        "cinco",
        "seis",
        "4.",
        "sete",
        "oito",
        "nove",
        "dez",
        "onze",
        "doze",
        "treze",
    ):
        assert word in shown


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td colspan='40'>a</td></tr><tr><td rowspan='40'>b</td></tr></table>",
        "<table><tr><td rowspan='2'>a</td><td>b</td></tr><tr><td colspan='2'>c</td></tr></table>",
        "<table><thead><tr><th rowspan='9'>a</th></tr></thead></table>",
        "<table></table><ul></ul><ol></ol><blockquote></blockquote><h1></h1><li>x</li>",
        "<ul><li></li><li><ul><li></li></ul></li></ul>" + "<blockquote>" * 40 + "x",
    ],
)
def test_odd_rich_text_is_still_a_paper(html: str) -> None:
    assert contract(html).render().startswith(b"%PDF")


def test_english_papers_have_no_portuguese_words() -> None:
    assert words.EN.keys() == words.PT_BR.keys()
    shown = pdftotext(replace(proposal(), labels=words.EN, language="en").render())
    assert "Valid until" in shown and "Válida até" not in shown


def test_a_contract_ends_with_lines_to_sign_on() -> None:
    shown = pdftotext(contract().render())
    assert "ou assinado eletronicamente, conforme a página de assinaturas" in shown
    assert shown.index("Carla") < shown.index("Testemunhas") < shown.index("Helena")


def test_the_signatures_page_tells_how_to_check() -> None:
    shown = pdftotext(signatures().render())
    assert "head -c 48213 arquivo.pdf | sha256sum" in shown
    assert "9f86 d081 884c" in shown


@pytest.mark.parametrize(("pages", "told"), [(1, "48213 bytes · 1 página\n"), (3, "48213 bytes · 3 páginas\n")])
def test_the_signatures_page_counts_pages_in_words(pages: int, told: str) -> None:
    paper = signatures()
    assert told in pdftotext(replace(paper, file=replace(paper.file, pages=pages)).render())


def test_an_act_without_a_mark_has_no_empty_place_for_one() -> None:
    paper = signatures()
    bare = replace(paper, acts=[replace(paper.acts[0], mark=None)])
    marked = replace(paper, acts=paper.acts[:1])
    name = re.compile(r'xMin="([\d.]+)".*>Carla<')
    left = [float(name.search(pdftotext(each.render(), "-bbox"))[1]) for each in (bare, marked)]  # type: ignore[index]
    assert left[0] + 100 < left[1]


def test_a_contract_in_no_proposal_has_no_dashes_for_number_and_version() -> None:
    paper = replace(contract(), footer=FooterPaper(number="", version="", code="", url="https://aceite.example"))
    pdf = paper.render()
    assert pdfinfo(pdf)["Title"] == "Contrato – Fornecimento"
    assert "Contrato · Aurora Equipamentos Ltda." in pdftotext(pdf) and "Versão" not in pdftotext(pdf)


def test_what_is_printed_to_be_looked_at_says_that_it_has_no_code() -> None:
    shown = pdftotext(replace(contract(), footer=replace(proposal().footer, code="")).render())
    assert "sem código de conferência" in shown and "Código" not in shown


def test_the_cover_stands_alone_and_says_what_is_looked_for_first() -> None:
    cover, offer, *_more = pdftotext(presented(3).render()).split("\f")
    for said in ("Cozinha da Padaria Central", "Padaria Central Ltda.", "24/12/2026", "R$ 37.845,00", "Página 1 de"):
        assert said in cover
    assert "Itens" not in cover
    assert offer.index("Sobre nós") < offer.index("Itens")


def test_a_text_longer_than_a_page_ends_with_the_sums_beside_pictures_too() -> None:
    told = "\n".join(f"Condição {number} do fornecimento." for number in range(84))
    paper = presented(2)
    long = replace(paper.lines[-1], note=told, picture=paper.lines[0].picture)
    text = pdftotext(replace(paper, lines=(paper.lines[0], long)).render(), "-layout")
    assert len(re.findall("Condição [0-9]", text)) == 84
    [page] = [page for page in text.split("\f") if "Subtotal" in page]
    assert page.partition("Subtotal")[0].count("fornecimento.") >= 2


def test_fifty_pictures_make_a_file_that_fits_a_mail() -> None:
    photos = [PicturePaper(name=f"{n}.jpg", data=photograph(n)) for n in range(50)]
    paper = proposal(50)
    lines = [replace(line, picture=photo) for line, photo in zip(paper.lines, photos, strict=True)]
    pdf = replace(paper, lines=lines).render()
    assert len(pdf) < 4_000_000
    assert pdf == replace(paper, lines=lines).render()


HEADINGS = ("Itens", "Pagamento", "Condições", "Termos", "Anexos")


@pytest.mark.parametrize("lines", [1, 3, 14])
def test_no_page_ends_with_a_heading_or_begins_with_the_sums(lines: int) -> None:
    for pushed in range(0, 34, 3):
        introduction = text_blocks("\n\n".join(["Uma linha."] * pushed))
        pages = pdftotext(replace(proposal(lines), introduction=introduction).render(), "-layout").split("\f")[:-1]
        assert sum("Subtotal" in page for page in pages) == 1
        for page in pages:
            body = [" ".join(line.split()) for line in page.partition("Proposta comercial 2026-0014")[0].splitlines()]
            body = [line for line in body if line]
            assert not body[-1].startswith((*HEADINGS, "Código Descrição"))
            sums = next((place for place, line in enumerate(body) if line.startswith("Subtotal")), None)
            assert sums is None or "Forno combinado" in " ".join(body[max(0, sums - 3) : sums])


@pytest.mark.parametrize("between", ["\n", " "], ids=["lines", "one paragraph"])
@pytest.mark.parametrize("as_note", [True, False], ids=["note", "description"])
def test_the_last_lines_of_a_text_longer_than_a_page_stand_with_the_sums(between: str, as_note: bool) -> None:
    for count in range(66, 100, 3) if between == "\n" else range(130, 180, 5):
        told = between.join(f"Condição {number} do fornecimento." for number in range(count))
        paper = proposal(2)
        changed: dict[str, Any] = {"note": told} if as_note else {"note": "", "description": f"Forno\n{told}"}
        paper = replace(paper, lines=(*paper.lines[:-1], replace(paper.lines[-1], **changed)))
        text = pdftotext(paper.render(), "-layout")
        assert len(re.findall("Condição [0-9]", text)) == count
        [page] = [page for page in text.split("\f") if "Subtotal" in page]
        assert page.partition("Subtotal")[0].count("fornecimento.") >= 2


def test_a_long_typed_name_stays_within_its_frame() -> None:
    paper = signatures()
    name = "Carla Maria Aparecida Nogueira de Albuquerque Cavalcanti Figueiredo Montenegro da Conceição"
    long = replace(paper, acts=tuple(replace(act, mark=None, mark_text=name) for act in paper.acts))
    shown = pdftotext(long.render(), "-layout")
    assert shown.index("Quem e quando") < shown.index("Carla Maria")
    assert pdfinfo(long.render())["Pages"] == pdfinfo(paper.render())["Pages"]


@pytest.mark.parametrize("clauses", range(8, 40, 3))
def test_the_lines_to_sign_on_stay_together_and_with_the_end_of_the_text(clauses: int) -> None:
    html = "<p>Uma cláusula curta.</p>" * clauses + "<p>Foro de Campinas.</p>"
    [page] = [page for page in pdftotext(contract(html).render()).split("\f") if "Local e data" in page]
    assert [said for said in ("Foro", "Ana", "Carla", "Helena") if said not in page] == []

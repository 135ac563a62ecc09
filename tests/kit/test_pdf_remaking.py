"""An uploaded PDF becomes a contract only as something inert: what it may not be, and what is left of it."""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from aceite.kit.fonts import fonts_folder
from aceite.kit.pdf import remaking
from aceite.kit.pdf.refusing import SENTENCES
from aceite.kit.pdf.remaking import Refused, remake_inert
from tests.kit.outside_judges import pdfinfo, pdftotext, qpdf_finds_no_fault
from tests.kit.paper_samples import contract, proposal, signature_block


def helvetica() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def embedded(pdf: Pdf, name: str = "/ABCDEF+SourceSansPro") -> Dictionary:
    with fonts_folder() as folder:
        file = pdf.make_stream(next(iter(sorted(folder.rglob("*Regular*.ttf")))).read_bytes())
    descriptor = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=Name(name), Flags=32, FontFile2=file))
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(name), FontDescriptor=descriptor,
                   FirstChar=32, LastChar=126, Widths=Array([500] * 95), Encoding=Name.WinAnsiEncoding)
    )  # fmt: skip


def upload(*changes: Callable[[Pdf], None], words: str = "Contrato", **options: Any) -> bytes:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(Font=Dictionary(F1=embedded(pdf)))
    page.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode())
    for change in changes:
        change(pdf)
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def remade(pdf: bytes) -> bytes:
    return remake_inert(pdf, block=signature_block())


def appearance(pdf: Pdf, words: str) -> Stream:
    drawn = pdf.make_stream(f"BT /F1 12 Tf 2 4 Td ({words}) Tj ET".encode())
    drawn.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 20]),
        Resources=Dictionary(Font=Dictionary(F1=embedded(pdf))),
    )
    return drawn


def scripted(pdf: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = action
    pdf.Root.AA = Dictionary(WC=action)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", action])))
    pdf.pages[0].obj.AA = Dictionary(O=action)


def attached(pdf: Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ secret"


def annotated(pdf: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 100, 100]),
        A=Dictionary(S=Name.URI, URI="https://mau.example"),
    )
    stamp = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        Rect=Array([72, 500, 272, 520]),
        AP=Dictionary(N=appearance(pdf, "Carimbo")),
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link), pdf.make_indirect(stamp)])


def with_form(pdf: Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="nome", V="Preenchido", F=4, DA="/F1 12 Tf",
            Rect=Array([72, 400, 272, 420]), AP=Dictionary(N=appearance(pdf, "Preenchido")),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA="/F1 12 Tf", DR=Dictionary(Font=Dictionary(F1=embedded(pdf)))
    )


def layered(default: Dictionary) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Camada"))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(L1=layer)
        page.Contents = pdf.make_stream(b"/OC /L1 BDC BT /F1 24 Tf 72 700 Td (Camada visivel) Tj ET EMC")
        named = Dictionary({name: Array([layer]) if value is None else value for name, value in default.items()})
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=named)

    return change


def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def signed(pdf: Pdf) -> None:
    value = pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=b"\0" * 8))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="s", V=value, Subtype=Name.Widget, Rect=Array([0, 0, 0, 0])))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def empty(pdf: Pdf) -> None:
    del pdf.pages[0]


def with_pages(count: int) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for _ in range(count - 1):
            pdf.add_blank_page()

    return change


def tiny(pdf: Pdf) -> None:
    pdf.pages[0].mediabox = Array([0, 0, 20, 20])


def external(pdf: Pdf) -> None:
    picture = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, F="https://mau.example/a")
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=picture)


def blank(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"")


def vast_picture(pdf: Pdf) -> None:
    """A picture that some readers leave out for want of memory, and others show."""
    picture = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=picture)


def bomb(pdf: Pdf) -> None:
    packed = zlib.compress(zlib.compress(b"0 " * 150_000_000, 1), 9)
    pdf.pages[0].obj.Contents = Stream(pdf, packed, Filter=Array([Name.FlateDecode, Name.FlateDecode]))


def protected(user: str) -> bytes:
    return upload(encryption=pikepdf.Encryption(owner="dono", user=user))


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "owner password": ("encrypted", lambda: protected(user="")),
    "user password": ("encrypted", lambda: protected(user="segredo")),
    "xfa": ("xfa", lambda: upload(xfa)),
    "signed": ("signed", lambda: upload(signed)),
    "empty": ("empty", lambda: upload(empty)),
    "301 pages": ("too_many_pages", lambda: upload(with_pages(301))),
    "tiny page": ("page_size", lambda: upload(tiny)),
    "external": ("external", lambda: upload(external)),
    "layer off": ("layers", lambda: upload(layered(Dictionary(BaseState=Name.OFF)))),
    "blank": ("blank", lambda: upload(blank)),
    "vast picture": ("vast_picture", lambda: upload(vast_picture)),
    "no pdf": ("unreadable", lambda: b"isto nao e um pdf"),
    "cut": ("unreadable", lambda: contract().render()[:200]),
    "nothing": ("unreadable", lambda: b""),
}


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=list(REFUSED))
def test_refused_with_its_own_sentence(reason: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as told:
        remade(make())
    assert (told.value.reason, str(told.value)) == (reason, SENTENCES[reason])


def plain_letters(how: str) -> Callable[[Pdf], None]:
    """Words in a font that stands outside the file, drawn by the page, a form, a pattern, a graphics state …"""

    def change(pdf: Pdf) -> None:
        page, font = pdf.pages[0].obj, pdf.make_indirect(helvetica())
        form = pdf.make_stream(b"BT /F9 9 Tf (a) Tj ET")
        form.stream_dict = Dictionary(
            Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=Dictionary(Font=Dictionary(F9=font))
        )
        page.Resources.Font.F2 = font
        page.Resources.XObject = Dictionary(X1=form)
        mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form)
        page.Resources.ExtGState = Dictionary(G1=Dictionary(Font=Array([font, 9])), G2=Dictionary(SMask=mask))
        if how == "pattern":
            page.Resources.Pattern = Dictionary(P1=form)
        page.Contents = pdf.make_stream(HOW[how])

    return change


HOW = {
    "page": b"BT /F2 9 Tf (a) Tj ET",
    "form": b"q /X1 Do Q",
    "pattern": b"/Pattern cs /P1 scn 0 0 9 9 re f",
    "state": b"/G1 gs BT (a) Tj ET",
    "mask": b"/G2 gs 0 0 9 9 re f",
    "only at first invisible": b"BT /F2 9 Tf 3 Tr (a) Tj 0 Tr [(a)] TJ ET",
    "invisible": b"9 9 200 200 re f BT 3 Tr /F2 9 Tf (a) Tj ET",
    "chosen, not used": b"q BT /F2 9 Tf ET Q BT /F1 9 Tf (a) Tj ET",
}
NOT_DRAWN = {"invisible", "chosen, not used"}


@pytest.mark.parametrize("how", sorted(HOW.keys() - NOT_DRAWN))
def test_letters_that_every_machine_would_draw_otherwise_are_refused_by_name(how: str) -> None:
    with pytest.raises(Refused, match=r"letras que não estão dentro dele \(Helvetica\)"):
        remade(upload(plain_letters(how)))


def test_letters_of_a_font_that_nothing_explains_are_refused() -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F7 9 Tf (a) Tj ET")

    with pytest.raises(Refused, match=r"não estão dentro dele \(F7\)"):
        remade(upload(change))


@pytest.mark.parametrize("how", sorted(NOT_DRAWN))
def test_letters_that_are_not_drawn_need_no_font(how: str) -> None:
    assert qpdf_finds_no_fault(remade(upload(plain_letters(how))))


def test_a_decompression_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remaking, "MEMORY_MB", 200)
    with pytest.raises(Refused) as told:
        remade(upload(bomb))
    # Qpdf itself may notice that memory ran out, and then calls the stream broken.
    assert told.value.reason in {"too_heavy", "unreadable"}


def test_nothing_that_runs_or_loads_is_left() -> None:
    result = remade(upload(scripted, attached, annotated))
    opened = Pdf.open(BytesIO(result))
    assert set(opened.Root.keys()) == {"/Type", "/Pages"}
    assert not any("/Annots" in page.obj or "/AA" in page.obj for page in opened.pages)
    plain = BytesIO()
    opened.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    for gone in (b"JavaScript", b"alert", b"secret", b"virus", b"mau.example", b"/URI", b"OpenAction"):
        assert gone not in plain.getvalue()


def test_what_was_seen_is_still_seen() -> None:
    shown = pdftotext(remade(upload(annotated))) + pdftotext(remade(upload(with_form)))
    for word in ("Contrato", "Carimbo", "Preenchido"):
        assert word in shown


def test_a_filled_form_is_only_ink() -> None:
    result = remade(upload(with_form))
    assert pdfinfo(result)["Form"] == "none"


def test_a_layer_everybody_sees_becomes_part_of_the_page() -> None:
    result = remade(upload(layered(Dictionary())))
    assert "Camada visivel" in pdftotext(result)
    assert not any(isinstance(o, Dictionary) and o.get("/Type") == Name.OCG for o in Pdf.open(BytesIO(result)).objects)


def test_an_older_revision_is_gone() -> None:
    first = upload(words="Versao antiga")
    second = BytesIO(first)
    with pikepdf.open(second) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 24 Tf 72 700 Td (Versao nova) Tj ET")
        out = BytesIO()
        pdf.save(out)
    result = remade(first[: first.rindex(b"%%EOF")] + b"%%EOF\n" + out.getvalue())
    assert "Versao nova" in pdftotext(result) and "antiga" not in pdftotext(result)
    assert result.count(b"%%EOF") == 1


def test_every_page_is_stamped_and_a_block_to_sign_on_added() -> None:
    result = remade(proposal(60).render())
    pages = pdftotext(result).split("\f")[:-1]
    assert qpdf_finds_no_fault(result)
    for number, page in enumerate(pages, 1):
        assert f"Página {number} de {len(pages)}" in page and "K7QM-3T9X-P2WD-8HRA" in page
    assert "conforme a página de assinaturas" in pages[-1]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_stay_as_they_are_seen(turn: int) -> None:
    def turned(pdf: Pdf) -> None:
        pdf.pages[0].obj.Rotate = turn
        pdf.pages[0].obj.CropBox = Array([0, 100, 595, 842])

    opened = Pdf.open(BytesIO(remade(upload(turned))))
    _left, _bottom, *size = map(float, opened.pages[0].mediabox)
    assert size == ([595, 742] if turn in {0, 180} else [742, 595])


def test_the_same_upload_gives_the_same_bytes() -> None:
    pdf = upload(scripted, with_form)
    assert remade(pdf) == remade(pdf)


def test_what_was_re_made_can_be_re_made_again() -> None:
    assert "Contrato" in pdftotext(remade(remade(upload())))

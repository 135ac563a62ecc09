"""A Pix code says what it must, to anybody's reader."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from aceite.kit.pdf.qr import qr_svg
from aceite.kit.pix import LARGEST, BadPixKey, PixCharge, br_code, checksum, fit_key, txid_of
from tests.kit.br_codes import Unreadable, crc16, read
from tests.kit.outside_judges import qr_codes

# The example of the Banco Central's manual of BR Codes.
MANUAL = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000"
    "5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D"
)
RANDOM = "123e4567-e12b-12d1-a456-426655440000"
AMOUNTS = st.decimals(min_value="0.01", max_value=LARGEST, places=2)


def charge(**changes: object) -> PixCharge:
    values: dict[str, object] = {"key": RANDOM, "name": "Aurora", "city": "São Paulo", "txid": "2026-0014"}
    return PixCharge(**({"amount": Decimal(1)} | values | changes))  # type: ignore[arg-type]


def test_checksum_of_known_vectors() -> None:
    assert checksum("123456789") == "29B1"
    assert checksum(MANUAL[:-4]) == "1D3D" == f"{crc16(MANUAL[:-4].encode()):04X}"


def test_reader_of_the_tests_takes_the_manuals_example_and_nothing_changed() -> None:
    told = read(MANUAL)
    assert (told.key, told.amount, told.name, told.city, told.txid) == (RANDOM, "", "Fulano de Tal", "BRASILIA", "***")
    with pytest.raises(Unreadable):
        read(MANUAL.replace("Fulano", "Fulana"))


@settings(deadline=None, max_examples=60)
@given(AMOUNTS, st.text(min_size=1, max_size=120), st.text(max_size=60), st.text(max_size=40))
def test_any_reader_finds_key_amount_and_identifier(amount: object, name: str, city: str, number: str) -> None:
    told = read(br_code(charge(amount=amount, name=f"A{name}", city=city, txid=number)))
    assert (told.key, told.amount) == (RANDOM, str(amount))
    assert re.fullmatch(r"[A-Za-z0-9]{1,25}|\*{3}", told.txid) and told.txid in (txid_of(number), "***")
    assert told.city.isascii() and told.name.isascii()


def test_names_lose_accents_and_are_cut() -> None:
    told = read(br_code(charge(name="Conceição & Irmãos Comércio de Pães Ltda.", city="São José dos Campos")))
    assert (told.name, told.city, told.txid) == ("Conceicao & Irmaos Comerc", "Sao Jose dos Ca", "20260014")


def test_the_longest_key_still_fits() -> None:
    key = fit_key("email", f"{'a' * 61}@padaria.example")
    assert read(br_code(charge(key=key, amount=LARGEST))).key == key


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "10000000000"])
def test_no_code_for_an_amount_it_cannot_hold(amount: str) -> None:
    with pytest.raises(ValueError, match="a Pix is"):
        br_code(charge(amount=Decimal(amount)))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("cpf", "529.982.247-25", "52998224725"),
        ("cnpj", "11.222.333/0001-81", "11222333000181"),
        ("cnpj", "12.abc.345/01de-35", "12ABC34501DE35"),
        ("email", " Pix@Aurora.Example ", "pix@aurora.example"),
        ("phone", "(11) 98765-4321", "+5511987654321"),
        ("random", RANDOM.upper(), RANDOM),
    ],
)
def test_each_kind_of_key_is_kept_as_the_directory_holds_it(kind: str, typed: str, kept: str) -> None:
    assert fit_key(kind, typed) == kept
    assert read(br_code(charge(key=kept))).key == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("cpf", "529.982.247-26"), ("cpf", "11.222.333/0001-81"), ("cnpj", "52998224725"), ("email", "aurora.example"),
        ("email", "pão@aurora.example"), ("email", f"{'a' * 70}@aurora.example"), ("phone", "123"),
        ("phone", "+1 202 555 0143"), ("random", "123e4567"), ("ted", "1"), ("", ""),
    ],
)  # fmt: skip
def test_a_key_of_another_kind_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(BadPixKey):
        fit_key(kind, typed)


def test_the_drawn_code_is_read_back_from_its_picture(tmp_path: Path) -> None:
    code = br_code(charge(amount=Decimal("39350.00")))
    (tmp_path / "qr.svg").write_bytes(qr_svg(code))
    page = '#set page(width: 60mm, height: 60mm, margin: 6mm)\n#image("qr.svg", width: 48mm)'
    (tmp_path / "page.typ").write_text(page)
    drawn = typst.compile(str(tmp_path / "page.typ"), format="png", ppi=150.0)
    assert isinstance(drawn, bytes)
    assert qr_codes(Image.open(BytesIO(drawn))) == [code]

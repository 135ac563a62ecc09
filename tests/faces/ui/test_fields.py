"""Fields read what Brazilians type, say what is wrong, and show again what was typed."""

import base64
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from aceite.faces.ui import fields
from aceite.faces.ui.forms import Form
from aceite.faces.ui.uploads import Mark

PNG = b"\x89PNG\r\n\x1a\n" + b"ink"


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (fields.MoneyField(), " R$ 1.234,56 ", Decimal("1234.56")),
        (fields.MoneyField(), "1234.56", Decimal("1234.56")),
        (fields.MoneyField(required=False), "", None),
        (fields.DecimalBRField(), "2,5", Decimal("2.5")),
        (fields.PercentField(), "7,5 %", Decimal("7.5")),
        (fields.DateBRField(), "24/11/2026", date(2026, 11, 24)),
        (fields.DateBRField(), "24112026", date(2026, 11, 24)),
        (fields.DateBRField(), "241126", date(2026, 11, 24)),
        (fields.TaxIdField(), "529.982.247-25", "52998224725"),
        (fields.TaxIdField(required=False), "", ""),
        (fields.CEPField(), "01310-100", "01310100"),
        (fields.PhoneField(), "(11) 98765-4321", "+5511987654321"),
        (fields.CleanTextField(), "  Padaria\u200b Central ", "Padaria Central"),
    ],
)
def test_reading(field: forms.Field, typed: str, value: Any) -> None:
    assert field.clean(typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        (fields.MoneyField(), "doze mil", "não é um número"),
        (fields.MoneyField(), "1,234", "2 casas"),
        (fields.MoneyField(), "-1", "menor valor aceito é 0,00"),
        (fields.PercentField(), "100,5", "maior valor aceito é 100"),
        (fields.DateBRField(), "31/02/2026", "O dia 31 não existe"),
        (fields.TaxIdField(), "111.111.111-11", "CPF não existe"),
        (fields.TaxIdField(only="cnpj"), "529.982.247-25", "não um CPF"),
        (fields.CEPField(), "123", "oito números"),
        (fields.PhoneField(), "98765-4321", "DDD"),
        (fields.CleanTextField(), "pagar\u202eracer", "U+202E"),
        (fields.CleanTextField(), "Bolo 😀", "U+1F600"),
        (fields.CleanTextField(max_length=3), "quatro", "cabem 3"),
    ],
)
def test_complaints(field: forms.Field, typed: str, part: str) -> None:
    with pytest.raises(ValidationError) as complaint:
        field.clean(typed)
    assert part in " ".join(complaint.value.messages)


class Offer(Form):
    """A form with one of each."""

    price = fields.MoneyField()
    until = fields.DateBRField()
    taxid = fields.TaxIdField()
    freight = forms.ChoiceField(choices=[("cif", "CIF")])
    notes = fields.CleanTextField(required=False)


def test_a_value_is_shown_as_brazilians_type_it() -> None:
    form = Offer(initial={"price": Decimal("12400"), "until": date(2026, 12, 10), "taxid": "52998224725"})
    assert (form["price"].value(), form["until"].value(), form["taxid"].value()) == (
        "12.400,00",
        "10/12/2026",
        "529.982.247-25",
    )


def test_what_was_typed_is_shown_as_typed() -> None:
    form = Offer({"price": "doze mil", "until": "32/1", "taxid": "12"})
    assert [form[name].value() for name in ("price", "until", "taxid")] == ["doze mil", "32/1", "12"]


def test_an_unchanged_value_is_seen_as_unchanged() -> None:
    initial = {
        "price": Decimal("10.00"),
        "until": date(2026, 1, 1),
        "taxid": "52998224725",
        "freight": "cif",
        "notes": "",
    }
    typed = {"price": "10,00", "until": "01/01/2026", "taxid": "529.982.247-25", "freight": "cif", "notes": ""}
    assert Offer(typed, initial=initial).changed_data == []


def test_nothing_typed_is_asked_for_in_portuguese() -> None:
    errors = Offer({}).errors
    assert errors["price"] == ["Preencha este campo."]
    assert errors["freight"] == ["Escolha uma opção."]


def test_mended_characters_are_reported() -> None:
    form = Offer(
        {"price": "1", "until": "1/1/2026", "taxid": "52998224725", "freight": "cif", "notes": "a\u200bb\u00adc"}
    )
    assert form.is_valid()
    assert form.mended_words == "Ajustamos 2 caracteres que vieram com o texto colado."


class Copy(Form):
    """The upload of a signed copy."""

    pages = fields.FileListField(max_files=2, max_bytes=10)


def _sent(*names: str, turns: str = "", content: bytes = b"%PDF") -> Copy:
    files = MultiValueDict({"pages": [SimpleUploadedFile(name, content) for name in names]})
    return Copy(QueryDict(turns), files)


def test_files_keep_their_order_and_turns() -> None:
    form = _sent("2.pdf", "1.jpg", turns="pages_rotation=90&pages_rotation=17")
    assert form.is_valid()
    assert [(page.file.name, page.rotation) for page in form.cleaned_data["pages"]] == [("2.pdf", 90), ("1.jpg", 0)]


@pytest.mark.parametrize(
    ("form", "part"),
    [
        (_sent(), "pelo menos um arquivo"),
        (_sent("a.pdf", "b.pdf", "c.pdf"), "no máximo 2"),
        (_sent("a.exe"), "“a.exe” não é um tipo aceito"),
        (_sent("a.pdf", content=b""), "vazio"),
        (_sent("a.pdf", content=b"x" * 11), "11 B; o limite é 10 B"),
    ],
)
def test_files_refused(form: Copy, part: str) -> None:
    assert part in form.errors["pages"][0]


def _drawn(content: bytes) -> dict[str, str]:
    return {"kind": "drawn", "png": "data:image/png;base64," + base64.b64encode(content).decode()}


def test_a_mark_is_drawn_or_typed() -> None:
    field = fields.MarkField()
    assert field.clean(_drawn(PNG)) == Mark("drawn", png=PNG)
    assert field.clean({"kind": "typed", "text": " Carla Souza "}) == Mark("typed", text="Carla Souza")


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"kind": "typed", "text": " "},
        {"kind": "drawn", "text": "Carla"},
        _drawn(b"GIF"),
        {"kind": "drawn", "png": "x"},
    ],
)
def test_no_mark_no_signature(parts: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        fields.MarkField().clean(parts)

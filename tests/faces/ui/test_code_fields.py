"""A mailed code as people bring it: typed, pasted with what stood around it, filled in by the phone."""

import pytest

from aceite.faces.ui.signing_forms import CodeForm


@pytest.mark.parametrize(
    "typed",
    [
        "482913",
        " 482 913 ",
        "482-913",
        "482\u00a0913",
        "４８２９１３",
        "Seu código é 482913.",
        "O código tem 6 números: 482 913",
        "Enviado em 2026: 482913",
    ],
)
def test_the_digits_are_found(typed: str) -> None:
    form = CodeForm({"code": typed})
    assert form.is_valid() and form.cleaned_data["code"] == "482913"


def test_a_longer_code_is_whole() -> None:
    form = CodeForm({"code": "482 913 775"})
    assert form.is_valid() and form.cleaned_data["code"] == "482913775"


@pytest.mark.parametrize("typed", ["48291", "código", "4 8"])
def test_what_cannot_be_a_code_is_said_beside_the_field(typed: str) -> None:
    assert "pelo menos 6" in str(CodeForm({"code": typed}).errors["code"])


def test_the_phone_may_fill_it_in_and_a_paste_is_not_cut() -> None:
    drawn = str(CodeForm()["code"])
    assert 'autocomplete="one-time-code"' in drawn and 'inputmode="numeric"' in drawn and "maxlength" not in drawn

"""CPF and CNPJ: right, wrong, written and masked."""

import pytest

from aceite.kit.taxid import BadTaxId, format_taxid, is_cnpj, is_cpf, kind_of, mask_taxid, normalize, parse_taxid


@pytest.mark.parametrize("text", ["529.982.247-25", "52998224725", " 529 982 247 25 "])
def test_cpf(text: str) -> None:
    assert is_cpf(text)
    assert kind_of(text) == "cpf"
    assert parse_taxid(text) == "52998224725"


@pytest.mark.parametrize("text", ["12.ABC.345/01DE-35", "12abc34501de35", "11.222.333/0001-81", "11222333000181"])
def test_cnpj_also_with_letters(text: str) -> None:
    assert is_cnpj(text)
    assert kind_of(text) == "cnpj"


@pytest.mark.parametrize(
    "text",
    ["", "111.111.111-11", "00000000000", "529.982.247-24", "9982247", "٥٢٩٩٨٢٢٤٧٢٥", "00000000000000",
     "12.ABC.345/01DE-36", "12.ABC.345/01DE-3A", "5299822472#5", "1122233300018"],
)  # fmt: skip
def test_neither(text: str) -> None:
    assert not is_cpf(text)
    assert not is_cnpj(text)
    assert kind_of(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("111.111.111-11", "Este CPF não existe"), ("11222333000182", "Este CNPJ não existe"), ("123", "Digite um CPF")],
)
def test_the_refusal_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(BadTaxId, match=sentence):
        parse_taxid(text)


def test_writing_and_masking() -> None:
    assert normalize("12.abc.345/01de-35") == "12ABC34501DE35"
    assert format_taxid("12abc34501de35") == "12.ABC.345/01DE-35"
    assert format_taxid("52998224725") == "529.982.247-25"
    assert mask_taxid("529.982.247-25") == "***.982.247-**"
    assert mask_taxid("11222333000181") == "11.222.333/0001-81"


def test_what_has_no_form_is_not_written() -> None:
    with pytest.raises(BadTaxId):
        mask_taxid("1234")

"""Statements of banks as they come: headings, letters, signs and numbers of several makers."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.kit.bank_csv import BadStatement, Entry, read_statement

DAY = date(2026, 11, 24)


def entries(text: str, encoding: str = "utf-8") -> list[Entry]:
    return read_statement(text.encode(encoding)).entries


@pytest.mark.parametrize(
    "text",
    [
        "Data;Histórico;Documento;Valor\n24/11/2026;Pix recebido Padaria Central;20260014;8.900,00\n",
        "Data,Valor,Identificador,Descrição\n24/11/2026,8900.00,20260014,Pix recebido Padaria Central\n",
        "Banco X;Conta 1\n\nData Lançamento\tDescrição\tDocumento\tValor (R$)\n"
        "2026-11-24\tPix recebido Padaria Central\t20260014\t8900,00 C\n",
        "data;crédito;débito;histórico;id\n24/11/26;R$ 8.900,00;;Pix recebido Padaria Central;20260014\n",
    ],
    ids=["semicolons", "commas", "tabs below the bank's name", "credit apart"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_each_bank_says_the_same(text: str, encoding: str) -> None:
    [entry] = entries(text, encoding)
    assert (entry.day, entry.amount) == (DAY, Decimal("8900.00"))
    assert entry.text == "Pix recebido Padaria Central · 20260014"


def test_what_goes_out_and_balances_are_left_out_and_bad_lines_told() -> None:
    read = read_statement(
        "Data;Descrição;Valor\n;Saldo anterior;1.000,00\n24/11/2026;Tarifa;-12,90\n24/11/2026;Luz;80,00 D\n"
        "31/02/2026;Pix;5,00\n24/11/2026;Pix;muito\n24/11/2026;Pix;7,00\n24/11/2026;SALDO DO DIA;\n".encode()
    )
    assert [entry.amount for entry in read.entries] == [Decimal(7)]
    assert read.outgoing == 2 and [bad.line for bad in read.unread] == [5, 6]


def test_a_word_that_ends_like_a_side_is_told_whole() -> None:
    read = read_statement("Data;Descrição;Valor\n24/11/2026;Pix;abc\n24/11/2026;Pix;7,00C\n".encode())
    assert "“abc”" in read.unread[0].sentence and [entry.amount for entry in read.entries] == [Decimal(7)]


def test_the_same_movement_has_the_same_key_in_every_file_and_two_alike_are_two() -> None:
    head = "Data;Descrição;Valor\n"
    twice = "24/11/2026;Pix  João;5,00\n" * 2
    first = entries(head + twice)
    second = entries(f"{head}23/11/2026;Outro;1,00\n{twice.replace('João', 'JOAO')}")
    assert len({entry.key for entry in first}) == 2
    assert [entry.key for entry in second[1:]] == [entry.key for entry in first]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\0\0", "não é um arquivo CSV"),
        (b"nome;idade\nAna;3\n", "Data e Valor"),
        (b"", "Data e Valor"),
        (b"Data;Valor\n", "nenhum movimento"),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
        (b"Data;Valor\n" + b"24/11/2026;1\n" * 5001, "5000 linhas"),
        (b'Data;Valor\n"' + b"a" * 200_000, "não é um arquivo CSV"),
    ],
)
def test_what_is_no_statement_says_why(content: bytes, told: str) -> None:
    with pytest.raises(BadStatement, match=told):
        read_statement(content)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_break_it(content: bytes) -> None:
    with suppress(BadStatement):
        read_statement(b"Data;Valor;Nome\n" + content)

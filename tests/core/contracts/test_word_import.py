"""A Word document as a template's text: placeholders under names that hold, in whatever form people wrote them."""

from datetime import datetime

import pytest

from aceite.core.contracts.asked import Asked
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.word_import import read_word
from aceite.core.proposals.models import ProposalVersion
from aceite.kit.pdf.pages import page_count
from aceite.kit.richtext import sanitize
from tests.core.contracts.sent import add_contract
from tests.core.contracts.word_files import paragraph, said, word

PAGE = '<hr class="page">'


def test_placeholders_are_recognised_however_they_were_written() -> None:
    body = paragraph(
        said("{{cliente.nome}} {{Nome do fiador}} {{ CPF/CNPJ do fiador }} «Prazo da obra» {{clausula.foro}} "),
        said("{{prazo}} {{"),
        said("va", "b"), said("lor}} {{hoje}}"),
    )  # fmt: skip
    read = read_word(word(body), "Contrato_de obra.v2.docx", (Asked("prazo", "Prazo"),))
    assert read.title == "Contrato de obra.v2"
    assert "{{cliente.nome}} {{nome_do_fiador}} {{cpf_cnpj_do_fiador}} {{prazo_da_obra}} {{clausula.foro}}" in read.body
    assert [(row.label, row.name) for row in read.rows] == [
        ("Nome do fiador", "nome_do_fiador"),
        ("CPF/CNPJ do fiador", "cpf_cnpj_do_fiador"),
        ("Prazo da obra", "prazo_da_obra"),
        ("Valor", "valor"),
    ]


def test_two_texts_that_begin_alike_are_two_fields() -> None:
    long = "Prazo para a entrega da primeira etapa da"
    body = paragraph(
        said(f"{{{{{long} obra}}}} {{{{{long} reforma}}}} {{{{{long} obra}}}} {{{{valor}}}} {{{{Valor}}}}")
    )
    read = read_word(word(body), "a.docx")
    first, second = "prazo_para_a_entrega_da_primeira_etapa_d", "prazo_para_a_entrega_da_primeira_etapa_2"
    assert f"{{{{{first}}}}} {{{{{second}}}}} {{{{{first}}}}} {{{{valor}}}} {{{{valor}}}}" in read.body
    called = [(row.label, row.name) for row in read.rows]
    assert called[:2] == [(f"{long} obra", first), (f"{long} reforma", second)]
    assert [name for _label, name in called[2:]] == ["valor"]


def test_what_is_lost_is_said_in_words() -> None:
    picture = '<w:p><w:r><w:drawing><p:pic xmlns:p="http://x/picture"/></w:drawing></w:r></w:p>'
    assert read_word(word(paragraph(said("x")) + picture), "a.docx").lost == ["Imagens ficaram de fora: 1."]


@pytest.mark.parametrize("at_the_end", ["", PAGE])
def test_a_break_ends_the_page_where_one_can_end(version: ProposalVersion, now: datetime, at_the_end: str) -> None:
    body = f"<p>Uma</p>{PAGE}<p>Duas</p><ul><li>Três{PAGE}</li></ul>{at_the_end}"
    contract = add_contract(version, body=sanitize(body))
    assert contract.body == body
    assert page_count(print_contract(contract, at=now)) == 2

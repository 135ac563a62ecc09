"""Components say what they must, to eyes and to screen readers."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from aceite.faces.ui.forms import Form
from aceite.faces.ui.shell import nav


class Person(Form):
    """A name, an optional note, a box to tick."""

    name = forms.CharField(label="Nome", help_text="Como no documento")
    note = forms.CharField(label="Nota", required=False)
    agreed = forms.BooleanField(label="Concordo")


def drawn(source: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/lista/?{query}")
    return Template("{% load ui br %}" + source).render(Context({"request": request, **context}))


def test_a_field_in_error_is_tied_to_its_words() -> None:
    html = drawn("{% ui_field form.name %}", form=Person({}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_an_optional_field_says_so() -> None:
    assert "(opcional)" in drawn("{% ui_field form.note %}", form=Person())
    assert "(opcional)" not in drawn("{% ui_field form.name %}", form=Person())


def test_the_summary_links_to_each_field_and_is_silent_without_errors() -> None:
    form = Person({})
    form.add_error(None, "A versão mudou.")
    html = drawn("{% ui_errors form %}", form=form)
    assert 'href="#id_name"' in html
    assert "A versão mudou." in html
    assert drawn("{% ui_errors form %}", form=Person()).strip() == ""


def test_a_formsets_errors_are_summed_up_too() -> None:
    formset = forms.formset_factory(Person)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-note": "x"})
    assert 'href="#id_form-0-name"' in drawn("{% ui_errors formset %}", formset=formset)


def test_what_people_write_is_escaped() -> None:
    html = drawn(
        "{% ui_status text %}{% ui_notice 'info' text %}{% ui_button text %}{% ui_avatar text %}", text="<script>"
    )
    assert "<script>" not in html


def test_a_state_is_a_word_with_a_dot() -> None:
    assert drawn("{% ui_status 'approved' %}").strip() == '<span class="status success">Aprovado</span>'


def test_a_button_with_an_address_is_a_link() -> None:
    assert drawn("{% ui_button 'Ver' href='/x/' %}").startswith('<a class="button secondary" href="/x/">')
    assert 'data-busy="Preparando…"' in drawn("{% ui_button 'Enviar' busy='Preparando…' %}")


def test_pages_keep_the_rest_of_the_address() -> None:
    page = Paginator(range(100), 10).page(2)
    html = drawn("{% ui_pages page %}", query="q=pão&pagina=2", page=page)
    assert 'href="?q=p%C3%A3o&amp;pagina=3"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_pager() -> None:
    assert drawn("{% ui_pages page %}", page=Paginator([1], 10).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("query", "href", "direction"),
    [
        ("q=a&pagina=3", "?q=a&amp;ordem=total", ""),
        ("ordem=total", "?ordem=-total", 'aria-sort="ascending"'),
        ("ordem=-total", "?ordem=total", 'aria-sort="descending"'),
    ],
)
def test_sorting_turns_around_and_begins_at_the_first_page(query: str, href: str, direction: str) -> None:
    assert f'href="{href}"' in drawn("{% ui_sort 'total' 'Total' %}", query=query)
    assert drawn("{% ui_aria_sort 'total' %}", query=query) == direction


def test_empty_facts_are_left_out() -> None:
    assert drawn("{% ui_facts facts %}", facts=[("CNPJ", ""), ("Frete", "CIF")]).count("<dt>") == 1


def test_an_icon_is_hidden_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in drawn("{% ui_icon 'check' %}")
    assert 'aria-label="Feito"' in drawn("{% ui_icon 'check' label='Feito' %}")


def test_one_is_at_the_place_with_the_longest_matching_address() -> None:
    places = [("Início", "home", "/a/"), ("Vendas", "tag", "/a/vendas/")]
    assert [item.label for item in nav("/a/vendas/3/", places) if item.current] == ["Vendas"]

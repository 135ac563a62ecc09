"""Where a form was sent from: one of our own pages, or nowhere."""

import pytest
from django.test import RequestFactory

from aceite.faces.ui.returning import is_page, stood_on

HOME = "/aurora/painel/"


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/aurora/painel/propostas/2026-0001/?a=1", "/aurora/painel/propostas/2026-0001/?a=1"),
        ("", ""),
        ("https://mal.example/aurora/painel/", ""),
        ("http://testserver/boreal/painel/", ""),
        ("http://testserver//mal.example/", ""),
        ("http://testserver@mal.example/aurora/painel/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_only_a_page_below_is_returned_to(referer: str, page: str) -> None:
    assert stood_on(RequestFactory().post("/", headers={"Referer": referer}), HOME) == page


def test_a_path_of_another_host_is_none_of_ours() -> None:
    assert stood_on(RequestFactory().post("/", headers={"Referer": "http://testserver//mal.example/"})) == ""


def test_a_script_in_the_background_is_no_page() -> None:
    assert is_page(RequestFactory().post("/"))
    assert not is_page(RequestFactory().post("/", headers={"Sec-Fetch-Mode": "cors"}))

"""Where a form was sent from: one of our own pages, or nowhere."""

import pytest
from django.test import RequestFactory

from aceite.faces.ui.returning import is_page, leads_below, stood_on

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
        ("http://testserver/aurora/painel/../../boreal/painel/", ""),
        ("http://testserver/aurora/painel/propostas/?de=../..", "/aurora/painel/propostas/?de=../.."),
    ],
)
def test_only_a_page_below_is_returned_to(referer: str, page: str) -> None:
    assert stood_on(RequestFactory().post("/", headers={"Referer": referer}), HOME) == page


def test_a_path_of_another_host_is_none_of_ours() -> None:
    assert stood_on(RequestFactory().post("/", headers={"Referer": "http://testserver//mal.example/"})) == ""


@pytest.mark.parametrize(
    "way_up",
    [
        *("..", "%2e%2e", "%2E.", ".%2e", ".", ".\t.", "..#", "..?a=1"),
        *("x/../..", "x//../../..", "..\\..", "x\\..\\..\\..", "..%2f.."),
    ],
)
def test_no_step_leads_up_and_out(way_up: str) -> None:
    assert not leads_below(f"{HOME}{way_up}", HOME) and not leads_below(f"{HOME}{way_up}/boreal/painel/", HOME)


@pytest.mark.parametrize("page", ["", "a..b/", ".../", "?next=/../..", "#/../..", "%252e%252e/", "x%20y/"])
def test_dots_that_are_no_step_stay(page: str) -> None:
    assert leads_below(f"{HOME}{page}", HOME)


def test_a_script_in_the_background_is_no_page() -> None:
    assert is_page(RequestFactory().post("/"))
    assert not is_page(RequestFactory().post("/", headers={"Sec-Fetch-Mode": "cors"}))

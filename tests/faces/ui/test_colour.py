"""A company's colour becomes an accent that can be read, whatever the colour."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from aceite.faces.ui import colour
from aceite.faces.ui.brand import brand_version, brand_view
from aceite.faces.ui.colour import accent_tokens, brand_css, contrast

BASE = Path(colour.__file__).parent / "static/ui/base.css"
PAIRS = (
    ("accent", "on-accent"),
    ("accent-strong", "on-accent"),
    ("accent-text", "accent-soft"),
    ("dark-accent-text", "dark-accent-soft"),
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_as_wcag_counts_it() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(colours)
def test_every_pair_can_be_read_in_both_themes(brand: str) -> None:
    tokens = accent_tokens(brand)
    assert all(contrast(tokens[one], tokens[other]) >= 4.5 for one, other in PAIRS)
    assert contrast(tokens["accent-text"], colour.LIGHT_GROUND) >= 4.5
    assert contrast(tokens["dark-accent-text"], colour.DARK_GROUND) >= 4.5


@given(colours)
def test_oklch_there_and_back(brand: str) -> None:
    assert colour.to_hex(colour.from_oklch(colour.to_oklch(colour.parse(brand)))) == brand


def test_a_colour_that_can_be_read_is_kept() -> None:
    assert accent_tokens("#7a1fa2")["accent"] == "#7a1fa2"
    assert accent_tokens("#ffdd00") | {"accent": "#ffdd00", "on-accent": colour.INK} == accent_tokens("#ffdd00")


def test_what_is_no_colour_gives_the_products_own() -> None:
    assert brand_css("javascript:alert(1)") == brand_css(colour.DEFAULT_ACCENT)


def test_nothing_but_colours_gets_into_the_stylesheet() -> None:
    values = re.findall(r"--[a-z-]+:([^;]+);", brand_css("#7a1fa2"))
    assert len(values) == 9
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in values)


def test_the_stylesheet_shows_the_default_accent_as_computed() -> None:
    declared = dict(re.findall(r"--((?:on-)?accent[a-z-]*): (#[0-9a-f]+);", BASE.read_text().split("@media")[0]))
    tokens = {name: value for name, value in accent_tokens(colour.DEFAULT_ACCENT).items() if "dark" not in name}
    assert {name: colour.to_hex(colour.parse(value)) for name, value in declared.items()} == tokens


def test_a_versioned_stylesheet_is_kept_for_a_year() -> None:
    view = brand_view(lambda request, company: {"aurora": "#7a1fa2"}[company])
    response = view(RequestFactory().get("/", {"v": brand_version("#7a1fa2")}), company="aurora")
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]

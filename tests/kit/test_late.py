"""A late module is loaded by its first use, and is then the module itself."""

import sys

import pytest

from aceite.kit.late import late


def test_it_is_loaded_with_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    colours = late("colorsys")
    assert "colorsys" not in sys.modules
    assert colours.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    assert colours.rgb_to_hsv is sys.modules["colorsys"].rgb_to_hsv


def test_what_is_not_there_is_told_by_its_first_use() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        late("no_such_module").anything  # noqa: B018
    with pytest.raises(AttributeError, match="no_such_name"):
        late("colorsys").no_such_name  # noqa: B018

import re
from pathlib import Path

import pytest

from dashboard import theme

CSS = (Path(theme.__file__).parent / "assets" / "theme.css").read_text("utf-8")
ROLES = {
    "ink": "ink",
    "muted": "muted",
    "raised": "raised",
    "line_strong": "line-strong",
    "selection": "selection",
    "grid": "plot-grid",
    "axis": "plot-axis",
    "tick": "plot-tick",
    "rest": "plot-rest",
    "rest_bar": "plot-rest-fill",
    "low": "d1",
    "high": "d5",
}


def block(mode):
    start = CSS.index(":root,[data-bs-theme=light]{" if mode == "light" else "[data-bs-theme=dark]{color-scheme")
    return CSS[start : CSS.index("}", start)]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("role", ROLES)
def test_plots_have_the_colours_of_the_style_sheet(mode, role):
    (value,) = re.findall(rf"--bp-{ROLES[role]}:(#[0-9A-Fa-f]{{6}})", block(mode))
    assert theme.palette(mode)[role] == value


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sequential_scale_is_that_of_the_style_sheet(mode):
    assert list(theme.sequential(mode)) == re.findall(r"--bp-s\d:(#[0-9A-F]{6})", block(mode))


def test_an_unknown_mode_is_light():
    assert theme.palette(None) == theme.palette("light")


def test_the_style_sheet_loads_nothing_from_elsewhere():
    assert not re.findall(r"url\(\"?(?:https?:)?//", CSS)

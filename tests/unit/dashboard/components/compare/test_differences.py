import pytest
from dash import html

from dashboard.components.compare.differences import p_words, signed


def words(shown):
    parts = shown if isinstance(shown, list) else [shown]
    return "".join(part if isinstance(part, str) else f"^{part.children}" for part in parts)


@pytest.mark.parametrize(
    ("p_value", "printed"),
    [
        (0.0, "< 10^\u2212300"),
        (1e-301, "< 10^\u2212300"),
        (5.3e-6, "5.3 \u00d7 10^\u22126"),
        (0.001, "0.001"),
        (0.2041, "0.204"),
        (1.0, "1.000"),
    ],
)
def test_p_values_are_never_printed_as_0(p_value, printed):
    assert words(p_words(p_value)) == printed


def test_what_was_not_tested_says_so():
    shown = p_words(None)
    assert isinstance(shown, html.Span)
    assert "Fewer than 3" in shown.title


def test_effects_have_their_sign():
    assert [signed(value) for value in (0.42, -0.42, 0.001, 0.0)] == ["+0.42", "\u22120.42", "0.00", "0.00"]

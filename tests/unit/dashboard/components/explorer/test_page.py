"""The bar of the explorer: what may be done with a selection, and by whom."""

import pytest

from dashboard.components.explorer import page as explorer
from dashboard.components.explorer.view import view_from


@pytest.mark.parametrize("own", [True, False])
def test_only_the_owner_is_offered_to_save_and_to_share(own):
    shown = str(explorer.explorer("0" * 8, view_from({}), own=own).to_plotly_json())
    for words in ("Save selection", "Share"):
        assert (f"'{words}'" in shown) is own, words
    assert "Clear" in shown

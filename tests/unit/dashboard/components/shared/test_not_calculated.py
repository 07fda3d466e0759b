"""What the engine of an analysis didn't calculate says so in filters, menus, plots, the grid and the dictionary."""

from uuid import UUID

from batchprot.properties.version import ENGINE_VERSION
from callbacks.explorer_plots import distribution
from dashboard import tables
from dashboard.components.explorer import filters
from dashboard.components.shared import not_calculated
from results.exports.about import dictionary
from results.queries.histograms import Histogram
from results.selection.model import Selection

OLD, KEY = "1.2.0", "fold_index"
NOTHING = Histogram([], [], [], None, None)


def test_only_an_older_engine_lacks_a_property():
    assert not_calculated.is_missing(KEY, OLD)
    assert not not_calculated.is_missing(KEY, ENGINE_VERSION)
    assert not not_calculated.is_missing(KEY, "")
    assert not not_calculated.is_missing("gravy", OLD)


def test_menus_mark_it():
    labels = {one["value"]: one["label"] for one in filters.property_options(engine=OLD)}
    assert labels[KEY] == "FoldIndex (not calculated)"
    assert not_calculated.MARK not in labels["gravy"]


def test_its_filter_says_why_and_how_to_have_it():
    said = not_calculated.short(OLD, "/new?from=1")
    box = str(filters.property_filter(KEY, NOTHING, None, missing=said).to_plotly_json())
    assert "Not calculated with engine 1.2.0" in box
    assert "/new?from=1" in box


def test_its_distribution_is_a_sentence():
    figure = distribution((None, None, UUID(int=0)), Selection(), NOTHING, KEY, "light", engine=OLD)
    assert "not calculated with engine 1.2.0" in figure["layout"]["annotations"][0]["text"]


def test_its_cells_and_its_head_in_the_grid():
    column = next(one for one in tables.column_definitions("all", "1", engine=OLD) if one["field"] == KEY)
    assert column["valueFormatter"] == {"function": "'not calculated'"}
    assert "Run the analysis again" in column["headerTooltip"]
    known = next(one for one in tables.column_definitions("all", "1", engine=OLD) if one["field"] == "gravy")
    assert known["valueFormatter"] != column["valueFormatter"]


def test_the_data_dictionary_says_why_it_is_empty():
    old, known = dictionary([KEY, "gravy"], engine=OLD)
    assert "Empty: not calculated with engine 1.2.0" in old[5]
    assert "Empty" not in known[5]
    assert "Empty" not in dictionary([KEY], engine=ENGINE_VERSION)[0][5]

import pytest

from batchprot.properties.table import BY_KEY, Preset
from dashboard import tables
from results.exports import csv as export

MINE = "gravy,count_W,organism,line"


@pytest.mark.parametrize("columns", [*Preset, MINE])
def test_every_column_is_a_field_of_the_row(columns):
    assert {column["field"] for column in tables.column_definitions(columns, "1")} <= set(tables.fields(columns))


def test_numbers_stand_right_with_their_unit_in_the_head():
    column = next(c for c in tables.column_definitions("basic", "1") if c["field"] == "molecular_weight_da")
    assert column["headerName"] == "MW (Da)"
    assert column["type"] == "rightAligned"
    assert "',.2f'" in column["valueFormatter"]["function"]


def test_unmeasured_is_empty():
    assert tables.value_format(BY_KEY["gravy"]).startswith("params.value == null ? ''")


def test_presets_grow():
    sizes = [len(tables.column_definitions(preset, "1")) for preset in (Preset.BASIC, Preset.ADVANCED, Preset.ALL)]
    assert sizes[0] < sizes[1] < sizes[2]


def test_chosen_columns_stand_in_the_order_chosen():
    assert [column["field"] for column in tables.column_definitions(MINE, "1")][2:] == MINE.split(",")


@pytest.mark.parametrize(
    "columns", ["", "gravy,gravy", "gravy,", "sequence", "job_id", "mine", "<script>", "basic,gravy"]
)
def test_columns_that_are_not_known(columns):
    assert not tables.is_known(columns)


def test_every_column_that_can_be_chosen_can_be_downloaded():
    keys = [key for _, group in tables.groups() for key, _ in group]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(export.columns_named(",".join(keys)))


def test_the_sort_of_the_address_is_the_grid_s():
    columns = tables.column_definitions("basic", "1", [("gravy", "desc"), ("not_a_column", "asc")])
    (sorted_by,) = [column for column in columns if "sort" in column]
    assert (sorted_by["field"], sorted_by["sort"], sorted_by["sortIndex"]) == ("gravy", "desc", 0)


def test_the_net_charge_says_its_ph_in_its_head_and_tooltip():
    (column,) = [one for one in tables.column_definitions("basic", "1", ph=5.5) if one["field"] == "charge_at_ph"]
    assert column["headerName"] == "Charge, pH 5.5"
    assert column["headerTooltip"].startswith("Net charge at pH 5.5.")


def test_own_numbers_have_room_for_five_digits_before_their_decimals():
    key = "own1n4_m~2fz"
    column = next(c for c in tables.column_definitions(key, "1", own=[key]) if c["field"] == key)
    assert column["initialWidth"] == round(25 + 7.3 * len("12,345.6789"))

import pytest

from dashboard import tables
from protein.properties import BY_KEY, Preset


@pytest.mark.parametrize("preset", list(Preset))
def test_every_column_is_a_field_of_the_row(preset):
    assert {column["field"] for column in tables.column_definitions(preset, "1")} <= set(tables.fields(preset))


def test_numbers_stand_right_with_their_unit_in_the_head():
    column = next(c for c in tables.column_definitions(Preset.BASIC, "1") if c["field"] == "molecular_weight_da")
    assert column["headerName"] == "MW (Da)"
    assert column["type"] == "rightAligned"
    assert "',.2f'" in column["valueFormatter"]["function"]


def test_unmeasured_is_empty():
    assert tables.value_format(BY_KEY["gravy"]).startswith("params.value == null ? ''")


def test_presets_grow():
    sizes = [len(tables.column_definitions(preset, "1")) for preset in (Preset.BASIC, Preset.ADVANCED, Preset.ALL)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


def test_the_sort_of_the_address_is_the_grid_s():
    columns = tables.column_definitions(Preset.BASIC, "1", [("gravy", "desc"), ("not_a_column", "asc")])
    (sorted_by,) = [column for column in columns if "sort" in column]
    assert (sorted_by["field"], sorted_by["sort"], sorted_by["sortIndex"]) == ("gravy", "desc", 0)

from batchprot.properties.table import BY_KEY, Preset, columns_of, headers, properties_of


def test_counts_become_twenty_columns():
    assert headers(BY_KEY["residue_counts"])[0] == "count_A"
    assert headers(BY_KEY["residue_counts"])[-1] == "count_Y"
    assert len(headers(BY_KEY["residue_counts"])) == 20
    assert headers(BY_KEY["gravy"]) == ("gravy",)


def test_basic_is_what_protparam_users_look_at_first():
    keys = [row.key for row in properties_of(Preset.BASIC)]
    assert keys[:5] == ["length", "ambiguous_residues", "molecular_weight_da", "isoelectric_point", "charge_at_ph"]
    assert "residue_counts" not in keys
    assert "notes" in keys


def test_columns_follow_the_order_of_the_table():
    every = columns_of(Preset.ALL)
    advanced = columns_of(Preset.ADVANCED)
    assert [column for column in every if column in advanced] == list(advanced)

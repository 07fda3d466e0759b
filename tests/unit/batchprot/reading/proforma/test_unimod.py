"""The table of modifications."""

import json
from pathlib import Path

import pytest

from batchprot.reading.proforma import unimod

# Unimod's own masses, as its pages print them.
PRINTED = {
    1: ("Acetyl", 42.010565, 42.0367),
    2: ("Amidated", -0.984016, -0.9848),
    4: ("Carbamidomethyl", 57.021464, 57.0513),
    7: ("Deamidated", 0.984016, 0.9848),
    21: ("Phospho", 79.966331, 79.9799),
    35: ("Oxidation", 15.994915, 15.9994),
    36: ("Dimethyl", 28.0313, 28.0532),
    121: ("GG", 114.042927, 114.1026),
    188: ("Label:13C(6)", 6.020129, 5.9559),
    737: ("TMT6plex", 229.162932, 229.2634),
}


@pytest.mark.parametrize(("number", "printed"), PRINTED.items())
def test_compositions_give_unimods_masses(number: int, printed: tuple[str, float, float]) -> None:
    one = unimod.by_number()[number]
    mono, average = (sum(unimod.masses()[element][kind] * count for element, count in one.elements) for kind in (0, 1))
    assert one.name == printed[0]
    assert (mono, average) == (pytest.approx(printed[1], abs=1e-5), pytest.approx(printed[2], abs=2e-3))


def test_every_modification_has_one_name_and_a_place():
    assert len(unimod.by_name()) == len(unimod.by_number()) == 1_574
    assert all(one.places for one in unimod.by_number().values())


def test_the_table_says_where_it_is_from_and_under_which_licence():
    table = json.loads(Path(unimod.__file__).with_name("unimod.json").read_text("utf-8"))
    assert "Design Science License" in table["licence"]
    assert unimod.version().endswith("last changed 2026-02-17")
    assert "psims 1.4.0" in unimod.version()

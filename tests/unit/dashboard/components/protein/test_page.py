import json
from types import SimpleNamespace
from uuid import UUID

import plotly.utils
import pytest

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.own import read_key
from batchprot.properties.table import BY_KEY
from batchprot.reading.alphabet import NAMES, STANDARD
from dashboard.components.protein import values_table
from dashboard.components.protein.head import short_name
from dashboard.components.protein.page import concentration, hits, protein_page, rejected_page
from dashboard.components.protein.sequence import sequence
from dashboard.components.protein.values_table import formula, shown

NONE = SimpleNamespace(rows=[])
JOB = SimpleNamespace(
    id=UUID(int=1),
    title="Yeast",
    records=10,
    rejected=0,
    options=AnalysisOptions(ph=7.4),
    engine_version="1.3.0",
    own_columns=NONE,
)


def view(**changes):
    plain = {
        "ordinal": 2,
        "identifier": "sp|P69905|HBA_HUMAN",
        "name": "HBA_HUMAN",
        "description": "Haemoglobin",
        "organism": "Homo sapiens",
        "gene": "HBA1",
        "status": "ok",
        "line": 7,
        "reason": "",
        "sequence": "MVLSPADK",
        "values": {"molecular_weight_da": 15257.4, "extinction_reduced": 9970, "notes": "no_trp"},
        "percentiles": {"molecular_weight_da": 12.3},
        "previous": None,
        "next": (3, "sp|P68871|HBB_HUMAN"),
    }
    return SimpleNamespace(**plain | changes)


def text(component):
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_only_accessions_are_linked():
    assert "uniprot.org" not in text(protein_page(view(identifier="javascript:alert(1)"), JOB, "/jobs/1", ""))


def test_the_page_links_to_its_neighbour_and_keeps_the_selection():
    page = text(protein_page(view(), JOB, "/jobs/1", "r.gravy=0..1"))
    assert "/jobs/1/proteins/3?r.gravy=0..1" in page
    assert "/jobs/1?r.gravy=0..1" in page
    assert "https://www.uniprot.org/uniprotkb/P69905" in page
    assert "No Trp" in page


def test_a_rejected_record_has_its_reason_and_no_empty_panels():
    page = text(rejected_page(view(status="rejected", reason="A stop inside.", sequence=""), JOB, "/jobs/1", ""))
    assert "A stop inside." in page
    assert "Titration" not in page
    assert "Copy sequence" not in page


def test_markup_in_names_is_text():
    page = text(protein_page(view(name="<img src=x onerror=alert(1)>"), JOB, "/jobs/1", ""))
    assert '"children": "<img src=x onerror=alert(1)>"' in page
    assert "dangerously" not in page


def test_concentration_by_beer_and_lambert():
    # ADT2_YEAST: 34,426.19 Da, 35,870 per M and cm; A280 of 0.84 in 1 cm is 23.4 uM, 0.806 mg/mL.
    words = text(concentration({"extinction_reduced": 35870, "molecular_weight_da": 34426.19}, 0.84, 1.0))
    assert "0.806 mg/mL" in words
    assert "23.4 \u00b5M" in words
    assert "1.042" in words


def test_without_chromophores_a280_tells_nothing():
    assert "does not tell" in text(concentration({"extinction_reduced": 0, "molecular_weight_da": 900.0}, 0.5, 1.0))


def test_the_sequence_is_in_blocks_of_ten_with_the_number_of_their_first_residue():
    grid, legend = sequence("A" * 75)
    blocks = grid.children.children
    assert [getattr(block, "data-first") for block in blocks] == [str(first) for first in range(1, 75, 10)]
    assert [len(block.children.children) for block in blocks] == [10] * 7 + [5]
    assert "aliphatic" in text(legend)


def test_hits_of_a_motif_are_marked_those_that_overlap_too():
    assert hits("MRGDRGDNNSNST", ["RGD"]) == [(1, 4), (4, 7)]
    assert hits("NNSS", ["N[^P][ST]"]) == [(0, 3), (1, 4)]
    page = text(protein_page(view(sequence="MRGDK"), JOB, "/jobs/1", "", motifs=["RGD"]))
    assert "1 motif hit, underlined: 2\N{EN DASH}4" in page
    assert page.count(" hit") - page.count("motif hit") == 3
    assert "motif hit" not in text(protein_page(view(sequence="MRGDK"), JOB, "/jobs/1", ""))


def test_values_come_first_and_the_sequence_last():
    page = text(protein_page(view(), JOB, "/jobs/1", ""))
    order = ["Values", "Titration", "Profile", "Composition", "Sequence"]
    places = [page.index(f'"children": "{name}", "className": "h3"') for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize(("records", "rejected", "said"), [(10, 0, True), (9, 0, False), (12, 3, False), (1, 0, False)])
def test_percentiles_are_shown_from_ten_proteins_on(records, rejected, said):
    job = SimpleNamespace(
        id=UUID(int=1),
        title="Few",
        records=records,
        rejected=rejected,
        options=AnalysisOptions(),
        engine_version="1.3.0",
        own_columns=NONE,
    )
    page = text(protein_page(view(), job, "/jobs/1", ""))
    assert ("percentile in this analysis" in page) == said
    assert ("12th" in page) == said


def test_own_columns_stand_under_a_heading_with_their_values_and_also_of_a_rejected_record():
    fold, group, note = (read_key(key).row for key in ("own1n2_Fold", "own2c_Group", "own3t_Note"))
    job = SimpleNamespace(**{**vars(JOB), "own_columns": SimpleNamespace(rows=[fold, group, note])})
    values = {fold.key: -1.256, group.key: "<b>up</b>", note.key: None}
    page = text(protein_page(view(values=values, percentiles={fold.key: 12.0}), job, "/jobs/1", ""))
    for said in ("Your columns", "\u22121.26", "<b>up</b>", "no value", "12th"):
        assert said in page
    rejected = text(rejected_page(view(values=values, status="rejected"), job, "/jobs/1", ""))
    assert "<b>up</b>" in rejected
    assert "Your columns" not in text(protein_page(view(), JOB, "/jobs/1", ""))


def test_the_composition_has_counts():
    counts = [number for number, _ in enumerate(STANDARD)]
    page = text(protein_page(view(values={"residue_counts": counts}), JOB, "/jobs/1", ""))
    assert f'"children": "{counts[STANDARD.index("W")]}"' in page
    assert NAMES["W"] in page


def test_numbers_of_a_formula_are_indices():
    assert text(formula("C529H2S")).count('"Sub"') == 2


def test_an_analysis_of_one_protein_is_reached_by_its_tab():
    job = SimpleNamespace(
        id=UUID(int=1),
        title="One",
        records=1,
        rejected=0,
        options=AnalysisOptions(),
        engine_version="1.3.0",
        own_columns=NONE,
    )
    assert '"/jobs/1?tab=explore"' in text(protein_page(view(previous=None, next=None), job, "/jobs/1", ""))


def test_a_huge_sequence_is_shown_without_colour():
    assert len(sequence("A" * 35_000)) == 1


def test_values_carry_their_qualifier_and_unmeasured_says_so():
    row = BY_KEY["half_life_mammalian_h"]
    assert shown(row, {row.key: 20.0, f"{row.key}_qualifier": ">"}).startswith(">20")
    assert "not calculated" in text(shown(row, {row.key: None}))


def test_values_of_a_later_engine_say_which_engine_it_was():
    page = text(protein_page(view(), JOB, "/jobs/1", ""))
    assert page.count("not calculated with engine 1.3.0") == 38
    assert "with engine" not in text(values_table.other_values({}, {}, 7.0))


def test_the_charge_says_its_ph_and_units_are_printed_as_such():
    page = text(protein_page(view(), JOB, "/jobs/1", ""))
    assert "Net charge at pH 7.4" in page
    assert "M\u207b\u00b9 cm\u207b\u00b9" in page
    assert "1/(M cm)" not in page


def test_short_names():
    assert short_name("sp|P69905|HBA_HUMAN") == "HBA_HUMAN"
    assert short_name("PYR_0001") == "PYR_0001"


def test_beside_the_table_it_has_no_way_back_and_no_second_main_heading():
    page = text(protein_page(view(), JOB, "/jobs/1", "", beside=True))
    assert "Breadcrumb" not in page
    assert '"type": "H1"' not in page
    assert "HBA_HUMAN" in page


@pytest.mark.parametrize(
    ("length", "index", "words"), [(9, 12.0, ""), (10, 12.0, "predicted stable"), (300, 40.0, "predicted unstable")]
)
def test_stability_is_a_prediction_and_not_said_of_a_short_peptide(length, index, words):
    row = BY_KEY["instability_index"]
    assert values_table._unit(row, {"length": length, "instability_index": index}) == words


def test_every_control_and_note_of_a_panel_is_there():
    page = text(protein_page(view(), JOB, "/jobs/1", ""))
    for control in ("protein-scale", "protein-window", "protein-titration-note", "protein-colour"):
        assert f'"id": "{control}"' in page

"""What is special about a selection: numbers against scipy on the values themselves, and the downloads."""

import csv
import io
import zipfile

import numpy as np
import polars as pl
import pytest
from scipy import stats

from batchprot.properties.property import Kind
from jobs.errors import JobNotFound
from jobs.intake.own_columns import store
from jobs.intake.own_columns.store import NewColumn
from results.own_columns import own_columns
from results.selection.model import Region, Selection
from results.sharing.share import create_link
from results.special.found import FEWEST
from results.special.results import KEYS, special
from results.special.table import HEADER, special_csv
from results.special.words import headline

CHOSEN = Selection(ranges={"gravy": (0.5, None)}, text="kinase")


@pytest.fixture
def job(fill_here):
    return fill_here(300, seed=5)


def sides(job, key, chosen):
    """The values of the selected proteins and of the others."""
    known = [r for r in job.records if r["status"] != "rejected" and r[key] is not None]
    return [np.array([r[key] for r in known if chosen(r) is wanted], float) for wanted in (True, False)]


def is_chosen(record):
    return (
        record["gravy"] is not None and round(record["gravy"], 3) >= 0.5 and "kinase" in record["description"].lower()
    )


@pytest.mark.parametrize("key", ["length", "isoelectric_point", "negative_residues", "atoms", "boman_index"])
def test_effects_are_scipys_on_the_values(services, job, key):
    found = special(services, job.owner, job.id, CHOSEN)
    (one,) = [finding for finding in found.findings if finding.key == key]
    selected, rest = sides(job, key, is_chosen)
    assert len(selected) > FEWEST
    for group, values in ((one.selected, selected), (one.rest, rest)):
        assert group.n == len(values)
        assert group.quartiles == pytest.approx(np.percentile(values, [25, 50, 75]))
    expected = stats.mannwhitneyu(selected, rest).statistic
    assert one.delta == pytest.approx(2 * expected / (len(selected) * len(rest)) - 1)
    assert one.interval[0] <= one.delta <= one.interval[1]
    assert 0 < one.p_value <= one.corrected <= 1


def test_every_property_is_there_once_and_all_proteins_are_on_one_side(services, job):
    found = special(services, job.owner, job.id, CHOSEN)
    assert sorted(one.key for one in found.findings) == sorted(KEYS)
    measured = [r for r in job.records if r["status"] != "rejected"]
    assert (found.selected, found.rest) == (
        sum(map(is_chosen, measured)),
        len(measured) - sum(map(is_chosen, measured)),
    )
    for one in found.findings:
        assert one.selected.n + one.selected.missing == found.selected
        assert one.rest.n + one.rest.missing == found.rest


def test_what_the_selection_asks_for_is_not_tested(services, job):
    corners = ((0.0, 0.0), (12.0, 0.0), (12.0, 60.0), (0.0, 60.0))
    for selection, keys in (
        (CHOSEN, {"gravy"}),
        (Selection(region=Region("isoelectric_point", "atoms", corners)), {"isoelectric_point", "atoms"}),
    ):
        found = special(services, job.owner, job.id, selection)
        assert {one.key for one in found.findings if one.is_condition} == keys
        assert all(one.corrected is None for one in found.findings if one.is_condition)


def test_a_planted_effect_comes_first_and_answers_are_repeatable(services, job, rows):
    rows("UPDATE measurement SET boman_index = boman_index + 50 WHERE job_id = %s AND ordinal %% 7 = 0", job.id)
    chosen = Selection(ordinals=frozenset(range(7, 301, 7)))
    found = special(services, job.owner, job.id, chosen)
    assert [one.key for one in found.found] == ["boman_index"]
    assert found.findings[0].key == "boman_index"
    assert special(services, job.owner, job.id, chosen) == found


def test_own_numbers_are_properties_and_own_groups_make_lists(services, job):
    columns = (NewColumn(label="Group", kind=Kind.CATEGORY), NewColumn(label="log2 FC", kind=Kind.NUMBER, decimals=2))
    ordinals = [record["ordinal"] for record in job.records]
    groups = ["hit" if ordinal % 6 == 0 else "other" for ordinal in ordinals]
    changes = [
        float(ordinal) if group == "hit" else -float(ordinal) for ordinal, group in zip(ordinals, groups, strict=True)
    ]
    types = {"ordinal": pl.Int32, "a": pl.String, "b": pl.Float64}
    with services.database.session() as session:
        frame = pl.DataFrame({"ordinal": ordinals, "a": groups, "b": changes}, schema=types)
        store.add(session, store.finished_job(session, job.owner, job.id), columns, frame)
    group, change = own_columns(services, job.owner, job.id).keys
    found = special(services, job.owner, job.id, Selection(values={group: frozenset(["hit"])}))
    assert found.findings[0].key == change
    assert (found.findings[0].delta, found.findings[0].is_found) == (1, True)
    assert "have a higher log2 FC" in headline(found)
    text = special_csv(found).decode()
    assert text.splitlines()[1].startswith("log2 FC,")


def test_rejected_records_are_counted_and_left_out(services, job):
    rejected = [r["ordinal"] for r in job.records if r["status"] == "rejected"]
    measured = [r["ordinal"] for r in job.records if r["status"] != "rejected"]
    found = special(services, job.owner, job.id, Selection(ordinals=frozenset(rejected[:2] + measured[:9])))
    assert (found.selected, found.rejected) == (9, 2)


@pytest.mark.parametrize("ordinals", [(), (1,), (1, 2)])
def test_too_few_proteins_are_described_and_not_tested(services, job, ordinals):
    found = special(services, job.owner, job.id, Selection(ordinals=frozenset(ordinals)))
    assert found.tested == 0
    assert not found.found
    everything = special(services, job.owner, job.id, Selection())
    assert (everything.rest, everything.tested) == (0, 0)


def test_properties_read_in_parts_give_the_same(services, job, monkeypatch):
    whole = special(services, job.owner, job.id, CHOSEN)
    monkeypatch.setattr("results.special.computing.AT_ONCE", 700)
    assert special(services, job.owner, job.id, CHOSEN) == whole


def test_nobody_elses_analysis_is_read(services, job, make_user):
    with pytest.raises(JobNotFound):
        special(services, make_user(), job.id, CHOSEN)


def test_the_table_downloads_alone_and_with_its_methods(visit, services, job):
    owner = visit(job.owner)
    query = "r.gravy=0.5..&q=kinase"
    answer = owner.get(f"/jobs/{job.id}/special.csv?{query}")
    table = list(csv.DictReader(io.StringIO(answer.text)))
    found = special(services, job.owner, job.id, CHOSEN)
    assert tuple(table[0]) == HEADER
    assert [row["property"] for row in table] == [one.key for one in found.findings]
    for row, one in zip(table, found.findings, strict=True):
        assert row["cliffs_delta"] == ("" if one.delta is None else repr(one.delta))
        assert row["p_corrected"] == ("" if one.corrected is None else repr(one.corrected))
        assert row["special"] == ("" if one.corrected is None else "yes" if one.is_found else "no")
    (gravy,) = [row for row in table if row["property"] == "gravy"]
    assert gravy["remark"] == "the selection asks for it"
    packed = zipfile.ZipFile(io.BytesIO(owner.get(f"/jobs/{job.id}/special.zip?{query}").data))
    assert packed.read("special.csv").decode() == answer.text.replace("\n", "\r\n").replace("\r\r", "\r")
    methods = packed.read("methods.txt").decode()
    for words in (f"These {found.selected} proteins", "Westfall and Young 1993", "GRAVY at least 0.5", "SHA-256"):
        assert words in methods
    assert owner.get(f"/jobs/{job.id}/special.pdf?{query}").status_code == 404
    assert owner.get(f"/jobs/{job.id}/special.csv?r.nothing=1..").status_code == 400


def test_the_holder_of_a_link_gets_the_same_table(visit, services, job):
    token = create_link(services, job.owner, job.id)
    own = visit(job.owner).get(f"/jobs/{job.id}/special.csv?q=kinase")
    assert visit(link=token).get(f"/shared/{token}/special.csv?q=kinase").text == own.text

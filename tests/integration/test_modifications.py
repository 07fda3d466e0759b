"""A modified peptide from the file to its rows, filters and downloads."""

import csv
import io

from batchprot.properties.table import Preset, columns_of
from results.access import reading
from results.exports import csv as export
from results.exports import fasta
from results.queries import query
from results.queries.values import values_selected
from results.selection.model import Selection

FILE = b""">one
PEPT[phospho]IDEK
>two
<[Carbamidomethyl]@C>[Acetyl]-MCK
>three
PEPTIDEK
>four
PEPT[Phosfo]IDEK
>five
PEPK[+57.02]
>six
LAS[UNIMOD:21]K
"""


def rows(services, user, job_id, selection=None):
    blocks = export.csv_stream(services, user, job_id, selection or Selection(), columns_of(Preset.ALL))
    return list(csv.DictReader(io.StringIO(b"".join(blocks).decode())))


def test_what_was_modified_is_kept_computed_and_downloaded(services, user, submit_text, run_jobs):
    job_id = submit_text(FILE)
    run_jobs()
    found = {row["identifier"]: row for row in rows(services, user, job_id)}
    assert {name: (row["status"], row["proforma"], row["modifications"]) for name, row in found.items()} == {
        "one": ("ok", "PEPT[Phospho]IDEK", "Phospho"),
        "two": ("ok", "[Acetyl]-MC[Carbamidomethyl]K", "Acetyl, Carbamidomethyl"),
        "three": ("ok", "", ""),
        "four": ("rejected", "", ""),
        "five": ("warned", "PEPK[+57.02]", "[+57.02]"),
        "six": ("ok", "LAS[Phospho]K", "Phospho"),
    }
    assert "[Phosfo] on T 4" in found["four"]["reason"]
    shift = float(found["one"]["monoisotopic_mass_da"]) - float(found["three"]["monoisotopic_mass_da"])
    assert abs(shift - 79.966331) < 1e-5
    assert found["five"]["molecular_weight_da"] == ""
    text = b"".join(fasta.fasta_stream(services, user, job_id, Selection())).decode()
    assert text.startswith(">one\nPEPT[Phospho]IDEK\n>two\n[Acetyl]-MC[Carbamidomethyl]K\n>three\nPEPTIDEK\n")


def test_modifications_are_a_category_to_filter_by(services, user, submit_text, run_jobs):
    job_id = submit_text(FILE)
    run_jobs()
    chosen = Selection(values={"modifications": frozenset({"Phospho"})})
    assert [row["identifier"] for row in rows(services, user, job_id, chosen)] == ["one", "six"]
    with reading(services, user, job_id) as job:
        counts = values_selected(job, chosen)["modifications"]
    assert counts == {"Phospho": (2, 2), "Acetyl, Carbamidomethyl": (0, 1), "[+57.02]": (0, 1), "": (0, 2)}


def test_an_analysis_without_modifications_has_no_such_filter(services, user, submit_text, run_jobs):
    job_id = submit_text(b">one\nPEPTIDEK\n")
    run_jobs()
    with reading(services, user, job_id) as job:
        assert values_selected(job, Selection()) == {}


def test_one_protein_has_its_proforma(services, user, submit_text, run_jobs):
    job_id = submit_text(FILE, first_residue=2)
    run_jobs()
    view = query.protein(services, user, job_id, 1)
    assert (view.sequence, view.values["proforma"]) == ("PEPTIDEK", "PEPT[Phospho]IDEK")

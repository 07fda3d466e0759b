"""The data behind the plots, through the web application: what is drawn, for the selection of the address."""

import csv
import datetime as dt
import io

import pytest

from batchprot.properties.version import ENGINE_VERSION

FASTA = (
    ">=cmd|' /C calc'!A0 a formula OS=Saccharomyces cerevisiae OX=1\nMKWVTFISLLFLFSSAYS\n>b\nMK*V\n"
    ">c\nACDEFGHIKLMNPQRSTVWY\n>d\nWWWWKKKK\n>e\nGGGGGGGGGGDE\n"
)
PLOTS = ("scatter", "distribution", "composition", "correlation")


@pytest.fixture
def data(visit, user, submit_text, run_jobs):
    """Ask for the rows behind a plot."""
    job_id = submit_text(FASTA, name="Mein Proteom.fasta")
    run_jobs()
    visitor = visit(user)

    def ask(plot, query=""):
        return visitor.get(f"/jobs/{job_id}/plots/{plot}.csv?{query}")

    return ask


def rows(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_scatter_s_rows_have_both_values_and_say_what_is_selected(data):
    found = rows(data("scatter", "x=gravy&y=length&colour=organism&r.gravy=0..9"))
    assert list(found[0]) == ["ordinal", "identifier", "name", "gravy", "length", "organism", "selected"]
    assert [row["ordinal"] for row in found] == ["1", "3", "4", "5"]  # the rejected one has no place
    assert [row["selected"] for row in found] == [str(int(float(row["gravy"]) >= 0)) for row in found]
    assert found[0]["identifier"].startswith("'=cmd")
    assert found[0]["organism"] == "Saccharomyces cerevisiae"


def test_what_has_no_place_on_a_logarithmic_axis_is_left_out(data):
    found = rows(data("scatter", "x=gravy&xlog=1"))
    assert 0 < len(found) < 4
    assert all(float(row["gravy"]) > 0 for row in found)


def test_the_distribution_counts_every_value(data):
    found = rows(data("distribution", "d=gravy&r.gravy=0..9"))
    assert sum(int(row["in_all"]) for row in found) == 4
    assert 0 < sum(int(row["selected"]) for row in found) < 4
    assert found[0]["gravy_to"] == found[1]["gravy_from"]


def test_the_composition_s_ratio_is_logarithmic(data):
    by_residue = {row["residue"]: row for row in rows(data("composition", "q=d"))}
    assert len(by_residue) == 20
    everything = {row["residue"]: row for row in rows(data("composition"))}
    assert float(everything["W"]["log2_ratio"]) == 0
    assert sum(float(row["fraction_in_all"]) for row in everything.values()) == pytest.approx(1)


def test_the_correlation_has_each_pair_once(data):
    found = rows(data("correlation", "corr=gravy,length,aromaticity"))
    assert [(row["property"], row["other_property"]) for row in found] == [
        ("length", "gravy"),
        ("aromaticity", "gravy"),
        ("aromaticity", "length"),
    ]
    assert {row["records"] for row in found} == {"4"}


@pytest.mark.parametrize("plot", PLOTS)
def test_the_file_is_named_after_analysis_plot_and_day(data, plot):
    answer = data(plot)
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=mein-proteom-" + plot)
    assert str(dt.datetime.now(dt.UTC).year) in disposition
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("plot", PLOTS)
def test_a_selection_of_nothing_is_no_error(data, plot):
    assert data(plot, "q=nothing+is+called+this").status_code == 200


@pytest.mark.parametrize("query", ["r.gravy=a..b", "nonsense=1", "q=" + "x" * 300])
def test_an_address_that_makes_no_sense_is_refused_in_words(data, query):
    assert data("scatter", query).status_code == 400


def test_there_is_no_other_plot(data):
    assert data("profile").status_code == 404


def test_an_axis_that_does_not_exist_is_the_usual_one(data):
    assert "isoelectric_point" in rows(data("scatter", "x=__proto__&colour=%3Cb%3E"))[0]


@pytest.fixture
def caption(visit, user, submit_text, run_jobs):
    """Ask for the caption of a plot."""
    job_id = submit_text(FASTA, name="Mein Proteom.fasta")
    run_jobs()
    visitor = visit(user)
    return lambda path, query="": visitor.get(f"/jobs/{job_id}/{path}.txt?{query}")


def test_a_caption_has_numbers_medians_the_selection_the_options_and_the_version(caption):
    words = caption("plots/distribution", "d=length&r.length=4..9").text
    assert "Distribution of length: " in words
    assert "n = 4 proteins" in words
    assert "Selected, in blue: 1 protein (Length 4 to 9 aa)." in words
    assert "Median length 15 aa (selected 8 aa)." in words
    assert words.endswith(f"Calculated with BatchProt engine {ENGINE_VERSION} (Expasy ProtParam constants).\n")
    both = caption("plots/scatter", "colour=gravy").text
    assert "Molecular weight against isoelectric point, coloured by GRAVY: " in both
    assert "Selected" not in both
    assert "(c) Amino acid composition" in caption("plots/all").text
    assert "(c) Spearman" in caption("plots/all", "panel=correlation").text
    assert caption("plots/length").status_code == 404


def test_a_caption_of_a_protein_names_it(caption):
    assert (
        "Net charge against pH, for each set of pKa values: c (20 residues)."
        in caption("proteins/3/plots/titration").text
    )
    assert caption("proteins/99/plots/titration").status_code == 404
    assert caption("proteins/3/plots/length").status_code == 404


def test_a_figure_becomes_a_pdf(visit, user):
    visitor = visit(user)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="60mm"><text y="9">pI</text></svg>'
    made = visitor.post("/api/figure.pdf", data=svg, content_type="image/svg+xml")
    assert made.mimetype == "application/pdf"
    assert made.get_data().startswith(b"%PDF")
    assert visitor.post("/api/figure.pdf", data=b"<svg", content_type="image/svg+xml").status_code == 400
    large = visitor.post("/api/figure.pdf", data=b" " * 5_000_001, content_type="image/svg+xml")
    assert large.status_code == 413

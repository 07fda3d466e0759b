"""Rows find their records by any of their names, in any case of letters."""

import polars as pl
import pytest

from batchprot.columns.matching import RECORD, Records, looks_like_a_date, looks_scientific

RECORDS = Records(
    pl.DataFrame(
        [
            (1, "sp|P12345|HBA_HUMAN", "HBA_HUMAN", "HBA1", "Hemoglobin alpha OS=Homo sapiens"),
            (2, "sp|P69905-2|X_Y", "X_Y", "HBA1", ""),
            (3, "NP_000001.1", "", "", "my protein"),
            (4, "ref|XP_9.2|", "", "", ""),
        ],
        schema=RECORD,
        orient="row",
    )
)


def match(form: str, *cells: str) -> list[list[int]]:
    keys = pl.DataFrame({"row": range(len(cells)), "cell": cells}, schema={"row": pl.Int64, "cell": pl.String})
    pairs = RECORDS.match(keys, form).pairs.rows()
    return [[ordinal for row, ordinal in pairs if row == place] for place in range(len(cells))]


@pytest.mark.parametrize(
    ("form", "cell", "ordinals"),
    [
        ("accession", "p12345", [1]),
        ("accession", "P12345-3", [1]),
        ("accession", "P69905", [2]),
        ("accession", "P69905-3", []),
        ("accession", "NP_000001", [3]),
        ("accession", "XP_9.2", [4]),
        ("accession", "sp|P12345|ANYTHING", [1]),
        ("accession", ">P12345", [1]),
        ("accession", "P69905;P12345;none", [1, 2]),
        ("identifier", "SP|p12345|hba_human", [1]),
        ("entry name", "hba_human", [1]),
        ("gene", "hba1", [1, 2]),
        ("name", "hemoglobin ALPHA", [1]),
        ("accession", "nobody", []),
    ],
)
def test_a_key_finds_its_records(form: str, cell: str, ordinals: list[int]) -> None:
    assert match(form, cell) == [ordinals]


def test_an_exact_name_goes_before_one_without_its_version() -> None:
    assert match("accession", "P12345", "P12345-2") == [[1], []]


def test_the_column_that_most_values_match_is_the_key() -> None:
    rows = pl.DataFrame({"note": ["a", "b"], "Protein": ["P12345", "P69905-2"]})
    assert RECORDS.best_key(rows, ["note", "Protein"]) == ("Protein", "accession")


def test_what_excel_did_to_names_is_seen() -> None:
    dates = pl.Series(["2-Sep", "Mar-01", "2024-09-02", "SEPT2", None])
    assert looks_like_a_date(dates).to_list() == [True, True, True, False, False]
    numbers = pl.Series(["2.31E+19", "2310009E13", "P12345", "1,2E+05"])
    assert looks_scientific(numbers).to_list() == [True, False, False, True]

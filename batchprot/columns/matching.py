"""Which records the rows of a table mean: by identifier, accession, entry name, gene or name, in any case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from batchprot.columns.choices import FORMS

RECORD: Final = {
    "ordinal": pl.Int64,
    "identifier": pl.String,
    "name": pl.String,
    "gene": pl.String,
    "description": pl.String,
}
"""What is known of the records that rows are matched to."""
SAMPLE: Final = 2_000
_VERSION: Final = r"([-.]\d+)$"
_DATABASE: Final = r"^(?:sp|tr|ref|gb|emb|dbj|pir|pdb|gi|lcl|gnl|up|sw)\|"
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE: Final = rf"^(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}-{_MONTH}|{_MONTH}-\d{{2,4}})$"
_SCIENTIFIC: Final = r"^\d(?:[.,]\d+)?e\+?\d+$"


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of a row and a record.

    Attributes:
        form: what the keys are.
        pairs: `row` and `ordinal`, sorted; several for a key that names several records.
        unmatched: the rows whose keys name no record, in order.
    """

    form: str
    pairs: pl.DataFrame
    unmatched: list[int]


class Records:
    """The names of records, ready to be found.

    Args:
        frame: a row for each record with the columns of RECORD.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.ordinals = frame["ordinal"]
        self._names = _aliases(frame)

    def __len__(self) -> int:
        return len(self.ordinals)

    def best_key(self, rows: pl.DataFrame, headers: Sequence[str]) -> tuple[str, str]:
        """The column of which most values name a record, and what they are; the first one where none does."""
        sample = rows.select(headers).head(SAMPLE).with_row_index("row")
        long = sample.unpivot(index="row", variable_name="header", value_name="cell").drop_nulls("cell")
        found = _normal(long, "cell").explode("key").join(self._names, on="key", how="inner")
        counted = found.group_by("header", "form").agg(pl.col("row").n_unique().alias("hits"))
        order = {name: place for place, name in enumerate(headers)}
        ranked = sorted(
            counted.rows(),
            key=lambda one: (-one[2], FORMS.index(one[1]), order[one[0]]),
        )
        return (ranked[0][0], ranked[0][1]) if ranked else (headers[0], FORMS[0])

    def match(self, keys: pl.DataFrame, form: str) -> Matched:
        """The records that keys mean, which are `row` and `cell`.

        A key with a version or of an isoform finds the record without one when no record is named exactly, and one
        without finds that with it. Of several keys in a cell, separated by semicolons, each is looked for.
        """
        names = self._names.filter(pl.col("form") == form)
        found = self._exact(keys, names)
        rest = keys.join(found, on="row", how="anti").drop_nulls("cell")
        if form in ("accession", "identifier") and not rest.is_empty():
            found = pl.concat([found, _by_base(rest, names, found)])
            rest = rest.join(found, on="row", how="anti")
        several = rest.filter(pl.col("cell").str.contains(";", literal=True))
        if not several.is_empty():
            found = pl.concat([found, self._each(several, form, names, found)])
        pairs = found.unique().sort("row", "ordinal")
        left = keys.join(pairs, on="row", how="anti")["row"].sort().to_list()
        return Matched(form, pairs, left)

    def _each(self, several: pl.DataFrame, form: str, names: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
        """The records of each of several keys in a cell; each is looked for as if it had a row of its own."""
        parts = several.with_columns(pl.col("cell").str.split(";")).explode("cell").rename({"row": "of"})
        keys = parts.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
        hits = self._exact(keys, names)
        if form in ("accession", "identifier"):
            hits = pl.concat([hits, _by_base(keys.join(hits, on="row", how="anti"), names, found)])
        return hits.join(keys.select("row", "of"), on="row").select(pl.col("of").alias("row"), "ordinal")

    @staticmethod
    def _exact(keys: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
        wanted = _normal(keys, "cell").explode("key").drop_nulls("key")
        return wanted.join(names, on="key", how="inner").select("row", "ordinal").unique()


def looks_like_a_date(cells: pl.Series) -> pl.Series:
    """Whether a key was a gene that Excel made a date of, such as SEPT2 and 2-Sep."""
    return cells.str.to_lowercase().str.contains(_DATE).fill_null(value=False)


def looks_scientific(cells: pl.Series) -> pl.Series:
    """Whether a key was an identifier that Excel made a number of, such as 2310009E13 and 2.31E+19."""
    return cells.str.to_lowercase().str.contains(_SCIENTIFIC).fill_null(value=False)


def _lower(column: pl.Expr) -> pl.Expr:
    return column.str.strip_chars().str.strip_prefix(">").str.to_lowercase()


def _parts(column: pl.Expr) -> pl.Expr:
    """An identifier such as sp|P12345|NAME_HUMAN as its parts, without the name of the database."""
    return column.str.replace(_DATABASE, "").str.strip_chars("|").str.split("|")


def _normal(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows with `key`: the forms in which a cell may be known, in lower case."""
    whole = _lower(pl.col(name))
    is_parted = whole.str.contains("|", literal=True)
    parts = pl.when(is_parted).then(pl.concat_list(whole, _parts(whole))).otherwise(pl.concat_list(whole))
    return rows.with_columns(parts.list.unique().alias("key"))


def _aliases(frame: pl.DataFrame) -> pl.DataFrame:
    """`form`, `key`, `ordinal`: every name of every record."""
    low = frame.select(
        pl.col("ordinal"),
        *(_lower(pl.col(name)).alias(name) for name in ("identifier", "name", "gene")),
        _lower(pl.col("description").str.replace(r"(?s)\s*\bOS=.*$", "")).alias("title"),
    )
    parts = _parts(pl.col("identifier"))
    is_parted = pl.col("identifier").str.contains("|", literal=True)
    is_entry = pl.col("identifier").str.contains(r"^(?:sp|tr)\|[^|]+\|[^|]+$")
    accession = pl.when(is_entry).then(parts.list.head(1)).when(is_parted).then(parts).otherwise(parts.list.head(1))
    entry = pl.when(is_entry).then(parts.list.last()).otherwise(pl.col("name"))
    made = [
        _named(low, "identifier", pl.col("identifier")),
        low.select(pl.lit("accession").alias("form"), accession.alias("key"), "ordinal").explode("key"),
        _named(low, "entry name", entry),
        _named(low, "entry name", pl.col("name")),
        _named(low, "gene", pl.col("gene")),
        _named(low, "name", pl.col("title")),
        _named(low, "name", pl.col("name")),
    ]
    return pl.concat(made).filter(pl.col("key").is_not_null() & (pl.col("key") != ""))


def _named(frame: pl.DataFrame, form: str, key: pl.Expr) -> pl.DataFrame:
    return frame.select(pl.lit(form).alias("form"), key.alias("key"), "ordinal")


def _by_base(rest: pl.DataFrame, names: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """Matches without version and isoform, of records that no row names exactly."""
    base = pl.col("key").str.replace(_VERSION, "").alias("base")
    free = names.join(taken, on="ordinal", how="anti").with_columns(base)
    wanted = _normal(rest, "cell").explode("key").drop_nulls("key").with_columns(base)
    # One of the two names a version: P12345-2 and P12345-3 are not the same.
    found = wanted.join(free, on="base", how="inner")
    one_is_plain = (pl.col("key") == pl.col("base")) | (pl.col("key_right") == pl.col("base"))
    return found.filter(one_is_plain).select("row", "ordinal").unique()

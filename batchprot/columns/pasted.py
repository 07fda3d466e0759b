"""A pasted list: a name a line, each with a group behind a tab, a comma or a semicolon, or without."""

import polars as pl

from batchprot.columns.choices import Choices
from batchprot.columns.kinds import MISSING
from batchprot.columns.matching import Records
from batchprot.columns.prepare import Prepared, prepare
from batchprot.columns.refused import TableRefused
from batchprot.columns.table import MOST_ROWS, ROW, Table
from batchprot.properties.own import clean_label
from batchprot.properties.property import Kind

LIST, GROUP = "List", "Group"
IN, OUT = "yes", "no"
KEY = " name"
"""The column of names: begins with a blank, as no label does."""
_SEPARATORS = ("\t", ";", ",")


def prepare_list(text: str, records: Records, *, name: str = "", match: str = "") -> Prepared:
    """A column of who is in the list: yes and no, or the groups that stand behind the names.

    Of a list without groups every other record gets "no"; of one with groups the others have no value.

    Raises:
        TableRefused: nothing was pasted, or too much.
    """
    rows = _rows(text)
    has_groups = any(group is not None for _, _, group in rows)
    label = clean_label(name) or (GROUP if has_groups else LIST)
    frame = pl.DataFrame(
        [(number, key, group if has_groups else IN) for number, key, group in rows],
        schema={ROW: pl.Int64, KEY: pl.String, label: pl.String},
        orient="row",
    )
    kinds = {} if has_groups else {label: Kind.YES_NO}
    found = prepare(Table(frame), records, Choices(key=KEY, match=match, columns=[label], kinds=kinds))
    return found if has_groups else _with_the_others(found, records, label)


def _with_the_others(found: Prepared, records: Records, label: str) -> Prepared:
    everyone = pl.DataFrame({"ordinal": records.ordinals.cast(pl.Int32)})
    values = everyone.join(found.values, on="ordinal", how="left", maintain_order="left")
    return Prepared(found.report, found.columns, values.with_columns(pl.col(label).fill_null(OUT)), found.unmatched)


def _rows(text: str) -> list[tuple[int, str, str | None]]:
    """Number, name and group of each line that has a name."""
    # What a program sends may hold what no text of a file can, such as half of a surrogate pair.
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not lines:
        raise TableRefused("Paste names of proteins, one a line.", code="empty_table")
    if len(lines) > MOST_ROWS:
        raise TableRefused(f"The list has more than {MOST_ROWS:,} lines.", code="too_many_rows")
    if len(lines) == 1 and any(one in lines[0][1] for one in (",", ";", " ")):  # names in one line
        number, line = lines[0]
        return [(number, name, None) for name in line.replace(";", ",").replace(",", " ").split()]
    separator = next((one for one in _SEPARATORS if any(one in line for _, line in lines)), None)
    return [(number, *_split(line, separator)) for number, line in lines]


def _split(line: str, separator: str | None) -> tuple[str, str | None]:
    if separator is None:
        return line, None
    name, _, group = line.partition(separator)
    plain = group.strip().strip('"')
    return name.strip().strip('"'), None if plain.lower() in MISSING else plain

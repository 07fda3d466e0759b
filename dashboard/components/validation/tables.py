"""Published values beside ours: a summary by source, each value, and EMBOSS."""

from itertools import groupby
from typing import Any

from dash import dcc, html

from batchprot.properties.table import BY_KEY
from dashboard.components.shared.icons import icon
from dashboard.components.shared.numbers import MINUS, count, of
from dashboard.components.shared.plain_table import plain_table
from dashboard.components.validation.predicted import predicted

Rows = list[dict[str, Any]]


def summary(rows: Rows) -> html.Section:
    """How many values of each source agree."""
    lines = [
        [
            html.A(source, href=f"#validation-{_anchor(number)}"),
            count(len(group)),
            _agreement(sum(row["agrees"] for row in group), len(group)),
            count(_identical(group, "ours")),
            _biopython(group),
        ]
        for number, (source, group) in enumerate(by_source(rows))
    ]
    head = ["Source", "Values", "Agree", "Identical", "Biopython identical"]
    return _panel("summary", "By source", plain_table(head, lines, {1, 3, 4}, "Agreement by source"))


def differing(rows: Rows) -> list[Any]:
    """What differs, and why."""
    found = [row for row in rows if not row["agrees"]]
    if not found:
        return []
    words = [
        html.Li(
            f"{row['protein']}, {BY_KEY[row['key']].label.lower()}: published {row['published']}, here {row['ours']}. "
            f"{row['note'] or 'Not explained.'}"
        )
        for row in found
    ]
    numbers = {1: "The difference", 2: "The two differences"}
    return [html.H2(numbers.get(len(found), f"The {len(found)} differences")), html.Ul(words)]


def properties(rows: Rows) -> html.Section:
    """How many values of each property agree, each with a link to these values alone."""
    lines = []
    for key in (key for key in BY_KEY if any(row["key"] == key for row in rows)):
        own = [row for row in rows if row["key"] == key]
        link = dcc.Link(BY_KEY[key].label, href=f"/validation?property={key}")
        agree = _agreement(sum(row["agrees"] for row in own), len(own))
        lines.append([link, count(len(own)), agree, count(_identical(own, "ours"))])
    return _panel(
        "properties",
        "By property",
        plain_table(["Property", "Values", "Agree", "Identical"], lines, {1, 3}, "Agreement by property"),
    )


def sources(rows: Rows, *, shown: bool) -> list[html.Section]:
    """Every value, in one table a source, open at once where they are few."""
    return [_source(number, source, group, shown=shown) for number, (source, group) in enumerate(by_source(rows))]


def emboss(agreements: Rows) -> html.Section:
    """Agreement with the installed EMBOSS, by property."""
    lines = [
        [
            _methods_link(each["key"]),
            count(each["values"]),
            _agreement(each["agree"], each["values"]),
            each["largest_difference"],
            each["tolerance"],
        ]
        for each in agreements
    ]
    head = ["Property", "Values", "Agree", "Largest difference", "Tolerance"]
    table = plain_table(head, lines, {1, 3, 4}, "Agreement with EMBOSS pepstats")
    return _panel("emboss", "EMBOSS pepstats, run on the same sequences with the pKa set EMBOSS 6.6", table)


def experiment(found: dict[str, Any]) -> html.Section:
    """Isoelectric points against measured ones, by pKa set."""
    parts: list[Any] = [html.P(found["introduction"], className="bp-values")]
    for table in found["tables"]:
        rows = [[row[0], *map(_minus, row[1:-1]), row[-1]] for row in table["rows"]]
        parts += [html.H3(table["title"], className="h3 bp-values"), html.P(table["words"], className="bp-values")]
        parts.append(plain_table(found["head"], rows, {1, 2, 3, 4}, f"{table['title']} against experiment"))
    parts += predicted(found["predicted"])
    return _panel("experiment", "Isoelectric points against experiment", html.Div(parts))


def by_source(rows: Rows) -> list[tuple[str, Rows]]:
    """The rows of each source, in order."""
    return [(source, list(group)) for source, group in groupby(rows, key=lambda row: row["source"])]


def _source(number: int, source: str, rows: Rows, *, shown: bool) -> html.Section:
    lines = [
        [
            html.Span(row["protein"], className="text-nowrap"),
            _methods_link(row["key"]),
            *(_minus(row[name]) for name in ("published", "ours", "difference", "biopython")),
            _agreed(row["agrees"]),
        ]
        for row in rows
    ]
    head = ["Protein", "Property", "Published", "Here", "Difference", "Biopython", "Agrees"]
    table = plain_table(head, lines, {2, 3, 4, 5}, source)
    values = html.Details([html.Summary(of(len(rows), "value"), className="bp-values"), table], open=shown)
    return _panel(_anchor(number), source, values)


def _anchor(number: int) -> str:
    return f"source-{number + 1}"


def _panel(identifier: str, title: str, table: html.Div | html.Details) -> html.Section:
    heading = html.Div(html.H2(title, className="h3"), className="bp-panel-head")
    return html.Section([heading, table], id=f"validation-{identifier}", className="bp-panel bp-panel-clip mt-3")


def _methods_link(key: str) -> dcc.Link:
    return dcc.Link(BY_KEY[key].label, href=f"/methods?property={key}")


def _agreement(agree: int, values: int) -> html.Span:
    return _pill(f"{count(agree)} of {count(values)}", good=agree == values)


def _agreed(agrees: bool) -> html.Span:
    return _pill("yes" if agrees else "no", good=agrees)


def _pill(words: str, *, good: bool) -> html.Span:
    kind, mark = ("bp-ok", "check") if good else ("bp-warned", "warn")
    return html.Span([icon(mark), words], className=f"bp-pill {kind} text-nowrap")


def _identical(rows: Rows, name: str) -> int:
    return sum(row[name] == row["published"] for row in rows)


def _biopython(rows: Rows) -> str:
    given = [row for row in rows if row["biopython"]]
    return f"{count(_identical(given, 'biopython'))} of {count(len(given))}" if given else ""


def _minus(text: str) -> str:
    return text.replace("-", MINUS) if text[1:2].isdigit() else text

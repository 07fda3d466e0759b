"""Every way of selecting, each with the same condition in Python, and what asks for it."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from results.queries import query
from results.selection.model import Condition, Operation, Region, Selection

GRAVY = Selection(ranges={"gravy": (0.0, 7.0)})


def ordinals(reader, job, selection, **part):
    page = query.page(reader, job.owner, job.id, selection, part.get("start", 0), part.get("end", 500), ["ordinal"])
    assert part or page.total == len(page.rows) == query.count(reader, job.owner, job.id, selection)
    return [row["ordinal"] for row in page.rows]


def where(job, holds):
    return [record["ordinal"] for record in job.records if holds(record)]


def between(value, low, high, decimals=3):
    """Whether a value is shown within bounds that have no more digits than are shown."""
    return value is not None and low <= Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) <= high


def said(reader, job, selection, filters=None, bins=40):
    """What the explorer says of a selection, with these filters."""
    one = query.Histograms({"atoms": True}, 90, medians=True)
    return query.summary(reader, job.owner, job.id, selection, query.Histograms(filters or {}, bins), one)


def anything(_record):
    return True


def is_identical(record):
    """As `made_up_records` makes them: every eleventh record has the sequence of the one before."""
    return record["ordinal"] % 11 in (0, 10) and record["status"] != "rejected"


def nothing(_record):
    return False


def named(*words):
    """A condition: each of these words is in one of the names, in any case of letters."""

    def holds(record):
        names = [record[key].lower() for key in ("identifier", "name", "description", "organism", "gene")]
        return all(any(word.lower() in name for name in names) for word in words)

    return holds


# every way of selecting, with the same condition in Python
SELECTIONS = {
    "everything": (Selection(), anything),
    "range": (GRAVY, lambda r: between(r["gravy"], 0, 7)),
    "open range": (
        Selection(ranges={"isoelectric_point": (None, 5.5)}),
        lambda r: between(r["isoelectric_point"], -99, 5.5, 2),
    ),
    "no bounds": (Selection(ranges={"instability_index": (None, None)}), lambda r: r["instability_index"] is not None),
    "range of integers with halves": (Selection(ranges={"atoms": (2.5, 7.5)}), lambda r: between(r["atoms"], 2.5, 7.5)),
    "length": (Selection(ranges={"length": (100, 200)}), lambda r: between(r["length"], 100, 200)),
    "length and measured": (
        Selection(ranges={"length": (100, 200), "gravy": (0, None)}),
        lambda r: between(r["length"], 100, 200) and between(r["gravy"], 0, 99),
    ),
    "ordinal": (
        Selection(ranges={"ordinal": (20, 30), "gravy": (0, 9)}),
        lambda r: 20 <= r["ordinal"] <= 30 and between(r["gravy"], 0, 9),
    ),
    "residue count": (Selection(ranges={"count_W": (3, None)}), lambda r: r["sequence"].count("W") >= 3),
    "upside down": (Selection(ranges={"gravy": (3, 1)}), nothing),
    "status": (Selection(statuses=frozenset({"warned", "rejected"})), lambda r: r["status"] != "ok"),
    "organisms": (
        Selection(organisms=frozenset({"Mus musculus", ""})),
        lambda r: r["organism"] in ("Mus musculus", ""),
    ),
    "organism left out": (
        Selection(organisms_left_out=frozenset({"Mus musculus"}), ranges={"gravy": (0, 7)}),
        lambda r: r["organism"] != "Mus musculus" and between(r["gravy"], 0, 7),
    ),
    "identical": (Selection(identical=True), is_identical),
    "not identical": (
        Selection(identical=False, ranges={"gravy": (0, 7)}),
        lambda r: not is_identical(r) and between(r["gravy"], 0, 7),
    ),
    "identical and text": (
        Selection(identical=True, text="kinase", organisms_left_out=frozenset({""})),
        lambda r: is_identical(r) and "kinase" in r["description"] and r["organism"] != "",
    ),
    "checked": (Selection(ordinals=frozenset({3, 5, 250, 9999})), lambda r: r["ordinal"] in (3, 5, 250)),
    "none checked": (Selection(ordinals=frozenset()), nothing),
    "checked and calculated": (
        replace(GRAVY, ordinals=frozenset(range(1, 50))),
        lambda r: r["ordinal"] < 50 and between(r["gravy"], 0, 7),
    ),
    "text": (Selection(text="12 KINASE"), named("kinase", "12")),
    "text in quotes": (
        Selection(text='"KINASE number 12"'),
        lambda r: "kinase number 12" in r["description"].lower(),
    ),
    "text with blanks": (Selection(text=" number   kinase "), named("kinase", "number")),
    "text with per cent": (Selection(text='"0% k"'), lambda r: "0% k" in r["description"]),
    "text with a quote": (Selection(text='kinase "'), nothing),
    "text with underscore": (Selection(text="kinase_l"), lambda r: "kinase_l" in r["description"]),
    "text with backslash": (Selection(text="_ \\ '"), lambda r: "_ \\ '" in r["description"]),
    "greek text": (Selection(text="β-lactamase of ä"), lambda r: "-LACTAMASE" in r["description"]),
    "text of any column": (Selection(text="mus MUSC"), lambda r: r["organism"] == "Mus musculus"),
    "text across columns": (Selection(text="YEAST Protein"), named("yeast", "protein")),
    "text in quotes across columns": (Selection(text='"YEAST Protein"'), nothing),
    "blank text": (Selection(text="  "), anything),
    "motif": (Selection(motif="ac"), lambda r: "AC" in r["sequence"]),
    "motif at the end": (Selection(motif="[AC]-[K>]"), lambda r: re.search("[AC](K|$)", r["sequence"])),
    "motif with star": (Selection(motif="<{W}*>"), lambda r: re.search("^[^W]+$", r["sequence"])),
    "motif with X": (Selection(motif="AXC"), lambda r: re.search("A.C", r["sequence"])),
    "motif of PROSITE": (Selection(motif="N-{P}-[ST]-{P}."), lambda r: re.search("N[^P][ST][^P]", r["sequence"])),
    "motif at the start": (Selection(motif="<M-x(1,3)-K"), lambda r: re.search("^M.{1,3}K", r["sequence"])),
    "motif in the search": (Selection(text="seq: axc"), lambda r: re.search("A.C", r["sequence"])),
    "unfinished motif": (Selection(text="seq:"), anything),
    "region": (
        Selection(region=Region("gravy", "aromaticity", ((0, 0), (8, 0), (0, 8)))),
        lambda r: (
            r["gravy"] is not None and r["gravy"] >= 0 and r["aromaticity"] >= 0 and r["gravy"] + r["aromaticity"] <= 8
        ),
    ),
    "region with logarithm": (
        Selection(
            region=Region("molecular_weight_da", "length", ((1e3, 1), (1e5, 1), (1e5, 1e4)), log_x=True, log_y=True)
        ),
        # Between (1e3, 1) and (1e5, 1e4) on both logarithmic axes: y rises with the square of x.
        lambda r: (
            between(r["molecular_weight_da"], 1e3, 1e5) and 1 <= r["length"] <= (r["molecular_weight_da"] / 1e3) ** 2
        ),
    ),
    "blank number": (Selection(conditions=(Condition("gravy", Operation.BLANK),)), lambda r: r["gravy"] is None),
    "number there": (
        Selection(conditions=(Condition("boman_index", Operation.NOT_BLANK),)),
        lambda r: r["boman_index"] is not None,
    ),
    "outside": (
        Selection(conditions=(Condition("gravy", Operation.OUTSIDE, bounds=(0, 7)),)),
        lambda r: r["gravy"] is not None and not between(r["gravy"], 0, 7),
    ),
    "blank gene": (Selection(conditions=(Condition("gene", Operation.BLANK),)), lambda r: r["gene"] == ""),
    "gene there": (Selection(conditions=(Condition("gene", Operation.NOT_BLANK),)), lambda r: r["gene"] != ""),
    "blank notes": (Selection(conditions=(Condition("notes", Operation.BLANK),)), lambda r: r["notes"] is None),
    "contains": (
        Selection(conditions=(Condition("description", Operation.CONTAINS, "KIN"),)),
        lambda r: "kin" in r["description"].lower(),
    ),
    "contains not": (
        Selection(conditions=(Condition("description", Operation.NOT_CONTAINS, "kin"),)),
        lambda r: "kin" not in r["description"].lower(),
    ),
    "equals": (
        Selection(conditions=(Condition("organism", Operation.EQUALS, "mus musculus"),)),
        lambda r: r["organism"] == "Mus musculus",
    ),
    "equals pattern": (Selection(conditions=(Condition("organism", Operation.EQUALS, "mus%"),)), nothing),
    "not equal": (
        Selection(conditions=(Condition("organism", Operation.NOT_EQUAL, "mus musculus"),)),
        lambda r: r["organism"] != "Mus musculus",
    ),
    "starts": (
        Selection(conditions=(Condition("name", Operation.STARTS_WITH, "name1"),)),
        lambda r: r["name"].startswith("NAME1"),
    ),
    "ends": (
        Selection(conditions=(Condition("name", Operation.ENDS_WITH, "9_yeast"),)),
        lambda r: r["name"].endswith("9_YEAST"),
    ),
    "all at once": (
        Selection(
            ranges={"gravy": (-1, 9)},
            statuses=frozenset({"ok"}),
            text="kinase",
            motif="A",
            ordinals=frozenset(range(1, 200)),
        ),
        lambda r: (
            between(r["gravy"], -1, 9)
            and r["status"] == "ok"
            and "kinase" in r["description"].lower()
            and "A" in r["sequence"]
            and r["ordinal"] < 200
        ),
    ),
}


def with_values(fill, key, values):
    """A job whose measured records have exactly these values."""
    records = [record for record in fill(60).records if record["status"] != "rejected"][: len(values)]
    return fill(records=[record | {key: value} for record, value in zip(records, values, strict=True)])

"""What MultiQC shows of a run: a row for each file, as custom content.

https://docs.seqera.io/multiqc/custom_content
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from batchprot.command.run import Read
from batchprot.properties.version import ENGINE_VERSION

COLUMNS = {
    "records": ("Records", "Records in the file", "{:,.0f}"),
    "ok": ("OK", "Records that were calculated", "{:,.0f}"),
    "warned": ("Warned", "Records that were calculated with a warning", "{:,.0f}"),
    "rejected": ("Rejected", "Records that were rejected", "{:,.0f}"),
    "rejected_percent": ("% rejected", "Share of the records that were rejected", "{:.2f}"),
}


def report(read: Iterable[Read]) -> str:
    """The content of `NAME_mqc.json`."""
    counts: dict[str, Counter[str]] = {}
    for one in read:
        counts.setdefault(one.file, Counter()).update(one.counts)
    shown: dict[str, Any] = {
        "id": "batchprot",
        "section_name": "BatchProt",
        "description": f"Properties of proteins, calculated by BatchProt engine {ENGINE_VERSION}.",
        "plot_type": "table",
        "pconfig": {"id": "batchprot_records", "title": "BatchProt: records", "namespace": "BatchProt"},
        "headers": {
            name: {"title": title, "description": meaning, "format": form, "min": 0}
            for name, (title, meaning, form) in COLUMNS.items()
        },
        "data": {file: _row(one) for file, one in counts.items()},
    }
    return json.dumps(shown, indent=1)


def _row(counts: Counter[str]) -> dict[str, float]:
    total = counts.total()
    percent = 100 * counts["rejected"] / total if total else 0.0
    numbers = {status: counts[status] for status in ("ok", "warned", "rejected")}
    return {"records": total, **numbers, "rejected_percent": percent}

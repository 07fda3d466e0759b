"""What the explorer says of a selection beside its plots and its table, asked for together at every brush."""

from dataclasses import dataclass

from results.access import OpenJob
from results.queries import categories, histograms, values
from results.queries.found import answers
from results.selection.model import Selection


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts by category and by own value, a histogram for each filter, and one distribution with its medians."""

    categories: categories.CategoryCounts
    filters: dict[str, histograms.Histogram]
    distribution: histograms.Histogram
    values: dict[str, values.Counts]


def summary_of(
    job: OpenJob,
    selection: Selection,
    filters: histograms.Histograms,
    distribution: histograms.Histograms,
) -> Summary:
    """Everything that a brush changes beside the plots and the table, in one pass over the job.

    Args:
        job: What to read.
        selection: What is selected.
        filters: Properties to count.
        distribution: The one property to count with its medians.
    """
    counted = categories.planned(job, selection)
    beside = histograms.planned(job, filters, selection, "filters")
    shown = histograms.planned(job, distribution, selection, "distribution")
    asked = counted.questions | beside.questions | shown.questions
    found = answers(job, selection, asked)
    (key,) = distribution.keys
    return Summary(
        counted.read(job, selection, found),
        beside.read(found),
        shown.read(found)[key],
        values.values_selected(job, selection),
    )

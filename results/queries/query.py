"""Reading results: every question answered by the database, for the readers of a job only.

The work is in results/queries/ and, for large analyses, in results/large/; pages import it from here only.
"""

from results.access import LinkHolder, Reader
from results.large.answers import composition, correlations, count, page, scatter, summary
from results.queries.categories import CategoryCounts
from results.queries.compositions import Composition
from results.queries.correlations import Correlations
from results.queries.densities import Density
from results.queries.histograms import Histogram, Histograms, histogram
from results.queries.identical import identical
from results.queries.organisms import MOST_FOUND, OrganismCounts, organism_counts, organisms_named
from results.queries.pages import Page, ordinals, point, rejected, status_counts
from results.queries.proteins import ProteinView, neighbours, protein
from results.queries.scatters import MOST_POINTS, Scatter
from results.queries.summaries import Summary

__all__ = [
    "MOST_FOUND",
    "MOST_POINTS",
    "CategoryCounts",
    "Composition",
    "Correlations",
    "Density",
    "Histogram",
    "Histograms",
    "LinkHolder",
    "OrganismCounts",
    "Page",
    "ProteinView",
    "Reader",
    "Scatter",
    "Summary",
    "composition",
    "correlations",
    "count",
    "histogram",
    "identical",
    "neighbours",
    "ordinals",
    "organism_counts",
    "organisms_named",
    "page",
    "point",
    "protein",
    "rejected",
    "scatter",
    "status_counts",
    "summary",
]

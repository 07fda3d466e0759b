"""Reading results: every question answered by the database, for the readers of a job only.

The work is in results/queries/; this is the one place that pages import it from.
"""

from results.access import LinkHolder, Reader
from results.queries.categories import CategoryCounts
from results.queries.compositions import Composition, composition
from results.queries.correlations import Correlations, correlations
from results.queries.densities import Density
from results.queries.histograms import Histogram, Histograms, histogram
from results.queries.identical import identical
from results.queries.organisms import MOST_FOUND, OrganismCounts, organism_counts, organisms_named
from results.queries.pages import Page, count, ordinals, page, point, rejected, status_counts
from results.queries.proteins import ProteinView, neighbours, protein
from results.queries.scatters import MOST_POINTS, Scatter, scatter
from results.queries.summaries import Summary, summary

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

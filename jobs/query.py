"""Reading results: every question answered by the database, for the readers of a job only.

The work is in jobs/read/; this is the one place that pages import it from.
"""

from jobs.read.access import LinkHolder, Reader
from jobs.read.categories import CategoryCounts
from jobs.read.compositions import Composition, composition
from jobs.read.correlations import Correlations, correlations
from jobs.read.densities import Density
from jobs.read.histograms import Histogram, Histograms, histogram
from jobs.read.identical import identical
from jobs.read.organisms import OrganismCounts, organism_counts
from jobs.read.pages import Page, count, ordinals, page, point, rejected, status_counts
from jobs.read.proteins import ProteinView, neighbours, protein
from jobs.read.scatters import MOST_POINTS, Scatter, scatter
from jobs.read.summaries import Summary, summary

__all__ = [
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
    "page",
    "point",
    "protein",
    "rejected",
    "scatter",
    "status_counts",
    "summary",
]

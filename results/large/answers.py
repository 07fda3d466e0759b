"""The explorer's questions about a selection: from columns in memory for a large finished analysis, else by the tables.

Both ways give the same answers. numpy is imported with the first question about a large analysis.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from jobs.services import JobServices
from results.access import Reader, reading
from results.queries import compositions, densities, histograms, pages, scatters, summaries
from results.queries import correlations as correlated
from results.selection.model import MOST_ORDINALS, Selection


def count(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> int:
    """How many records are selected.

    Raises:
        JobNotFound, JobRefused: see results.access.reading; so do all functions here.
    """
    with reading(services, reader, job_id) as job:
        if selection.is_everything or not job.is_large:
            return pages.count_selected(job, selection)
        from results.large import selected

        return len(selected.rows(job, selection))


def summary(  # noqa: PLR0917 - one question, asked by position as the others are
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    filters: histograms.Histograms,
    distribution: histograms.Histograms,
) -> summaries.Summary:
    """Everything that a brush changes beside the plots and the table; see results.queries.summaries."""
    with reading(services, reader, job_id) as job:
        if selection.is_everything or not job.is_large:
            return summaries.summary_of(job, selection, filters, distribution)
        from results.large import selected

        chosen = selected.rows(job, selection)
        (key,) = distribution.keys
        return summaries.Summary(
            selected.by_category(job, chosen),
            selected.binned(job, filters, chosen),
            selected.binned(job, distribution, chosen)[key],
            selected.by_value(job, selection, chosen),
        )


def scatter(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    x: str,
    y: str,
    selection: Selection,
    log_x: bool = False,
    log_y: bool = False,
    colour: str = "",
    most: int = scatters.MOST_POINTS,
    overlay: int = scatters.OVERLAY,
) -> scatters.Scatter:
    """Points, or a density with the selected points over it; see results.queries.scatters.

    Raises:
        InvalidSelection: a property has no numbers.
    """
    scatters.check(x, y, colour)
    plot = densities.Plot(densities.Axis(x, log_x), densities.Axis(y, log_y), selection)
    with reading(services, reader, job_id) as job:
        if not job.is_large or job.records <= most or (selection.is_everything and not colour):
            return scatters.scatter_of(job, plot, colour, most, overlay)
        from results.large import selected

        cells, drawn = selected.density(job, plot, selected.rows(job, selection))
        few = selected.sampled(job, drawn, overlay) if colour or len(drawn) <= overlay else frozenset()
        if len(few) <= MOST_ORDINALS:  # the hash gives more by a rare chance only
            plot = replace(plot, selection=Selection(ordinals=few))
        return scatters.scatter_of(job, plot, colour, most, overlay, cells)


def composition(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, spread: bool = True
) -> compositions.Composition:
    """Residue fractions of the whole job and of the selection; see results.queries.compositions."""
    with reading(services, reader, job_id) as job:
        if selection.is_everything or not job.is_large:
            return compositions.composition_of(job, selection, spread=spread)
        from results.large import selected

        totals = selected.composed(job, selected.rows(job, selection))
        return compositions.composition_of(job, selection, spread=spread, selected=totals)


def correlations(
    services: JobServices, reader: Reader, job_id: UUID, keys: Sequence[str], selection: Selection
) -> correlated.Correlations:
    """Spearman's coefficients of each pair of properties; see results.queries.correlations.

    Raises:
        InvalidSelection: too few or too many properties, or one without numbers that can be ranked.
    """
    chosen = correlated.checked(keys)
    with reading(services, reader, job_id) as job:
        if not job.is_large:
            return correlated.correlations_of(job, chosen, selection)
        from results.large import selected

        complete = selected.complete(job, selected.rows(job, selection), chosen)
        few = selected.sampled(job, complete, correlated.MOST_RECORDS)
        if len(few) > MOST_ORDINALS:
            return correlated.correlations_of(job, chosen, selection)
        return correlated.correlations_of(job, chosen, Selection(ordinals=few), len(complete))


def page(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    start: int,
    end: int,
    columns: Sequence[str],
) -> pages.Page:
    """Rows [start, end) of the selection; see results.queries.pages.

    Raises:
        InvalidSelection: a column or a place that doesn't exist.
    """
    with reading(services, reader, job_id) as job:
        if (selection.is_everything and not selection.sort) or not job.is_large:
            return pages.page_of(job, selection, start, end, columns)
        from results.large import selected

        if not selected.can_sort(selection):
            return pages.page_of(job, selection, start, end, columns)
        return pages.page_of(job, selection, start, end, columns, selected.part)

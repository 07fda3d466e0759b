"""How many records each category has, and how many of them are selected, in one pass where that can be."""

from dataclasses import dataclass
from uuid import UUID

from jobs.read import identical, organisms, pages
from jobs.read.access import Reader, reading
from jobs.selection import Selection
from jobs.services import JobServices


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """Pairs of selected records and of all: by status, by organism, and of those with an identical sequence."""

    statuses: dict[str, tuple[int, int]]
    organisms: organisms.OrganismCounts
    identical: tuple[int, int]


def category_counts(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> CategoryCounts:
    """What `status_counts` and `organism_counts` answer, and how many sequences are there more than once.

    Raises:
        JobNotFound, JobRefused: see jobs.read.access.reading.
    """
    with reading(services, reader, job_id) as job:
        known, repeats = organisms.known(job), identical.known(job)
        unusual = pages.unusual_records(job, selection)
        if unusual is None or repeats.spans is None or (known.is_choice and known.spans is None):
            statuses = pages.statuses_of(job, pages.selected_statuses(job, selection))
            return CategoryCounts(
                statuses, organisms.organisms_selected(job, selection), identical.identical_selected(job, selection)
            )
        tables = pages.selected_source(selection)
        kinds = [pages.one_of(tables.ordinal, numbers) for numbers in unusual.values()]
        if known.is_choice:
            kinds += [organisms.is_of(name, known, tables.ordinal) for name in known.counts]
        total, *rest = pages.counted(job, selection, tables, [*kinds, repeats.is_one(tables.ordinal)])
        found, of_organisms, repeated = rest[: len(unusual)], rest[len(unusual) : -1], rest[-1]
        of_statuses = {"ok": total - sum(found), **dict(zip(unusual, found, strict=True))}
        return CategoryCounts(
            pages.statuses_of(job, of_statuses),
            organisms.with_others(known, of_organisms, total) if known.is_choice else organisms.all_of(known),
            (repeated, repeats.total),
        )

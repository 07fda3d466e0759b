"""How many records each category has, and how many of them are selected, in one pass where that can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func

from results.access import OpenJob
from results.queries import identical, organisms, pages
from results.queries.found import Answer, Found, Question
from results.selection.model import Selection

KINDS = "kinds"


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """Pairs of selected records and of all: by status, by organism, and of those with an identical sequence."""

    statuses: dict[str, tuple[int, int]]
    organisms: organisms.OrganismCounts
    identical: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """The categories of a job, and what must be asked to have those of a selection beside them.

    No questions where one pass would not do: of everything, which is known, and where the rows themselves must be read.
    """

    organisms: organisms.Organisms
    identical: identical.Identical
    noted: dict[str, Sequence[int]]
    questions: dict[str, Question]

    def read(self, job: OpenJob, selection: Selection, found: Mapping[str, Answer]) -> CategoryCounts:
        """The counts, once the questions are answered."""
        if not self.questions:
            statuses = pages.statuses_of(job, pages.selected_statuses(job, selection))
            return CategoryCounts(
                statuses, organisms.organisms_selected(job, selection), identical.identical_selected(job, selection)
            )
        total, *rest = (int(number or 0) for number in found[KINDS].numbers)
        of_statuses, of_organisms, repeated = rest[: len(self.noted)], rest[len(self.noted) : -1], rest[-1]
        by_status = {"ok": total - sum(of_statuses), **dict(zip(self.noted, of_statuses, strict=True))}
        return CategoryCounts(
            pages.statuses_of(job, by_status),
            organisms.with_others(self.organisms, of_organisms, total)
            if self.organisms.is_choice
            else organisms.all_of(self.organisms),
            (repeated, self.identical.total),
        )


def planned(job: OpenJob, selection: Selection) -> Plan:
    """How the categories of a selection are counted."""
    known, repeats = organisms.known(job), identical.known(job)
    noted = None if selection.is_everything else pages.few_noted(job)
    if noted is None or repeats.spans is None or (known.is_choice and known.spans is None):
        return Plan(known, repeats, {}, {})

    def kinds(found: Found) -> list[ColumnElement[int]]:
        """All, each status, each organism, and those with an identical sequence."""
        found_kinds = [pages.one_of(found.ordinal, of_status) for of_status in noted.values()]
        if known.is_choice:
            found_kinds += [organisms.is_of(name, known, found.ordinal) for name in known.counts]
        found_kinds.append(repeats.is_one(found.ordinal))
        return [func.count(), *(func.count().filter(kind) for kind in found_kinds)]

    return Plan(known, repeats, noted, {KINDS: Question((), only_calculated=False, aggregates=kinds)})

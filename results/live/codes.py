"""The numbers behind results/live/names.py, counted by the database and packed here: gzip, in the order of records.

numpy is loaded with this module, so that it is imported when somebody brushes and not before.
"""

import gzip
import re
from typing import Any, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, SmallInteger, case, select
from sqlalchemy import cast as sql_cast

from jobs.services import JobServices
from models.states import RecordStatus
from models.tables import protein
from results import kept
from results.access import FINISHED, OpenJob, Reader, reading
from results.large import columns
from results.large.memory import SHARED
from results.live.names import MOST_VALUES, Bins, Category, Cells, Codes, NoSuchCodes, read
from results.queries import densities, histograms, identical, organisms, pages, values
from results.selection.columns import Source, column_of, source
from results.selection.model import STATUSES, InvalidSelection, Selection, is_numeric
from results.selection.sql import condition, keys_of, needs_measurement

NONE, NO_CELL = 255, 65_535
SECONDS = 60
"""A large analysis is read as a whole, once."""
LEVEL = 4
_PAIR = np.dtype([("fields", ">i2"), ("size", ">i4"), ("ordinal", ">i4"), ("also", ">i4"), ("code", ">i2")])
_SINGLE = np.dtype([("fields", ">i2"), ("size", ">i4"), ("ordinal", ">i4")])
_SPAN = re.compile(r"\[(\d+),(\d+)\]")

Numbers = NDArray[np.uint8] | NDArray[np.uint16]


def codes(services: JobServices, reader: Reader, job_id: UUID, name: str) -> bytes:
    """A number for each record of a finished analysis, compressed with gzip.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
        NoSuchCodes: the name asks for none, or for some of another histogram than this server's.
    """
    read(name)
    with reading(services, reader, job_id, seconds=SECONDS) as job:
        if job.is_large:
            numbers(job, name)  # in memory when a range is let go of
        return kept_codes(job, name)


def numbers(job: OpenJob, name: str) -> Numbers:
    """The codes of this name for each record of an open job.

    Raises:
        NoSuchCodes: see codes.
    """

    def make() -> Numbers:
        kind = "<u2" if isinstance(read(name), Cells) else np.uint8
        return np.frombuffer(gzip.decompress(kept_codes(job, name)), kind).copy()

    return cast("Numbers", SHARED.get((job.job_id, job.own_version, name), make))


def kept_codes(job: OpenJob, name: str) -> bytes:
    """The codes of this name, compressed: as they are kept, or made now and kept."""
    found = kept.recall(job.connection, job.job_id, name) or cast("bytes | None", job.made.get(name))
    if found is None:
        found = gzip.compress(_made(job, read(name), name).tobytes(), LEVEL, mtime=0)
        if job.state == FINISHED:
            job.made[name] = found
    return found


def rows(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> bytes:
    """A bit for each record, the lowest of a byte first: whether it is selected. Compressed with gzip.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    tables = source(keys_of(selection), only_calculated=needs_measurement(selection))
    asked = select(tables.ordinal).select_from(tables.tables)
    with reading(services, reader, job_id) as job:
        wanted = asked.where(tables.of(job.job_id), condition(selection, tables.ordinal))
        selected = np.zeros(job.records, np.uint8)
        for block in columns.copied(job, wanted, _SINGLE):
            selected[block["ordinal"] - 1] = 1
        return gzip.compress(np.packbits(selected, bitorder="little").tobytes(), LEVEL, mtime=0)


def _made(job: OpenJob, asked: Codes, name: str) -> Numbers:
    try:
        match asked:
            case Bins():
                return _bins(job, asked, name)
            case Cells():
                return _cells(job, asked, name)
            case Category():
                return _category(job, asked, name)
    except InvalidSelection as error:
        raise NoSuchCodes(str(error)) from None


def _check(name: str, now: str) -> None:
    if name != now:
        raise NoSuchCodes("This page is older than the server. Reload it.")


def _bins(job: OpenJob, asked: Bins, name: str) -> NDArray[np.uint8]:
    found = histograms.of_all(job, histograms.Histograms({asked.key: asked.log}, asked.most))[asked.key]
    _check(name, asked.name(found.edges))
    values = columns.values(job, asked.key)
    placed = np.searchsorted(histograms.cuts(asked.key, found.edges), values, side="right").astype(np.uint8)
    placed[np.isnan(values)] = NONE
    return placed


def _cells(job: OpenJob, asked: Cells, name: str) -> NDArray[np.uint16]:
    if not (is_numeric(asked.x) and is_numeric(asked.y)):
        raise InvalidSelection("There is no such property to plot.")
    plot = densities.Plot(densities.Axis(asked.x, asked.log_x), densities.Axis(asked.y, asked.log_y), Selection())
    found = densities.density(job, plot)
    _check(name, asked.name(found.x_edges, found.y_edges))
    if not found.x_edges:
        return np.full(job.records, NO_CELL, "<u2")
    x, y = columns.values(job, asked.x), columns.values(job, asked.y)
    across, up = (
        np.searchsorted(edges, values, side="right") for edges, values in ((found.x_edges, x), (found.y_edges, y))
    )
    row, column = np.clip(up - 1, 0, densities.UP - 1), np.clip(across - 1, 0, densities.ACROSS - 1)
    placed = (row * densities.ACROSS + column).astype("<u2")
    placed[~(_has_place(x, log=asked.log_x) & _has_place(y, log=asked.log_y))] = NO_CELL
    return placed


def _has_place(values: columns.Doubles, *, log: bool) -> NDArray[np.bool_]:
    return values > 0 if log else ~np.isnan(values)


def _category(job: OpenJob, asked: Category, name: str) -> NDArray[np.uint8]:
    if asked.key == "status":
        _check(name, asked.name(STATUSES))
        return _statuses(job)
    if asked.key == "organism":
        known = organisms.known(job)
        _check(name, asked.name(list(known.counts)))
        return _organisms(job, known)
    if asked.key == "identical":
        _check(name, asked.name(()))
        return _identical(job)
    return _own(job, asked, name)


def _own(job: OpenJob, asked: Category, name: str) -> NDArray[np.uint8]:
    """The places of the values of a category, own or computed; records without one are in its last place."""
    facts = next((one for one in values.choices_of(job) if one.key == asked.key), None)
    listed = list(values.totals(job, facts)) if facts is not None else []
    if not 0 < len(listed) <= MOST_VALUES:
        raise NoSuchCodes("There are no such codes.")
    _check(name, asked.name(listed))
    column = column_of(asked.key)
    return _of_records(job, _first_of([column == value for value in listed if value]), asked.key)


def _statuses(job: OpenJob) -> NDArray[np.uint8]:
    few = pages.few_noted(job)
    if few is None:
        return _of_records(job, _first_of([protein.c.status == status for status in STATUSES]))
    placed = np.full(job.records, STATUSES.index(RecordStatus.OK), np.uint8)
    for status, ordinals in few.items():
        placed[np.asarray(ordinals) - 1] = STATUSES.index(status)
    return placed


def _organisms(job: OpenJob, known: organisms.Organisms) -> NDArray[np.uint8]:
    if known.spans is None:
        return _of_records(job, _first_of([protein.c.organism == organism for organism in known.counts]))
    placed = np.full(job.records, len(known.counts), np.uint8)
    for place, spans in enumerate(known.spans.values()):
        _fill(placed, spans, place)
    return placed


def _identical(job: OpenJob) -> NDArray[np.uint8]:
    known = identical.known(job)
    if known.spans is None:
        return _of_records(job, _first_of([known.is_one(protein.c.ordinal)]))
    placed = np.ones(job.records, np.uint8)
    _fill(placed, known.spans, 0)
    return placed


def _fill(placed: NDArray[np.uint8], spans: str, code: int) -> None:
    for first, last in _SPAN.findall(spans):
        placed[int(first) - 1 : int(last)] = code


def _first_of(kinds: list[ColumnElement[bool]]) -> ColumnElement[int]:
    """The place of the first that holds, counted from 1; their number and one when none does."""
    return case(*((kind, place) for place, kind in enumerate(kinds, start=1)), else_=len(kinds) + 1)


def _of_records(job: OpenJob, place: ColumnElement[int], *keys: str) -> NDArray[np.uint8]:
    tables = source(("status", *keys))
    return _placed(job, _pairs(tables, place).where(tables.of(job.job_id)), less=1)


def _pairs(tables: Source, code: ColumnElement[int]) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [tables.ordinal, sql_cast(code, SmallInteger)]
    return select(*columns).select_from(tables.tables)


def _placed(job: OpenJob, pairs: Select[Any], *, less: int) -> NDArray[np.uint8]:
    """The codes in the order of records; NONE where there is no row."""
    placed = np.full(job.records, NONE, np.uint8)
    for block in columns.copied(job, pairs, _PAIR):
        placed[block["ordinal"] - 1] = (block["code"] - less).astype(np.uint8)
    return placed

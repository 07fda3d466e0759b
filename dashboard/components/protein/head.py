"""The head of a protein's page: the way back, its name and its warnings."""

from typing import Any

from dash import dcc, html

from batchprot.properties.groups.warnings import NOTE_SENTENCES
from batchprot.reading.header import accession_of, title_of
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job, Record
from dashboard.components.shared.icons import icon
from dashboard.components.shared.pills import record_pill
from dashboard.components.shared.use_in_code import use_in_code
from models.states import RecordStatus

Neighbour = tuple[int, str] | None


def crumbs(view: Record, job: Job, path: str, query: str) -> html.Div:
    """The way back, and to the neighbours."""
    suffix = f"?{query}" if query else ""
    # The bare address of an analysis of one protein leads to this page.
    above_query = suffix or ("?tab=explore" if job.records == 1 else "")
    above = [dcc.Link("Analyses", href="/"), html.Span("/")]
    back = html.Nav(
        [
            # Who came by a link has no list of analyses.
            html.Span(above if path.startswith("/jobs/") else [], className="bp-crumbs d-none d-sm-inline-flex"),
            dcc.Link(job.title, href=f"{path}{above_query}", className="text-truncate"),
        ],
        className="bp-crumbs text-truncate",
        **{"aria-label": "Breadcrumb"},
    )
    place = f"{numbers.count(view.ordinal)} of {numbers.count(job.records)}"
    return html.Div(
        [
            back,
            html.Span(className="bp-spacer"),
            # Who came by a link has no token.
            *([use_in_code("protein", job_id=str(job.id), ordinal=view.ordinal)] if path.startswith("/jobs/") else []),
            html.Span(place, className="bp-meta bp-num d-none d-md-inline"),
            *neighbours(view.previous, view.next, path, suffix),
        ],
        className="d-flex align-items-center gap-2 mb-3",
    )


def neighbours(previous: Neighbour, following: Neighbour, path: str, suffix: str) -> list[Any]:
    """Links to the one before and the one after, as far as there are any."""
    return [
        *_neighbour(previous, path, suffix, forward=False),
        *_neighbour(following, path, suffix, forward=True),
    ]


def _neighbour(neighbour: Neighbour, path: str, suffix: str, *, forward: bool) -> list[Any]:
    if neighbour is None:
        return []
    ordinal, identifier = neighbour
    name = html.Span(short_name(identifier) or f"record {ordinal}", className="d-none d-md-inline bp-neighbour")
    arrow = icon("right" if forward else "left")
    return [
        dcc.Link(
            [name, arrow] if forward else [arrow, name],
            href=f"{path}/proteins/{ordinal}{suffix}",
            id=ids.Protein.NEXT if forward else ids.Protein.PREVIOUS,
            className="btn btn-sm btn-outline-secondary",
            title=f"{'Next' if forward else 'Previous'}, {identifier}",
        )
    ]


def short_name(identifier: str) -> str:
    """The last part of a UniProt identifier, which people know it by."""
    return identifier.rpartition("|")[2][:24]


def head(view: Record, *, beside: bool = False) -> html.Div:
    """Name, state, what it is and where else it is described; one rank lower beside a table."""
    name = view.name or view.identifier or f"Record {numbers.count(view.ordinal)}"
    facts: list[Any] = []
    known = accession_of(view.identifier) or accession_of(view.name)
    if known:
        link = html.A(
            [known, " ", icon("external")],
            href=f"https://www.uniprot.org/uniprotkb/{known}",
            target="_blank",
            rel="noopener noreferrer",
        )
        facts.append(link)
    elif view.identifier and view.identifier != name:
        facts.append(view.identifier[:80])
    if view.gene:
        facts.append(f"gene {view.gene}")
    if view.organism:
        facts.append(html.Em(view.organism))
    joined = [part for fact in facts for part in (fact, " · ")][:-1]
    actions = []
    if view.sequence:
        actions.append(
            html.Button([icon("copy"), "Copy sequence"], id=ids.Protein.COPY, className="btn btn-outline-secondary")
        )
    return html.Div(
        [
            html.Div(
                [
                    html.Div(
                        [(html.H2 if beside else html.H1)(name, className="bp-break h1"), record_pill(view.status)],
                        className="d-flex align-items-center gap-2 flex-wrap",
                    ),
                    html.Div(
                        [html.Span(title_of(view.description)), " ", html.Span(joined, className="bp-meta ms-1")],
                        className="mt-1 bp-break",
                    ),
                ],
                className="bp-head-words",
            ),
            html.Span(className="bp-spacer"),
            html.Div(actions, className="bp-actions"),
        ],
        className="bp-head",
    )


def notes(view: Record) -> list[Any]:
    """What was noted when it was read and calculated."""
    sentences = [view.reason] if view.reason else []
    codes = str(view.values.get("notes") or "").split(";")
    sentences += [NOTE_SENTENCES[code] for code in codes if code in NOTE_SENTENCES]
    if not sentences:
        return []
    unique = list(dict.fromkeys(sentences))
    body = unique[0] if len(unique) == 1 else html.Ul([html.Li(words) for words in unique], className="mb-0 ps-3")
    level = "alert-warning" if view.status == RecordStatus.WARNED else "alert-primary"
    mark = "warn" if view.status == RecordStatus.WARNED else "info"
    return [html.Div([icon(mark), html.Div(body)], className=f"alert {level} mb-3")]

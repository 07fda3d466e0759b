"""With what an analysis was made: everything needed to repeat it."""

from dash import html

from dashboard.components import numbers
from dashboard.components.facts import Job
from protein.options import AMBIGUITY_LABELS, CONSTANTS_LABELS, PKA_SETS


def options_view(job: Job) -> html.Div:
    """Options, engine and file as a list of terms."""
    options = job.options
    last = "the end" if options.last_residue is None else numbers.count(options.last_residue)
    terms = [
        ("File", job.filename),
        ("Records", numbers.count(job.records or 0)),
        ("Started", f"{job.created_at:%Y-%m-%d %H:%M} UTC"),
        ("Engine", job.engine_version),
        ("Constants", CONSTANTS_LABELS[options.constants]),
        ("pKa set", PKA_SETS[options.pka_set]),
        ("pH for the charge", f"{options.ph:g}"),
        ("Letters B, Z, J, X", AMBIGUITY_LABELS[options.ambiguous]),
        ("Initiator Met", "removed" if options.remove_initiator_met else "kept"),
        ("Disulfide bonds", numbers.count(options.disulfides)),
        ("N-terminus", "blocked" if options.n_terminus_blocked else "free"),
        ("C-terminus", "blocked" if options.c_terminus_blocked else "free"),
        ("Residues", f"{numbers.count(options.first_residue)} to {last}"),
    ]
    return html.Div(
        html.Section(
            [
                html.Div(html.H2("Options", className="h3"), className="bp-panel-head"),
                html.Dl(
                    [part for name, value in terms for part in (html.Dt(name), html.Dd(value))],
                    className="bp-dl bp-panel-body",
                ),
            ],
            className="bp-panel",
        ),
        className="bp-page bp-page-narrow",
    )

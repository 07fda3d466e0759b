"""Three hints for a first visit, each of which goes for good when it is dismissed (assets/hints.js)."""

from dash import html

from dashboard.components.shared.icons import icon

HINTS_FOR = "yeast_UP000002311.fasta.gz"
"""The file of the demo's proteome, which is what a first visit opens."""
_HINTS = (
    ("Select", "Drag over a histogram or draw around points: plots, table and downloads follow."),
    ("Look closer", "Click a point or a row to see a protein beside the plots."),
    ("Take it with you", "The address holds the view. Download it, share it, or use it in code."),
)


def first_hints() -> html.Div:
    """The hints in a row; one that was dismissed in this browser stays hidden."""
    return html.Div(
        [_hint(number, *words) for number, words in enumerate(_HINTS, 1)], className="bp-hints", role="note"
    )


def _hint(number: int, title: str, words: str) -> html.Div:
    close = html.Button(
        icon("x"), className="btn bp-quiet bp-icon", type="button", **{"aria-label": f"Dismiss the hint “{title}”"}
    )
    return html.Div([html.Span([html.B(title), f" {words}"]), close], className="bp-hint", **{"data-hint": str(number)})

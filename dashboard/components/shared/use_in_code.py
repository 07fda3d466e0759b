"""*Use in code*: what a page shows, as curl, Python and R.

The selection is filled in from the page's address when the dialog opens (assets/use_in_code.js). In the programs
{origin} is the site, {id} and {ordinal} what is shown, {columns} the columns, {selection} what the address selects,
{query} columns and selection together; of a comparison {first}, {others} and {sides}.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dash import html

from dashboard.components.explorer.view import PARAMETERS
from dashboard.components.shared.icons import icon

WORDS = "Use in code"
LANGUAGES = ("curl", "Python", "R")
_CURL = """curl -L -H "Authorization: Bearer $BATCHPROT_TOKEN" -H "Accept: text/csv" \\
  '{origin}/api/v1/analyses/"""
_PYTHON = """import batchprot

client = batchprot.Client("{origin}")  # the token: BATCHPROT_TOKEN
"""
_R = """token <- paste("Bearer", Sys.getenv("BATCHPROT_TOKEN"))
proteins <- read.csv(url(
  "{origin}/api/v1/analyses/"""
_R_END = """",
  headers = c(Authorization = token, Accept = "text/csv")
))
"""
_DIFFERENCES = "{first}/compare?with={others}&columns={columns}{sides}"
PROGRAMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "analysis": {
            "curl": f"{_CURL}{{id}}/proteins?{{query}}' \\\n  -o proteins.csv\n",
            "Python": f"""{_PYTHON}analysis = client.analysis("{{id}}")
proteins = analysis.table("{{selection}}", columns={{columns}})
print(proteins)
""",
            "R": f"{_R}{{id}}/proteins?{{query}}{_R_END}",
        },
        "protein": {
            "curl": """curl -H "Authorization: Bearer $BATCHPROT_TOKEN" \\
  '{origin}/api/v1/analyses/{id}/proteins/{ordinal}'
""",
            "Python": f"""{_PYTHON}analysis = client.analysis("{{id}}")
protein = analysis.protein({{ordinal}})
print(protein["identifier"], protein["values"]["isoelectric_point"])
profile = analysis.profile({{ordinal}}, scale="kyte_doolittle", window=9)
titration = analysis.titration({{ordinal}})
""",
            "R": f"{_R}{{id}}/proteins?n={{ordinal}}{_R_END}",
        },
        "compare": {
            "curl": f"{_CURL}{_DIFFERENCES}' \\\n  -o differences.csv\n",
            "Python": f"""{_PYTHON}differences = client.compare(
    {{ids}}, columns="{{columns}}", selections={{selections}}
)
print(differences)
""",
            "R": f"{_R}{_DIFFERENCES}{_R_END}".replace("proteins <-", "differences <-"),
        },
    }
)
"""For each page and language the program."""


def use_in_code(page: str, *, job_id: str = "", ordinal: int = 0, class_name: str = "btn btn-sm bp-quiet") -> html.Span:
    """A button and the dialog that it opens; `page` is analysis, protein or compare."""
    button = html.Button(
        [icon("code"), html.Span(WORDS, className="d-none d-lg-inline")],
        className=class_name,
        type="button",
        **{"aria-label": WORDS, "aria-haspopup": "dialog", "data-code-open": page},
    )
    dialog = html.Dialog(
        [
            html.Div(
                [
                    html.H2(WORDS, className="h3 mb-0"),
                    html.Span(className="bp-spacer"),
                    html.Button(
                        icon("x"),
                        className="btn bp-quiet bp-icon",
                        type="button",
                        **{"aria-label": "Close", "data-code-close": ""},
                    ),
                ],
                className="d-flex align-items-center mb-2",
            ),
            _tabs(),
            *(_program(page, language) for language in LANGUAGES),
            html.P(
                [
                    "Tokens are made on the ",
                    html.A("account page", href="/account#tokens"),
                    ". What else programs can do: ",
                    html.A("the REST interface", href="/api"),
                    ".",
                ],
                className="bp-meta mb-0",
            ),
        ],
        className="bp-code-dialog",
        **{
            "aria-label": WORDS,
            "data-id": job_id,
            "data-ordinal": str(ordinal),
            "data-passed": ",".join(sorted(PARAMETERS)),
        },
    )
    return html.Span([button, dialog], className="bp-use-in-code")


def _tabs() -> html.Div:
    buttons = [
        html.Button(
            language, className="btn btn-sm btn-outline-secondary", type="button", **{"data-code-tab": language}
        )
        for language in LANGUAGES
    ]
    copy = html.Button(
        [icon("copy"), html.Span("Copy", **{"aria-live": "polite"})],
        className="btn btn-sm bp-quiet ms-auto",
        type="button",
        **{"data-code-copy": ""},
    )
    return html.Div([html.Div(buttons, className="btn-group"), copy], className="d-flex align-items-center mb-2")


def _program(page: str, language: str) -> html.Pre:
    program = PROGRAMS[page][language]
    named = {"data-language": language, "data-program": program, "aria-label": language}
    return html.Pre(program, className="bp-code", tabIndex=0, hidden=language != LANGUAGES[0], **named)

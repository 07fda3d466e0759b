"""The REST interface, to read: made of the same description that programs read."""

from dash import dcc, html

from dashboard import generated
from dashboard.components.api.operations import contents, sections

PATH_TEMPLATE = "/api"
TITLE = "API · BatchProt"
SPECIFICATION = "/api/v1/openapi.json"
_CURL = """curl -H "Authorization: Bearer $TOKEN" -F file=@proteome.fasta.gz $SERVER/api/v1/analyses
curl -H "Authorization: Bearer $TOKEN" -H "Accept: text/csv" \\
     "$SERVER/api/v1/analyses/ID/proteins?r.gravy=0..&columns=basic\""""
_PYTHON = """import batchprot

client = batchprot.Client("https://...", token="...")
table = client.analyze("proteome.fasta.gz", columns="basic")     # a polars DataFrame"""

_TOKENS = (
    ": it may read, or read and write, and has an end. Errors are problem documents (RFC 9457) with a code for "
    "programs and a sentence for people. The same description for programs: "
)


def layout(**_query: str) -> html.Main:
    """Every request, with what it takes and answers."""
    document = generated.api()
    return html.Main(
        [
            html.Nav(contents(document), className="bp-toc", **{"aria-label": "Requests"}),
            html.Article([*_introduction(), *sections(document)], className="bp-prose bp-api"),
        ],
        id="main",
        className="bp-page bp-meth bp-meth-wide",
    )


def _introduction() -> list[html.H1 | html.P | html.Pre]:
    specification = html.A("OpenAPI 3.1", href=SPECIFICATION)
    return [
        html.H1("REST interface", className="bp-meth-title"),
        html.P(
            "Everything that the pages do with your analyses, for programs: submit, follow, read, compare.",
            className="bp-lead",
        ),
        html.P(
            [
                "Requests carry an API token, which is made on the ",
                dcc.Link("account page", href="/account", refresh=True),
                _TOKENS,
                specification,
                ".",
            ]
        ),
        html.Pre(_CURL, className="bp-code"),
        html.P(["From Python, with ", html.Code("pip install batchprot"), ":"]),
        html.Pre(_PYTHON, className="bp-code"),
    ]

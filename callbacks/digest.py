"""The dialog that cuts the proteins of an analysis into peptides, as a new analysis."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from dash import Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from batchprot.properties.cleavage import HEAVIEST, Digest, RuleError
from callbacks.browser import in_browser
from dashboard import ids
from dashboard.components.analysis.digest_dialog import OWN_RULE
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import field_error
from dashboard.reader import PageReader
from jobs.errors import JobRefused
from jobs.intake.digest.submit import submit_digest
from jobs.services import JobServices

_FIELDS = (
    ids.Digest.ENZYME,
    ids.Digest.RULE,
    ids.Digest.MISSED,
    ids.Digest.SHORTEST,
    ids.Digest.LONGEST,
    ids.Digest.LIGHTEST,
    ids.Digest.HEAVIEST,
)


def read_digest(*values: Any) -> Digest:  # noqa: ANN401 - as Dash has them
    """The digest as chosen in the form.

    Raises:
        RuleError: A value can't be used; the message is the sentence to show.
    """
    enzyme, rule, missed, shortest, longest, lightest, heaviest = values
    if enzyme == OWN_RULE and not (rule or "").strip():
        raise RuleError("Write a rule, such as [KR]|{P}, or choose an enzyme.")
    usual = Digest()
    lengths = [_number(text, otherwise) for text, otherwise in zip((shortest, longest), usual.lengths, strict=True)]
    if any(number != int(number) for number in lengths):
        raise RuleError("The lengths are whole numbers.", "lengths")
    light, heavy = _number(lightest, None), _number(heaviest, None)
    masses = None if light is None and heavy is None else [light or 0.0, HEAVIEST if heavy is None else heavy]
    asked = {
        "enzyme": rule if enzyme == OWN_RULE else enzyme,
        "missed_cleavages": int(missed or 0),
        "lengths": [int(number) for number in lengths],
        "masses": masses,
    }
    return Digest.from_json(asked)


def _number(text: object, otherwise: Any) -> Any:  # noqa: ANN401 - a number, or what stands for none
    try:
        value = numbers.parse(text)
    except ValueError:
        raise RuleError(f"“{str(text)[:40]}” is not a number.") from None
    return otherwise if value is None else value


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the dialog."""

    @app.callback(
        Output(ids.Digest.DIALOG, "is_open"),
        Output(ids.Digest.KEY, "data"),
        Output(ids.Digest.PROBLEM, "children"),
        Input(ids.Digest.OPEN, "n_clicks"),
        prevent_initial_call=True,
    )
    def _open(clicks: int | None) -> tuple[bool, str, list[Any]]:
        if not clicks:
            raise PreventUpdate
        return True, str(uuid4()), []

    @app.callback(
        Output(ids.Frame.LOCATION, "pathname", allow_duplicate=True),
        Output(ids.Frame.LOCATION, "search", allow_duplicate=True),
        Output(ids.Digest.PROBLEM, "children", allow_duplicate=True),
        Input(ids.Digest.START, "n_clicks"),
        State(ids.Job.ID, "data"),
        State(ids.Digest.KEY, "data"),
        State(ids.Digest.NAME, "value"),
        *(State(field, "value") for field in _FIELDS),
        prevent_initial_call=True,
    )
    def _start(clicks: int | None, job: str, key: str, title: str | None, *values: object) -> tuple[Any, ...]:
        if not clicks:
            raise PreventUpdate
        try:
            chosen = read_digest(*values)
            made = submit_digest(
                services, current_reader().id, UUID(job), chosen, title=title or "", idempotency_key=f"digest:{key}"
            )
        except (RuleError, JobRefused) as refused:
            return no_update, no_update, field_error(str(refused))
        return f"/jobs/{made}", "", []

    in_browser(app, "digest.rule", Output(ids.Digest.RULE_BOX, "hidden"), Input(ids.Digest.ENZYME, "value"))

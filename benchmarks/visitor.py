"""A person's browser without its window: signs in, sends a file and asks a page's callback, over real HTTP."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx

PATIENCE = 600.0


class Visitor:
    """One signed-in person at a running BatchProt."""

    def __init__(self, origin: str, sign_in_link: str) -> None:
        """Follow the one-time link and keep its cookies."""
        self._client = httpx.Client(base_url=origin, timeout=PATIENCE, trust_env=False)
        self._client.get(f"/sign-in/link/{sign_in_link}")
        self._client.get("/")
        self._headers = {"X-CSRFToken": self._client.cookies["_csrf_token"], "Origin": origin}
        self._callbacks = self._client.get("/_dash-dependencies").raise_for_status().json()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def send(self, path: Path) -> UUID:
        """Ask for a place, and stream the file there as a form, as assets/upload.js does."""
        ticket = self._post("/api/uploads", json={"filename": path.name, "size": path.stat().st_size}).json()
        with path.open("rb") as file:
            self._post(ticket["url"], data=ticket["fields"], files={"file": (path.name, file)})
        return UUID(ticket["id"])

    def inspect(self, upload_id: UUID) -> dict[str, Any]:
        """Have the file looked at."""
        report: dict[str, Any] = self._post(f"/api/uploads/{upload_id}/complete", json={}).json()
        return report

    def list_jobs(self) -> str:
        """The page's own callback that lists the analyses; the components it answers, as text."""
        callback = next(one for one in self._callbacks if "jobs-list.children" in one["output"])
        outputs = [dict(zip(("id", "property"), one.split("."), strict=True)) for one in _names(callback["output"])]
        inputs = [{**one, "value": None} for one in callback["inputs"]]
        body = {"output": callback["output"], "outputs": outputs, "inputs": inputs, "changedPropIds": []}
        return self._post("/_dash-update-component", json=body).text

    def _post(self, url: str, **content: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
        return self._client.post(url, headers=self._headers, **content).raise_for_status()


def _names(output: str) -> list[str]:
    """`..a.children...b.data..` is Dash's way to name several outputs."""
    return output.strip(".").split("...")

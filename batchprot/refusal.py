"""The base of every refusal, and the problem document that web, API and worker answer with.

A refusal is an expected outcome, not a fault: the input, the request or the installation has to change. Pages, the
command line, the API and the worker all show its sentence; programs read its code.
"""

from http import HTTPStatus


class Refusal(ValueError):  # noqa: N818 - it is an answer, not a fault
    """Something that cannot be done, with the sentence that says why and what to do.

    >>> raise Refusal("The file is empty. Choose another one.", code="empty_file")
    Traceback (most recent call last):
    batchprot.refusal.Refusal: The file is empty. Choose another one.

    Attributes:
        message: the sentence for a person; never contains a sequence.
        code: a stable name for programs.
        status: the HTTP status that fits.
        record: the number of the record concerned, where there is one.
        line: the line of the file concerned, where there is one.
        next_step: what to do, where the sentence does not say it.
    """

    code = "refused"
    status = 400

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        status: int = 0,
        record: int | None = None,
        line: int | None = None,
        next_step: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.status = status or type(self).status
        self.record = record
        self.line = line
        self.next_step = next_step

    @property
    def problem(self) -> dict[str, str | int]:
        """The problem document."""
        return problem_document(
            self.status, self.message, self.code, record=self.record, line=self.line, next_step=self.next_step
        )


def problem_document(
    status: int,
    detail: str,
    code: str = "",
    *,
    record: int | None = None,
    line: int | None = None,
    next_step: str = "",
) -> dict[str, str | int]:
    """Return a problem document (RFC 9457): `detail` is the sentence to show, `code` what a program reads.

    >>> problem_document(404, "There is no such analysis.", "job_not_found")["type"]
    'urn:batchprot:problem:job_not_found'
    """
    title = HTTPStatus(status).phrase
    code = code or title.lower().replace(" ", "_").replace("'", "")
    document: dict[str, str | int | None] = {
        "type": f"urn:batchprot:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "record": record,
        "line": line,
        "next_step": next_step or None,
    }
    return {name: value for name, value in document.items() if value is not None}

"""Mail to a person: a port. Where nothing is set up for it, an adapter of this machine stands behind it."""

from typing import Protocol


class MailNotSent(Exception):  # noqa: N818 - what happened
    """The mail was not taken for delivery."""


class Mail(Protocol):
    """Sends plain text."""

    @property
    def reaches_people(self) -> bool:
        """Whether mail reaches its recipient, rather than only the log of this server."""
        ...

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand one mail over for delivery.

        Raises:
            MailNotSent: it was not taken.
        """
        ...

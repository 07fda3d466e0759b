"""Mail on one machine: printed where the application's log goes, to be read there."""

import sys


class ConsoleMail:
    """Prints each mail; the twin of SES for `batchprot up`."""

    reaches_people = False

    def send(self, to: str, subject: str, text: str) -> None:
        """Print one mail."""
        sys.stdout.write(f"Mail to {to}\nSubject: {subject}\n\n{text}\n")
        sys.stdout.flush()

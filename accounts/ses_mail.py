"""Mail through Amazon SES."""

import logging
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from accounts.mail import MailNotSent

log = logging.getLogger("batchprot.accounts")


class SesMail:
    """Sends by a boto3 SESv2 client.

    Args:
        client: of SESv2.
        sender: `BatchProt <batchprot@example.org>`, of a domain or an address that SES has verified.
    """

    reaches_people = True

    def __init__(self, client: Any, sender: str) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
        self._client = client
        self._sender = sender

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand one mail over; what SES says against it goes to the log, without the address."""
        content = {"Subject": _utf8(subject), "Body": {"Text": _utf8(text)}}
        try:
            self._client.send_email(
                FromEmailAddress=self._sender, Destination={"ToAddresses": [to]}, Content={"Simple": content}
            )
        except ClientError as error:
            log.warning("mail not sent", extra={"error": error.response["Error"]["Code"]})
            raise MailNotSent from None
        except BotoCoreError as error:
            log.warning("mail not sent", extra={"error": type(error).__name__})
            raise MailNotSent from None


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}

"""Why a table can't be used; the message is the sentence shown."""

from batchprot.refusal import Refusal


class TableRefused(Refusal):
    """A table that can't be read or matched."""

    code = "table_refused"
    status = 422

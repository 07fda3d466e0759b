"""The REST client: `batchprot.Client`, see batchprot/client/client.py."""

from batchprot.client.analysis import Analysis, AnalysisFailed
from batchprot.client.client import Client
from batchprot.client.connection import ServerRefusal, ServerUnreachable

__all__ = ["Analysis", "AnalysisFailed", "Client", "ServerRefusal", "ServerUnreachable"]

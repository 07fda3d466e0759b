"""The worker's interface under generated requests: whatever comes, an answer of its description and never a 5xx.

`make test` tries 50 requests a call; BATCHPROT_FUZZ_EXAMPLES sets another number (`make fuzz`: 1,000).
"""

import os

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from worker.app import create_app

# Left out is only that what fits the description must be accepted: it can't say that a window fits into its sequence.
EXAMPLES = int(os.environ.get("BATCHPROT_FUZZ_EXAMPLES", "50"))

schema = schemathesis.openapi.from_asgi("/openapi.json", create_app())


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_generated_requests_are_answered_as_described(case):
    case.call_and_validate(excluded_checks=[positive_data_acceptance])

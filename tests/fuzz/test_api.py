"""The REST interface under generated requests: whatever comes, an answer of its description and never a 5xx.

`make test` tries 10 requests a call; BATCHPROT_API_EXAMPLES sets another number (`make fuzz-api`: 5,000 in all).
"""

import os
from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from accounts.api_tokens import Scope, create_api_token
from accounts.services import Allowance
from tools.docs.api_document import api_document

EXAMPLES = int(os.environ.get("BATCHPROT_API_EXAMPLES", "10"))
FASTA = ">a first\nMKWVTFISLLFLFSSAYS\n>b\nMK!V\n>c\nACDEFGHIKLMNPQRSTVWY\n>d\nWWWWDDEE\n"
# What fits the description may be refused for what it says, such as a selection of another analysis; and what doesn't
# fit may be taken where a parameter is a text and 1 is sent. Who gets what is in the authorization matrices.
NOT_SAID = [positive_data_acceptance, negative_data_rejection, ignored_auth]


# Files of these kinds are bytes as generated, like those of application/octet-stream.
for media_type in ("application/gzip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):
    schemathesis.serializer.alias(media_type, "application/octet-stream")

schema = schemathesis.openapi.from_dict(api_document())


@pytest.fixture
def program(web, services, account_services, user, submit_text, run_jobs):
    """What sends a generated request, with a token that may do everything, half of them about an analysis that is."""
    limits = replace(account_services.limits, api_requests=Allowance(10**9, account_services.limits.sign_ups.within))
    object.__setattr__(account_services, "limits", limits)
    object.__setattr__(services, "quotas", replace(services.quotas, running_jobs=10**6))
    job_id = str(submit_text(FASTA))
    run_jobs()
    token = create_api_token(account_services, user, "fuzz", Scope.WRITE)

    def send(case):
        asked = case.path_parameters.get("job_id")
        if isinstance(asked, str) and asked[:1] in "02468ace":
            case.path_parameters["job_id"] = job_id
        case.operation.schema.app = web.server
        response = case.call(
            app=web.server, headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        )
        assert response.status_code < 500 or response.status_code in {502, 503, 507}, response.text
        case.validate_response(response, excluded_checks=NOT_SAID)

    return send


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_generated_requests_are_answered_as_described(case, program):
    program(case)

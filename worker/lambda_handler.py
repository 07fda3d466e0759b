"""The worker on AWS Lambda: a Function URL's or an invocation's event in, the same application's answer out."""

import asyncio
import os
import sys

from mangum import Mangum

from runtime import logs
from runtime.settings import read_settings
from worker.app import create_app
from worker.lambda_settings import WorkerLambdaSettings

logs.configure(as_json=True, stream=sys.stderr)
# Mangum would create one through asyncio, which Python deprecates outside a running loop.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

handler = Mangum(
    create_app(read_settings(WorkerLambdaSettings, os.environ).stage),
    # The application has nothing to start or stop.
    lifespan="off",
    # What is not text is sent as base64, a third longer, and unreadable in Lambda's console.
    text_mime_types=["application/json", "application/problem+json"],
)

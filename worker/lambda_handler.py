"""The worker on AWS Lambda: a Function URL's or an invocation's event in, the same application's answer out."""

import asyncio
import os

from mangum import Mangum

from worker.app import create_app

# Mangum would have asyncio make one, which Python deprecates outside a running loop.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

handler = Mangum(
    create_app(os.environ.get("BATCHPROT_STAGE", "production")),
    # The application has nothing to start or stop.
    lifespan="off",
    # What is not text is sent as base64, a third longer, and unreadable in Lambda's console.
    text_mime_types=["application/json", "application/problem+json"],
)

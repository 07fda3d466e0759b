"""The worker on AWS Lambda: a Function URL's or an invocation's event in, the same application's answer out."""

import os

from mangum import Mangum

from worker.app import create_app

# Without lifespan: the application has nothing to start or stop.
handler = Mangum(create_app(os.environ.get("BATCHPROT_STAGE", "production")), lifespan="off")

"""The web application on AWS Lambda: an HTTP API's event (payload version 2.0) in, the page out."""

import os
import sys

from dashboard.lambda_application import build_application, event_handler
from dashboard.lambda_settings import WebLambdaSettings
from jobs.adapters.aws_services import Aws
from runtime import logs
from runtime.settings import read_settings

logs.configure(as_json=True, stream=sys.stderr)
handler = event_handler(build_application(read_settings(WebLambdaSettings, os.environ), Aws.here()))

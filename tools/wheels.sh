#!/usr/bin/env bash
# Builds the two wheels into dist/: batchprot, the library, and batchprot-server, the application around it.
set -euo pipefail
cd "$(dirname "$0")/.."
# What setuptools left of an earlier build would go into the wheels.
rm -rf dist build/lib build/bdist.* server/build ./*.egg-info
.venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist . ./server
ls -l dist

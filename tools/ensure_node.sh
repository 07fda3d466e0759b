#!/usr/bin/env bash
# The CDK and the tests of the pages' scripts run in Node.js; installs it where that needs no questions.
set -euo pipefail
if command -v node > /dev/null; then
  exit 0
fi
if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Node.js for the AWS templates and the tests of scripts (only the first time) ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs > /dev/null
  exit 0
fi
echo "The AWS templates and the tests of scripts need Node.js 20 or newer. On Debian: sudo apt-get install nodejs; on macOS: brew install node. \
To run the other tests: make test ARGS='--ignore tests/infra --ignore tests/unit/dashboard/test_assets.py'" >&2
case "${ARGS:-}" in *tests/infra*) exit 0 ;; esac
exit 2

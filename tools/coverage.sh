#!/usr/bin/env bash
# Which branches the tests run, those of child processes included, and whether each package keeps its floor.
# Usage: tools/coverage.sh [arguments of pytest]
set -euo pipefail
cd "$(dirname "$0")/.."
floor=95
rm -f .coverage .coverage.*
.venv/bin/coverage run -m pytest -q -m "not browser" "$@" || failed=1
.venv/bin/coverage combine --quiet
for package in batchprot jobs results accounts; do
  echo "--- $package"
  .venv/bin/coverage report --include "$package/*" --skip-covered --show-missing --fail-under "$floor" || failed=1
done
exit "${failed:-0}"

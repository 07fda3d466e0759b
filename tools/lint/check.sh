#!/usr/bin/env bash
# Lints the pages' scripts and styles and their tests; installs Biome the first time.
set -euo pipefail
cd "$(dirname "$0")"
[ -x node_modules/.bin/biome ] || npm ci --silent --no-audit --no-fund --ignore-scripts
exec node_modules/.bin/biome lint --config-path=. --error-on-warnings ../../dashboard/assets ../../tests/assets

#!/usr/bin/env bash
# Let wapiti attack a BatchProt of its own: see tools/attack.py. The scanner lives in an environment of its own, because it pins what
# others need newer.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv-attack/bin/wapiti ] || {
  "${PYTHON:-python3}" -m venv .venv-attack
  .venv-attack/bin/python -m pip install --quiet --disable-pip-version-check wapiti3
}
exec .venv/bin/python -m tools.attack "$@"

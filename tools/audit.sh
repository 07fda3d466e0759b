#!/usr/bin/env bash
# What further auditors say: bandit about the code, checkov about the templates, pip-audit about the packages. They live in an
# environment of their own, because they pin what our own packages need newer. Exceptions stand in .bandit.yaml and .checkov.yaml, each
# with its reason.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv-audit/bin/checkov ] || {
  "${PYTHON:-python3}" -m venv .venv-audit
  .venv-audit/bin/python -m pip install --quiet --disable-pip-version-check checkov pip-audit bandit
}
.venv-audit/bin/bandit --quiet --configfile .bandit.yaml --recursive accounts batchprot callbacks cli dashboard infra jobs \
  migrations models results runtime worker
for stage in trial production; do
  CDK_OUTDIR=build/audit/$stage .venv/bin/python -m infra.app "$stage"
  .venv-audit/bin/checkov --config-file .checkov.yaml --directory "build/audit/$stage"
done
# Asks the advisory database, so that it needs the network: without one it says so and the templates have been judged.
for list in requirements/*.txt; do
  .venv-audit/bin/pip-audit --requirement "$list" --no-deps --disable-pip --progress-spinner off || failed=1
done
exit "${failed:-0}"

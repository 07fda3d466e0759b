#!/usr/bin/env bash
# Snakemake in an environment of its own, and Debian's Slurm where it is installed (slurmctld slurmd slurm-client munge).
set -euo pipefail
if [ -z "${SNAKEMAKE:-}" ]; then
  folder=.venv/snakemake
  [ -x "$folder/bin/snakemake" ] || { python3 -m venv "$folder" && "$folder/bin/pip" install --quiet 'snakemake>=9,<10'; }
  export SNAKEMAKE=$PWD/$folder/bin/snakemake
fi
exec .venv/bin/pytest -rP --override-ini python_files=engines.py tests/scale/engines.py "$@"

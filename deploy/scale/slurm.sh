#!/usr/bin/env bash
# BatchProt as a Slurm array: one task a shard. A task that is lost with its node is queued again, done parts are skipped.
#   sbatch --array=1-20 deploy/scale/slurm.sh parts proteome.fasta
#   batchprot merge parts -o all.parquet
#SBATCH --job-name=batchprot
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=01:00:00
#SBATCH --requeue
set -euo pipefail
folder=$1
shift
exec ${BATCHPROT:-batchprot} analyze "$@" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" -o "$folder"

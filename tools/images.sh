#!/usr/bin/env bash
# Builds the two images of AWS Lambda with docker, podman or buildah, whichever is there, as batchprot-worker and
# batchprot-dashboard. BASE_IMAGE names another base with Python 3.13 and pip; IMAGE_FLAGS are given to the builder.
# Usage: tools/images.sh [worker|dashboard ...]
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/image_tool.sh

flags=()
[ -z "${BASE_IMAGE:-}" ] || flags+=(--build-arg "BASE_IMAGE=$BASE_IMAGE")
if [ "$IMAGE_TOOL" = buildah ]; then
  # Without a daemon the build sees the network as this machine does: its names, its certificates, its package index.
  for file in /etc/hosts /etc/resolv.conf /etc/pip.conf /etc/ssl/certs; do
    [ ! -e "$file" ] || flags+=(-v "$file:$file:ro")
  done
fi
read -r -a more <<< "${IMAGE_FLAGS:-}"
[ $# -gt 0 ] || set -- worker dashboard
for name in "$@"; do
  "${IMAGE_BUILD[@]}" "${flags[@]}" "${more[@]}" -f "Dockerfile.$name" -t "batchprot-$name" .
done

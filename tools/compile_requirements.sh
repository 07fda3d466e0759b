#!/usr/bin/env bash
# Resolves pyproject.toml into requirements/*.txt: versions and hashes for every platform, no addresses.
set -euo pipefail
compile() {
  local name=$1
  shift
  .venv/bin/uv pip compile "$@" --universal --python-version 3.11 --generate-hashes \
    --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file "requirements/$name.txt"
}
# The images of worker and dashboard carry their own group only; on a laptop the library's dependencies go with it.
compile dev pyproject.toml --group dev
compile local pyproject.toml --group local --group build --constraints requirements/dev.txt
compile worker --group worker --constraints requirements/dev.txt
compile dashboard --group dashboard --constraints requirements/dev.txt
# Lambda's side of a container image: in the images only, never on a laptop.
echo 'awslambdaric>=4' | .venv/bin/uv pip compile - --constraints requirements/dev.txt --universal --python-version 3.13 --generate-hashes \
  --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements/lambda.txt

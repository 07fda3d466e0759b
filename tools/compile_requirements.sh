#!/usr/bin/env bash
# Resolves pyproject.toml into requirements/*.txt: versions and hashes for every platform, no addresses.
set -euo pipefail
compile() {
  .venv/bin/uv pip compile pyproject.toml --extra "$1" --universal --python-version 3.11 --generate-hashes \
    --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file "requirements/$1.txt" "${@:2}"
}
compile dev
compile local --constraints requirements/dev.txt
compile worker --constraints requirements/dev.txt
compile dashboard --constraints requirements/dev.txt
# Lambda's side of a container image: in the images only, never on a laptop.
echo 'awslambdaric>=4' | .venv/bin/uv pip compile - --constraints requirements/dev.txt --universal --python-version 3.13 --generate-hashes \
  --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements/lambda.txt

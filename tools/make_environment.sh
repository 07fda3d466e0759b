#!/usr/bin/env bash
# Makes .venv with the given Python and installs one requirements file and BatchProt itself, library and server, into it.
# Usage: tools/make_environment.sh PYTHON REQUIREMENTS
set -euo pipefail
python=$1
requirements=$2

if ! command -v "$python" > /dev/null; then
  echo "BatchProt needs Python 3.11 or newer, and there is no command '$python'. Install it, or name another: make PYTHON=python3.12" >&2
  exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "BatchProt needs Python 3.11 or newer; '$python' is $("$python" -V 2>&1). Name a newer one: make PYTHON=python3.12" >&2
  exit 2
fi

if [ ! -x .venv/bin/pip ]; then
  # Debian keeps ensurepip in a package of its own.
  if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv > /dev/null
    else
      echo "This Python lacks its venv module. Install it first: sudo apt-get install python3-venv" >&2
      exit 2
    fi
  fi
  rm -rf .venv
  "$python" -m venv .venv
fi

echo "Installing $requirements into .venv (only the first time) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . --editable ./server

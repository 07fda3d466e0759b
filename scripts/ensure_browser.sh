#!/usr/bin/env bash
# The browser tests need Chromium and its driver; installs them where that needs no questions.
set -euo pipefail
have() { command -v "$1" > /dev/null; }

if have chromedriver && { have chromium || have google-chrome || have chrome; }; then
  exit 0
fi
if have apt-get && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium and its driver for the browser tests (only the first time) ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver > /dev/null
  exit 0
fi
echo "The browser tests need Chromium and chromedriver. On Debian: sudo apt-get install chromium chromium-driver; \
on Ubuntu: sudo snap install chromium; on macOS: brew install --cask chromium && brew install chromedriver. \
To run the others: make test ARGS='-m \"not browser\"'" >&2
have chromedriver || case "${ARGS:-}" in *"not browser"*) exit 0 ;; esac
exit 2

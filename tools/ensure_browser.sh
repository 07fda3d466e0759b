#!/usr/bin/env bash
# The browser tests need Chromium and its driver, and axe-core, which finds what keeps people out of a page. Installs them
# where that needs no questions.
set -euo pipefail
cd "$(dirname "$0")/.."
have() { command -v "$1" > /dev/null; }
can_install() { have apt-get && [ "$(id -u)" = 0 ]; }
install() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null; }

if [ ! tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ]; then
  have npm || { can_install && install npm; } || {
    echo "The browser tests need axe-core: install Node.js with npm, then run this again." >&2
    case "${ARGS:-}" in *"not browser"*) ;; *) exit 2 ;; esac
  }
  if have npm; then
    npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tests/browser
    touch tests/browser/node_modules/.package-lock.json
  fi
fi

if have chromedriver && { have chromium || have google-chrome || have chrome; }; then
  exit 0
fi
if can_install; then
  echo "Installing Chromium and its driver for the browser tests (only the first time) ..."
  # Ubuntu has neither as a package.
  ! install chromium chromium-driver 2> /dev/null || exit 0
fi
echo "The browser tests need Chromium and chromedriver. On Debian: sudo apt-get install chromium chromium-driver; \
on Ubuntu: sudo snap install chromium; on macOS: brew install --cask chromium && brew install chromedriver. \
To run the others: make test ARGS='-m \"not browser\"'" >&2
have chromedriver || case "${ARGS:-}" in *"not browser"*) exit 0 ;; esac
exit 2

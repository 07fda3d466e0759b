#!/usr/bin/env bash
# The browser tests need Chromium and its driver, and axe-core, which finds what keeps people out of a page. Installs them
# where that needs no questions; elsewhere one sentence names everything that is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
have() { command -v "$1" > /dev/null; }
can_install() { have apt-get && [ "$(id -u)" = 0 ]; }
install() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null; }
have_axe() { [ tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ]; }
have_browser() { have chromedriver && { have chromium || have google-chrome || have chrome; }; }

if can_install; then
  have_axe || have npm || install npm
  if ! have_browser; then
    echo "Installing Chromium and its driver for the browser tests (only the first time) ..."
    install chromium chromium-driver 2> /dev/null || true # Ubuntu has neither as a package
  fi
fi
if ! have_axe && have npm; then
  npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tests/browser
  touch tests/browser/node_modules/.package-lock.json
fi
if have_axe && have_browser; then
  exit 0
fi
missing=""
have npm || have_axe || missing="Node.js with npm"
without='-m "not browser"'
have node || without="$without --ignore tests/infra --ignore tests/unit/dashboard/test_assets.py"
have_browser || missing="${missing:+$missing, }Chromium and chromedriver"
echo "The browser tests need $missing. On Debian: sudo apt-get install nodejs npm chromium chromium-driver; \
on Ubuntu: sudo apt-get install nodejs npm && sudo snap install chromium; \
on macOS: brew install node chromedriver && brew install --cask chromium. To run the others: make test ARGS='$without'" >&2
case "${ARGS:-}" in *"not browser"*) exit 0 ;; esac
exit 2

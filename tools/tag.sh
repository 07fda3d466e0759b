#!/usr/bin/env bash
# Tags the commit of a release with the one version number, after checking that everything that states it agrees.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' batchprot/__init__.py)
stop() { echo "$1" >&2; exit 2; }
case "$version" in *dev*) stop "batchprot/__init__.py says $version. Give it the number of the release first." ;; esac
grep -q "^## \[$version\] - 2" CHANGELOG.md || stop "CHANGELOG.md has no section [$version] with a date. Rename [Unreleased] first."
grep -q "^version: $version$" CITATION.cff || stop "CITATION.cff states another version than $version."
[ -z "$(git status --porcelain)" ] || stop "There are changes that aren't committed."
! git rev-parse -q --verify "refs/tags/v$version" > /dev/null || stop "There is a tag v$version already."
git tag --annotate "v$version" --message "BatchProt $version"
echo "Tagged v$version. Push it with: git push origin v$version"

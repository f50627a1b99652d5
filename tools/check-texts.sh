#!/usr/bin/env bash
# Nothing in the repository may name where somebody fetched packages from or where their files lie:
# such a line works on one machine and leaks its surroundings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
# forbid 'what it is' PATTERN [PATHSPEC…]
forbid() {
  local what=$1 pattern=$2 found
  shift 2
  if found=$(git grep -nIE "$pattern" -- "$@"); then
    printf '%s:\n%s\n\n' "$what" "$(cut -c 1-200 <<<"$found")" >&2
    failed=1
  fi
}

texts=(. ':!*.lock' ':!LICENSE')
forbid 'A package registry or mirror is named' \
  'https?://[^ "/<>]*(registry|mirror|npm|pypi|debian|crates)[^ "<>]*' "${texts[@]}"
forbid 'A path of one machine is named' \
  '(^|[^A-Za-z0-9_.~-])/(root|home/[a-z]+|Users/[A-Za-z]+|work|workspace)/[A-Za-z.]' "${texts[@]}"
forbid 'package-lock.json records where packages came from (npm config set omit-lockfile-registry-resolved true)' \
  '"resolved": *"http' 'web/package-lock.json'
forbid 'A package source is replaced' 'replace-with|^ *registry *=' '.cargo' '*.npmrc' '*pip.conf'
forbid 'Cargo.lock names a source other than the default registry' \
  '^source = "(git|path|sparse|local)' 'Cargo.lock'
if [ "$(git grep -hE '^source = ' -- Cargo.lock | sort -u | wc -l)" -gt 1 ]; then
  echo 'Cargo.lock names more than one source of crates' >&2
  failed=1
fi

# Every lock file is committed: the same sources everywhere.
for lock in Cargo.lock web/package-lock.json; do
  git ls-files --error-unmatch "$lock" >/dev/null 2>&1 || { echo "$lock is not committed" >&2; failed=1; }
done

if [ "$failed" -ne 0 ]; then exit 1; fi
echo "$(git ls-files | wc -l) files name no registry and no machine."

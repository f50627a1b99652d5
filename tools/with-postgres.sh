#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: starts one, exports PINGYI_TEST_POSTGRES, always stops it.
#
#   tools/with-postgres.sh cargo nextest run -p pingyi-store
#
# If PINGYI_TEST_POSTGRES is set already, that server is used and left alone.
set -euo pipefail

if [ $# -eq 0 ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
if [ -n "${PINGYI_TEST_POSTGRES:-}" ]; then exec "$@"; fi

tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
place=$(mktemp -d /tmp/pingyi-with-postgres.XXXXXX)
export PINGYI_POSTGRES_STATE=$place/state
finish() {
  "$tools/postgres.sh" stop || true
  rm -rf "$place"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

PINGYI_TEST_POSTGRES=$("$tools/postgres.sh" start)
export PINGYI_TEST_POSTGRES
"$@"

#!/usr/bin/env bash
# A private PostgreSQL for tests: its own data in a temporary directory, a free port of 127.0.0.1,
# its socket beside the data. It is thrown away on stop, so it need not survive a power cut (fsync off).
#
#   tools/postgres.sh start   start it (or find it running) and print its URL
#   tools/postgres.sh url     print its URL
#   tools/postgres.sh stop    stop it and delete its data
#
# PINGYI_POSTGRES_STATE names the file that remembers where it runs (default: .postgres/state),
# so several may run side by side.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state=${PINGYI_POSTGRES_STATE:-$root/.postgres/state}

fail() {
  printf '%s\n' "postgres.sh: $*" >&2
  exit 1
}

# The newest installed server: Debian keeps its programs outside PATH.
binaries() {
  local newest
  newest=$(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -V | while read -r folder; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; fi
  done | tail -n 1)
  if [ -n "$newest" ]; then
    echo "$newest"
  elif command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
    dirname "$(readlink -f "$(command -v pg_ctl)")"
  else
    fail 'no PostgreSQL server programs (initdb, pg_ctl) found: install Debian package "postgresql"'
  fi
}

# PostgreSQL refuses to run as root: somebody without rights runs it then.
owner() {
  if [ "$(id -u)" -ne 0 ]; then
    id -un
  elif id postgres >/dev/null 2>&1; then
    echo postgres
  else
    echo nobody
  fi
}

as_owner() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  elif command -v runuser >/dev/null; then
    runuser -u "$(owner)" -- "$@"
  else
    setpriv --reuid="$(owner)" --regid="$(id -g "$(owner)")" --clear-groups -- "$@"
  fi
}

recall() {
  bin='' folder='' port=''
  [ -r "$state" ] || return 1
  { read -r bin && read -r folder && read -r port; } <"$state" || return 1
  [ -d "$folder/data" ]
}

running() {
  (cd "$folder" && as_owner "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1)
}

url() {
  echo "postgres://pingyi@127.0.0.1:$port/postgres"
}

start() {
  if recall && running; then
    url
    return
  fi
  bin=$(binaries)
  # Not $TMPDIR: the path of a Unix socket has room for about a hundred bytes.
  folder=$(mktemp -d /tmp/pingyi-postgres.XXXXXX)
  if [ "$(id -u)" -eq 0 ]; then chown "$(owner)" "$folder"; fi
  chmod 0700 "$folder"
  cd /
  as_owner "$bin/initdb" --pgdata "$folder/data" --username pingyi --auth trust \
    --encoding UTF8 --locale C --no-sync >"$state_log" 2>&1 ||
    { cat "$state_log" >&2; rm -rf "$folder"; fail 'initdb failed'; }
  local tries=0
  # Asking for a free port and then taking it is a race: take one and see.
  while :; do
    port=$((20000 + RANDOM % 30000))
    if as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "-p $port -k $folder \
      -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
      -c max_connections=200 -c shared_buffers=64MB -c autovacuum=off" start >/dev/null 2>&1; then
      break
    fi
    tries=$((tries + 1))
    if [ "$tries" -ge 5 ]; then
      cat "$folder/log" >&2 || true
      rm -rf "$folder"
      fail 'the server did not start'
    fi
  done
  printf '%s\n' "$bin" "$folder" "$port" >"$state"
  url
}

stop() {
  recall || return 0
  if running; then
    (cd / && as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null) || true
  fi
  case $folder in
    /tmp/pingyi-postgres.*) rm -rf "$folder" ;;
  esac
  rm -f "$state" "$state_log"
}

mkdir -p "$(dirname "$state")"
state_log=$state.log

case ${1:-} in
  start) start ;;
  stop) stop ;;
  url)
    if recall && running; then url; else fail 'it is not running: tools/postgres.sh start'; fi
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

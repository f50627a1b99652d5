#!/usr/bin/env bash
# Makes the figures of docs/performance.md, with the optimised program.
#
#   tools/bench.sh target/release/pingyi
#
# Every part prints what it measured; the machine comes first, since no figure means anything without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${1:?the optimised program, as left by make build}

heading() { printf '\n── %s\n' "$*"; }

place=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$place"
}
trap finish EXIT

heading Machine
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort | uniq -c
awk '/MemTotal/ { printf "%.1f GiB of memory\n", $2 / 1048576 }' /proc/meminfo
uname -sr
"$program" --version

heading 'A ballot of 8 contests × 4 grades, and an archive of 119: one core'
taskset -c 0 cargo bench --locked --quiet -p pingyi-ballot --bench ballot

heading 'Casting through HTTP, closing, ranking'
"$program" load

heading 'Start-up and idle memory'
port=$((20000 + RANDOM % 30000))
began=$(date +%s%N)
"$program" serve --data "$place/data" --listen "127.0.0.1:$port" >"$place/log" 2>&1 &
server=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/api/session"; do
  kill -0 "$server" 2>/dev/null || { cat "$place/log" >&2; exit 1; }
  sleep 0.01
done
echo "first answer with an empty database after $((($(date +%s%N) - began) / 1000000)) ms"
sleep 5
awk '/VmRSS/ { printf "idle memory %.1f MiB\n", $2 / 1024 }' "/proc/$server/status"
kill "$server"
wait "$server" 2>/dev/null || true
server=
ls -l "$program" | awk '{ printf "program %.1f MiB\n", $5 / 1048576 }'

heading 'Voter page: bytes and time to interactive'
npm --prefix web run --silent size
npm --prefix web run --silent bench:voter

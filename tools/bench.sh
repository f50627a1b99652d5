#!/usr/bin/env bash
# Makes the figures of docs/performance.md, with the optimised program.
#
#   tools/bench.sh target/release/pingyi
#
# Every part prints what it measured; the machine and how busy it is come first, since no figure means anything
# without them. A part by name runs alone: tools/bench.sh target/release/pingyi casting
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=$(realpath "${1:?the optimised program, as left by make build}")
only=${2:-}

place=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$place"
}
trap finish EXIT

# part NAME TITLE: prints a heading; false when another part was asked for.
part() {
  if [ -n "$only" ] && [ "$only" != "$1" ]; then return 1; fi
  printf '\n── %s\n' "$2"
}

# middle: the median of the numbers on standard input.
middle() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# processor COMMAND…: milliseconds of processor time, user and system, of a command that succeeds.
processor() {
  local TIMEFORMAT='%3U %3S' spent
  if ! spent=$({ time "$@" >"$place/said" 2>&1; } 2>&1); then
    cat "$place/said" >&2
    return 1
  fi
  awk '{ printf "%d\n", ($1 + $2) * 1000 }' <<<"$spent"
}

printf '── Machine\n'
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort | uniq -c
awk '/MemTotal/ { printf "%.1f GiB of memory\n", $2 / 1048576 }' /proc/meminfo
uname -sr
awk '{ print "load before the first part:", $1 }' /proc/loadavg
"$program" --version

if part ballot 'A ballot of 8 contests × 4 grades, and an archive of 119: one core'; then
  taskset -c 0 cargo bench --locked --quiet -p pingyi-ballot --bench ballot
  cargo bench --locked --quiet -p pingyi-ballot --bench operations
fi

if part scoring 'Scores to places, analysis, privacy: one core'; then
  taskset -c 0 cargo bench --locked --quiet -p pingyi-ranking --bench scoring
  taskset -c 0 cargo bench --locked --quiet -p pingyi-ranking --bench sensitivity
  taskset -c 0 cargo bench --locked --quiet -p pingyi-diagnostics
fi

if part import 'A file of 100,000 rows: time and memory'; then
  cargo bench --locked --quiet -p pingyi-table
  cargo bench --locked --quiet -p pingyi-app --bench import
fi

if part verify 'An archive of 119 ballots made by belenios-tool, verified by both: processor time'; then
  peer=$(tools/belenios-tool.sh)
  tools/peer-archive.sh "$place/made" 119
  archive=$(echo "$place"/made/*.bel)
  cargo bench --locked --quiet -p pingyi-ballot --bench operations -- "$archive" | tail -1
  theirs=$(cd "$place/made" && for _ in 1 2 3 4 5; do processor "$peer" election verify; done | middle)
  echo "belenios-tool election verify: $theirs ms"
fi

if part large 'An archive of 10,000 ballots: time and memory'; then
  cargo bench --locked --quiet -p pingyi-ballot --bench large
fi

if part casting 'Casting through HTTP, closing, ranking'; then
  "$program" load
fi

if part peer 'The archive of one box (76 ballots): this program and belenios-tool'; then
  peer=$(tools/belenios-tool.sh)
  "$program" demo --once --data "$place/demo" >/dev/null 2>&1
  archive=$place/demo/out/archives/round-1-village.bel
  election=$("$program" verify --json "$archive" | sed -n 's/.*"election": "\([^"]*\)".*/\1/p')
  mkdir "$place/peer"
  cp "$archive" "$place/peer/$election.bel"
  ours=$(for _ in 1 2 3 4 5; do processor "$program" verify "$archive"; done | middle)
  theirs=$(cd "$place/peer" && for _ in 1 2 3 4 5; do processor "$peer" election verify; done | middle)
  echo "verify: $ours ms of processor time here, $theirs ms in belenios-tool: $((ours * 100 / theirs)) % of its time"
fi

if part start 'Start-up and idle memory'; then
  # start: milliseconds until the first answer.
  start() {
    local port=$((20000 + RANDOM % 30000)) began
    began=$(date +%s%N)
    "$program" serve --data "$place/data" --listen "127.0.0.1:$port" >"$place/log" 2>&1 &
    server=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /api/session HTTP/1.0\r\n\r\n' >&3 && read -r <&3) 2>/dev/null; do
      kill -0 "$server" 2>/dev/null || { cat "$place/log" >&2; exit 1; }
      sleep 0.002
    done
    took=$((($(date +%s%N) - began) / 1000000))
  }
  stop() {
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
  }
  start
  echo "first answer with an empty folder after $took ms"
  stop
  for _ in 1 2 3 4 5; do start; echo "$took"; stop; done >"$place/took"
  echo "first answer with data there after $(middle <"$place/took") ms (median of 5)"
  start
  sleep 5
  awk '/VmRSS/ { printf "idle memory %.1f MiB\n", $2 / 1024 }' "/proc/$server/status"
  stop
  ls -l "$program" | awk '{ printf "program %.1f MiB\n", $5 / 1048576 }'
fi

if part voter 'Voter page: bytes and time to interactive'; then
  npm --prefix web run --silent size
  npm --prefix web run --silent bench:voter
fi

awk '{ print "\nload after the last part:", $1 }' /proc/loadavg

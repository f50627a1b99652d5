#!/usr/bin/env bash
# Runs one step of `make test` under a heading and says how long it took.
#
#   tools/step.sh 'heading' COMMAND…     run it; PINGYI_STEPS names the file that collects the times
#   tools/step.sh --summary              print the collected times
set -uo pipefail

if [ "${1:-}" = --summary ]; then
  echo
  echo '── Time taken'
  awk -F '\t' '{ printf "%5d s  %s\n", $1, $2; all += $1 } END { printf "%5d s  in all\n", all }' "$PINGYI_STEPS"
  exit
fi

heading=$1
shift
began=$SECONDS
printf '\n── %s\n   %s\n' "$heading" "$*"
"$@"
code=$?
took=$((SECONDS - began))
if [ "$code" -ne 0 ]; then
  printf '\n── FAILED after %d s: %s (exit code %d)\n   Run it alone: %s\n' "$took" "$heading" "$code" "$*" >&2
  exit "$code"
fi
if [ -n "${PINGYI_STEPS:-}" ]; then printf '%d\t%s\n' "$took" "$heading" >>"$PINGYI_STEPS"; fi

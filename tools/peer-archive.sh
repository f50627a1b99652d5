#!/usr/bin/env bash
# Makes an archive with belenios-tool alone: tools/peer-archive.sh FOLDER [VOTERS], 8 contests × 4 grades, closed and
# tallied, in FOLDER. The archive is the only .bel file there.
set -euo pipefail
peer=$("$(dirname "${BASH_SOURCE[0]}")/belenios-tool.sh")
mkdir -p "$1"
cd "$1"
voters=${2:-119}
# It says what it does; only what it said before a failure matters.
exec 3>&2 2>said
trap 'cat said >&3' ERR
export BELENIOS_USE_URANDOM=1

id=$("$peer" setup generate-token)
options=(--uuid "$id" --group Ed25519)
"$peer" setup generate-trustee-key --group Ed25519 >/dev/null
cat ./*.pubkey >public_keys.jsons
"$peer" setup make-trustees >/dev/null
seq -f 'v%.0f' "$voters" >voters
"$peer" setup generate-credentials "${options[@]}" --file voters >/dev/null
mv ./*.pubcreds public_creds.json
mv ./*.privcreds private_creds.json
contests=$(for contest in 1 2 3 4 5 6 7 8; do
  printf '{"answers":["优秀","良好","一般","较差"],"min":1,"max":1,"question":"村%d"}\n' "$contest"
done | paste -sd,)
printf '{"description":"","name":"bench","questions":[%s],"administrator":"a","credential_authority":"c"}' "$contests" >template.json
"$peer" setup make-election "${options[@]}" --template template.json >/dev/null
"$peer" archive init >/dev/null
tr ',' '\n' <private_creds.json | sed 's/.*:"\(.*\)".*/\1/' >codes
choice='[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1],[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]'
printf '%s' "$choice" >choice
while read -r code || [ -n "$code" ]; do
  printf '%s' "$code" >code
  "$peer" election generate-ballot --privcred code --choice choice >ballot
  "$peer" archive add-event --type=Ballot <ballot >/dev/null
done <codes
"$peer" archive add-event --type=EndBallots </dev/null >/dev/null
"$peer" election compute-encrypted-tally | "$peer" archive add-event --type=EncryptedTally >/dev/null
"$peer" election decrypt --privkey ./*.privkey --trustee-id 1 | "$peer" archive add-event --type=PartialDecryption >/dev/null
"$peer" election compute-result | "$peer" archive add-event --type=Result >/dev/null

#!/usr/bin/env bash
# Prints the path of a runnable belenios-tool 3.x, the peer our ballots and archives are tested against.
#
#   tools/belenios-tool.sh            print the path, fetching the program once when needed
#
# An installed belenios-tool 3.x is used as it is. Otherwise the Debian packages of a newer release
# are unpacked into .peers/belenios (nothing is installed) and started through their own loader, so
# that they run on older releases too. The mirror is the one this machine's apt already uses.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${PINGYI_PEERS:-$root/.peers}/belenios
wrapper=$home/belenios-tool

fail() {
    echo "belenios-tool cannot be had: $*. Install belenios-tool 3.x (Debian 13 or later has it) and try again." >&2
    exit 1
}

is_version_3() { case "$("$1" --version 2>/dev/null)" in 3.*) return 0 ;; *) return 1 ;; esac; }

if [ -x "$wrapper" ]; then echo "$wrapper"; exit 0; fi
if installed=$(command -v belenios-tool) && is_version_3 "$installed"; then echo "$installed"; exit 0; fi

for needed in apt-get dpkg dpkg-deb flock; do
    command -v "$needed" >/dev/null || fail "this machine has no $needed"
done

mkdir -p "$home"
exec 9>"$home/.lock"
flock -w 300 9 || fail "another download has been holding $home/.lock for five minutes"
if [ -x "$wrapper" ]; then echo "$wrapper"; exit 0; fi

# The machine's own Debian mirror: where its apt finds component main of the release it runs.
codename=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}")
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' 'Created-By: Packages' 2>/dev/null |
    awk -v codename="$codename" '$2 == "main" && $3 == codename && $1 !~ /security/ { print $1; exit }')
[ -n "$mirror" ] || fail "apt on this machine knows no Debian mirror"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || fail "the package debian-archive-keyring is missing"
machine=$(dpkg --print-architecture)
packages='belenios-tool libc6 libev4t64 libgmp10 libsodium23 libssl3t64 zlib1g libzstd1'

# fetch RELEASE: downloads and unpacks the packages of one release, everything private to $work.
fetch() {
    release=$1
    work=$home/work
    rm -rf "$work"
    mkdir -p "$work"/{lists/partial,cache/archives/partial,preferences.d,download,root}
    : >"$work/status"
    echo "deb [signed-by=$keyring arch=$machine] $mirror $release main" >"$work/sources.list"
    apt=(apt-get -qq
        -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::Etc::Preferences=/dev/null -o "Dir::Etc::PreferencesParts=$work/preferences.d"
        -o "Dir::State=$work" -o "Dir::State::Lists=$work/lists" -o "Dir::State::Status=$work/status"
        -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root -o "APT::Architecture=$machine"
        -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Default-Release=)
    "${apt[@]}" update || return 1
    for package in $packages; do
        # Debian unstable names libsodium by its ABI; take the one the release has.
        [ "$package" != libsodium23 ] || package=$(
            APT_CONFIG=/dev/null apt-cache "${apt[@]:2}" pkgnames libsodium 2>/dev/null | grep -E '^libsodium[0-9]+$' | head -n 1)
        (cd "$work/download" && "${apt[@]}" download "$package") || return 1
    done
    for archive in "$work"/download/*.deb; do dpkg -x "$archive" "$work/root" || return 1; done
    loader=$(find "$work/root" -name 'ld-linux*.so*' | head -n 1)
    [ -n "$loader" ] && [ -x "$work/root/usr/bin/belenios-tool" ] || return 1
    libraries=$(find "$work/root"/usr/lib* "$work/root"/lib* -name '*.so*' -printf '%h\n' 2>/dev/null | sort -u | paste -sd: || true)
    "$loader" --library-path "$libraries" "$work/root/usr/bin/belenios-tool" --version 2>/dev/null | grep -q '^3\.' || return 1
    rm -rf "$home/root"
    mv "$work/root" "$home/root"
    {
        echo '#!/bin/sh'
        echo "here=$(printf '%q' "$home")"
        echo "exec \"\$here/root${loader#"$work/root"}\" --library-path \"$(sed "s|$work/root|\$here/root|g" <<<"$libraries")\" \"\$here/root/usr/bin/belenios-tool\" \"\$@\""
    } >"$home/belenios-tool.new"
    chmod +x "$home/belenios-tool.new"
    mv "$home/belenios-tool.new" "$wrapper"
    rm -rf "$work"
}

for release in testing trixie; do
    if fetch "$release" 9>&- >"$home/fetch.log" 2>&1; then echo "$wrapper"; exit 0; fi
done
rm -rf "$home/work"
fail "neither Debian testing nor Debian 13 packages could be fetched from $mirror (apt says why in $home/fetch.log)"

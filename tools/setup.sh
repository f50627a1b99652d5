#!/usr/bin/env bash
# Makes sure that this machine has what a make target needs.
#
#   tools/setup.sh demo|build|test|screenshots|bench
#
# Rust and Node are asked for, never installed. Debian packages are installed when that is allowed without
# asking (root, or sudo without a password); otherwise one sentence names them. PINGYI_INSTALL=no only names.
set -euo pipefail

target=${1:-demo}
faults=()
packages=()

# at_least 20.19 20.9.1 → false: dotted versions compare by number.
at_least() {
  [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

has() {
  command -v "$1" >/dev/null 2>&1
}

need_rust() {
  local wanted version
  wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' "$(dirname "${BASH_SOURCE[0]}")/../Cargo.toml")
  if ! has cargo || ! has rustc; then
    faults+=("Rust $wanted or newer is missing (rustup, or your distribution's packages)")
    return
  fi
  version=$(rustc --version | cut -d ' ' -f 2)
  at_least "$wanted" "$version" || faults+=("Rust $version is too old: $wanted or newer is needed (rustup update)")
  has cc || packages+=(gcc libc6-dev)
}

need_node() {
  local version
  if ! has node || ! has npm; then
    faults+=('Node.js 20.19 or newer with npm is missing')
    return
  fi
  version=$(node --version)
  at_least 20.19 "${version#v}" || faults+=("Node.js $version is too old: 20.19 or newer is needed")
}

need_font() {
  local folder
  for folder in /usr/share/fonts /usr/local/share/fonts "${XDG_DATA_HOME:-$HOME/.local/share}/fonts" \
    "$HOME/.fonts" /Library/Fonts /System/Library/Fonts; do
    [ -d "$folder" ] || continue
    if [ -n "$(find -L "$folder" \( -iname '*noto*cjk*' -o -iname 'fandol*' -o -iname '*sourcehan*' \) \
      -print -quit 2>/dev/null)" ]; then return; fi
  done
  packages+=(fonts-noto-cjk)
}

need_browser() {
  local name
  if [ -n "${PINGYI_CHROMIUM:-}" ]; then return; fi
  for name in chromium chromium-browser google-chrome; do
    if has "$name"; then return; fi
  done
  packages+=(chromium)
}

need_postgres() {
  [ -z "${PINGYI_TEST_POSTGRES:-}" ] || return 0
  if has pg_ctl || compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null; then return; fi
  packages+=(postgresql)
}

need_poppler() {
  if has pdftotext && has pdftoppm; then return; fi
  packages+=(poppler-utils)
}

# Another language recomputes rankings, to check ours.
need_python() {
  has python3 || packages+=(python3)
}

need_rust
need_node
case $target in
  build) ;;
  demo) need_font ;;
  screenshots | bench) need_font && need_browser ;;
  test) need_font && need_browser && need_postgres && need_poppler && need_python ;;
  *)
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

if [ ${#faults[@]} -gt 0 ]; then
  printf 'make %s: %s.\n' "$target" "${faults[@]}" >&2
  exit 1
fi
[ ${#packages[@]} -gt 0 ] || exit 0

as_root=()
may_install=no
if [ "${PINGYI_INSTALL:-yes}" != no ] && has apt-get; then
  if [ "$(id -u)" -eq 0 ]; then
    may_install=yes
  elif has sudo && sudo -n true 2>/dev/null; then
    may_install=yes
    as_root=(sudo -n)
  fi
fi
if [ "$may_install" = no ]; then
  echo "make $target needs these packages: ${packages[*]} — on Debian: apt-get install ${packages[*]}" >&2
  exit 1
fi

echo "Installing Debian packages: ${packages[*]}"
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update -q &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  rm -f "$log"
  echo "make $target needs these packages and could not install them: ${packages[*]}" >&2
  exit 1
fi
rm -f "$log"

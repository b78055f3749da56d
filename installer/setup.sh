# Shared by installer/run and tests/run, which source it. Messages go to standard error.

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$(basename "$0"): $*"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root or sudo: $*"
    fi
}

# missing_packages NAME...: what of installer/packages/NAME.txt is not installed, a package a line.
missing_packages() {
    local lists=() name package program
    for name in "$@"; do
        lists+=("$root/installer/packages/$name.txt")
    done
    local -A installed=()
    while read -r package; do
        installed[$package]=1
    done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' | sed -n 's/ installed$//p')
    while read -r package program; do
        [ -z "${installed[$package]:-}" ] || continue
        [ -z "$program" ] || ! command -v "$program" >/dev/null || continue
        printf '%s\n' "$package"
    done < <(cat "${lists[@]}" | sed '/^#/d;/^$/d')
}

# install_packages NAME...: installs by apt what is missing of the lists; without a missing one, apt is not asked.
install_packages() {
    command -v dpkg-query >/dev/null ||
        fail "this is not Debian; install by hand what installer/packages/*.txt names"
    local missing
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    say "Installing:" $missing
    # A source that is away is no reason to stop: whether it is missed shows when installing.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update >&2 || true
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install --no-install-recommends $missing >&2 ||
        fail "apt could not install what is missing. Is there a network, and is this Debian 12?"
}

# build_preset PRESET [TARGET]: configures and builds into build/PRESET.
build_preset() {
    (cd "$root" && cmake --preset "$1" >&2) || fail "configuring the preset $1 failed"
    cmake --build "$root/build/$1" -j "$(nproc)" --target "${2:-all}" >&2 || fail "building the preset $1 failed"
}

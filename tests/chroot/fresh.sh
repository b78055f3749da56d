# Makes a fresh Debian 12 in a folder of its own, for the tests beside it, which source this. Packages come from where apt
# takes them on this machine. Afterwards: $target is its folder, `inside COMMAND...` runs in it, `step NAME` notes a time.

[ "$(id -u)" = 0 ] || { echo "$0 needs root" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap >&2

# "URI codename component" of each Debian source.
sources=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
    sed -n 's/ Debian$//p' | grep ' bookworm' | sort -u)
mirror=$(sed -n 's/ bookworm main$//p' <<<"$sources" | head -n 1)
[ -n "$mirror" ] || { echo "apt knows no source of Debian 12 here" >&2; exit 1; }

target=$(mktemp -d "${TMPDIR:-/tmp}/portico-chroot.XXXXXX")
# signal_inside NAME: to everything that runs in there.
signal_inside() {
    local process
    for process in /proc/[0-9]*; do
        case $(readlink "$process/root" 2>/dev/null) in
        "$target"*) kill "-$1" "${process#/proc/}" 2>/dev/null || true ;;
        esac
    done
}

remove_all() {
    # What still runs keeps the folders busy.
    signal_inside KILL
    local folder
    for folder in ccache dev proc; do
        if mountpoint -q "$target/$folder"; then
            umount -R "$target/$folder" 2>/dev/null || umount -R -l "$target/$folder" || true
        fi
    done
    # Nothing of the machine may still be mounted below what is removed.
    if ! grep -q " $target/" /proc/mounts; then
        rm -rf --one-file-system "$target"
    fi
}
trap remove_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

inside() {
    chroot "$target" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LANG=C.UTF-8 "${passed_on[@]}" "$@"
}

times=
began=$SECONDS
step() {
    times+="$1 $((SECONDS - began)) s, "
    began=$SECONDS
}

debootstrap --variant=minbase bookworm "$target" "$mirror" >&2
# mktemp's folders are closed to others, but this one is a root folder: PostgreSQL's user must pass.
chmod 755 "$target"
awk '{print "deb", $1, $2, $3}' <<<"$sources" >"$target/etc/apt/sources.list"
cp /etc/resolv.conf "$target/etc/resolv.conf"
# Services that packages bring are not to start in here.
printf '#!/bin/sh\nexit 101\n' >"$target/usr/sbin/policy-rc.d"
chmod 755 "$target/usr/sbin/policy-rc.d"
# How this machine reaches the network: proxies and certificates.
passed_on=()
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL PIP_CERT \
    NODE_EXTRA_CA_CERTS SSL_CERT_FILE; do
    [ -z "${!name:-}" ] || passed_on+=("$name=${!name}")
done
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$target/usr/local/share/ca-certificates/host"
    awk -v folder="$target/usr/local/share/ca-certificates/host" \
        '/BEGIN CERTIFICATE/ {n++} n {print > (folder "/" n ".crt")}' /etc/ssl/certs/ca-certificates.crt
fi
mount -t proc proc "$target/proc"
mount --rbind /dev "$target/dev"
mount --make-rslave "$target/dev"

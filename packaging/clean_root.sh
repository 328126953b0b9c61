#!/bin/sh
# Installs a .deb in a fresh minimal Debian and runs the smoke test there: clean_root.sh RAQIM.deb
# The fresh Debian is made once (debootstrap) and kept outside of the tree; each run installs into a copy of it.
# The X server and the hand on its keys (Xvfb, xdotool) are the host's; nothing of Python is in the root.
set -eu

DEB=$(realpath "$1")
HERE=$(cd "$(dirname "$0")" && pwd)
SUITE=${SUITE:-bookworm}
MIRROR=${MIRROR:-http://deb.debian.org/debian}
CACHE=${RAQIM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/raqim}
BASE="$CACHE/clean-root-$SUITE"
PYTHON=${PYTHON:-python3}

if [ "$(id -u)" != 0 ]; then
    echo "Installing in a clean root needs root. Run:"
    echo "  sudo env PYTHON=$PYTHON RAQIM_CACHE=$CACHE $HERE/clean_root.sh $DEB"
    exit 3
fi
if [ -z "${RAQIM_UNSHARED:-}" ] && command -v unshare >/dev/null 2>&1 && unshare --mount true 2>/dev/null; then
    RAQIM_UNSHARED=1 exec unshare --mount "$0" "$DEB" # so that no mount outlives this run
fi

mkdir -p "$CACHE"
if [ ! -e "$BASE/.whole" ]; then
    command -v debootstrap >/dev/null 2>&1 || {
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap
    }
    made=""
    for attempt in 1 2 3; do # a mirror that stalls is asked again
        rm -rf "$BASE"
        echo "A fresh Debian ($SUITE) is being made from $MIRROR, once (attempt $attempt)…"
        debootstrap --variant=minbase "$SUITE" "$BASE" "$MIRROR" >"$CACHE/debootstrap.log" 2>&1 && made=1 && break
        tail -3 "$CACHE/debootstrap.log"
    done
    [ -n "$made" ] || {
        echo "No fresh Debian could be made from $MIRROR (MIRROR=… names another): $CACHE/debootstrap.log"
        exit 1
    }
    : >"$BASE/.whole"
fi

ROOT=$(mktemp -d "$CACHE/run-XXXXXX")
clean() {
    for place in proc dev/shm dev; do umount "$ROOT/$place" 2>/dev/null || umount -l "$ROOT/$place" 2>/dev/null || true; done
    mountpoint -q "$ROOT/proc" || mountpoint -q "$ROOT/dev" || rm -rf --one-file-system "$ROOT"
}
trap clean EXIT
trap 'exit 1' INT TERM
cp -a --reflink=auto "$BASE/." "$ROOT/"
mount -t proc proc "$ROOT/proc"
mount --bind /dev "$ROOT/dev"
mount -t tmpfs tmpfs "$ROOT/dev/shm" 2>/dev/null || true
cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
[ -d /etc/apt/apt.conf.d ] && cp /etc/apt/apt.conf.d/* "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
cp "$DEB" "$ROOT/raqim.deb"
mkdir -p "$CACHE/archives"
cp -n "$CACHE/archives/"*.deb "$ROOT/var/cache/apt/archives/" 2>/dev/null || true
rm -f "$ROOT/etc/apt/apt.conf.d/docker-clean"

export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
before=$(chroot "$ROOT" dpkg-query -W -f='${Installed-Size}\n' | awk '{sum += $1} END {print sum}')
echo "Installing $(basename "$DEB") there…"
chroot "$ROOT" apt-get -o Acquire::Retries=5 update -qq
chroot "$ROOT" apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends /raqim.deb >"$CACHE/install.log" 2>&1 || {
    tail -20 "$CACHE/install.log"
    echo "The package could not be installed in a fresh Debian: $CACHE/install.log"
    exit 1
}
cp -n "$ROOT/var/cache/apt/archives/"*.deb "$CACHE/archives/" 2>/dev/null || true
after=$(chroot "$ROOT" dpkg-query -W -f='${Installed-Size}\n' | awk '{sum += $1} END {print sum}')
own=$(chroot "$ROOT" dpkg-query -W -f='${Installed-Size}' raqim)
chroot "$ROOT" dpkg --verify raqim
if chroot "$ROOT" sh -c 'command -v python3 || find / -xdev -name "libQt6*" -not -path "/usr/lib/raqim/*" | grep .'; then
    echo "the root is not clean: there is a Python or a Qt in it that is not of the package"
    exit 1
fi
echo "installed: raqim $((own / 1024)) MB, with what it depends on $(((after - before) / 1024)) MB; no Python, no other Qt"

chroot "$ROOT" useradd --create-home tester
"$PYTHON" "$HERE/smoke.py" --root "$ROOT" --user tester
chroot "$ROOT" apt-get purge -y -qq raqim >>"$CACHE/install.log" 2>&1
left=$(find "$ROOT/usr/lib/raqim" "$ROOT/usr/share/doc/raqim" "$ROOT/usr/bin/raqim" 2>/dev/null || true)
[ -z "$left" ] || {
    echo "taking the package away left: $left"
    exit 1
}
echo "taken away without a trace"

#!/bin/sh
# `make package`: the Linux packages from a fresh clone, tried out. Does its own set-up, in build/, and leaves in dist/
#   raqim/ (the frozen folder), a .deb, a tarball, a wheel and a source package.
# A step that needs root and has none says so with the exact command; everything else is done.
set -eu
cd "$(dirname "$0")/.."
HERE=$PWD
VENV="$HERE/build/package-venv"
PYTHON="$VENV/bin/python"
export VENV QT_QPA_PLATFORM=offscreen
as_root() { # the command that installs system packages, or nothing
    if [ "$(id -u)" = 0 ]; then echo env
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then echo sudo
    fi
}
STEP="Set-up" BEGAN=$(date +%s)
LOGS="$HERE/build/logs"
mkdir -p "$LOGS"
say() { # begins a step: its name, and how long it has been since the beginning
    STEP=$1
    printf '\n== %s (%s, %d min)\n' "$1" "$(date +%H:%M:%S)" "$((($(date +%s) - BEGAN) / 60))"
}
quietly() { # quietly LOG COMMAND...: what it prints goes into build/logs; the end of it is shown when it fails
    log="$LOGS/$1.log"
    shift
    "$@" >"$log" 2>&1 || { tail -20 "$log"; echo "(the whole of it: $log)"; return 1; }
}
ended() {
    code=$?
    [ "$code" = 0 ] || printf '\nmake package stopped in the step “%s” after %d min; nothing of a later step was made.\n' \
        "$STEP" "$((($(date +%s) - BEGAN) / 60))"
}
trap ended EXIT
trap 'exit 130' INT TERM

say "Set-up"
needed=""
for pair in objdump:binutils xz:xz-utils appstreamcli:appstream desktop-file-validate:desktop-file-utils \
    debootstrap:debootstrap dpkg-deb:dpkg; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%:*}" ] || needed="$needed ${pair##*:}"
done
# Debian's own python3 is linked to no shared library, and a frozen program needs one
if [ -x /usr/bin/python3 ] && [ "$(command -v python3)" = /usr/bin/python3 ]; then
    library=$(python3 -c 'import sysconfig; print("libpython" + sysconfig.get_python_version())')
    dpkg-query -W -f='${Status}' "$library" 2>/dev/null | grep -q 'install ok installed' || needed="$needed $library"
fi
if [ -n "$needed" ]; then
    root=$(as_root)
    if [ -n "$root" ]; then
        echo "System packages:$needed"
        quietly apt $root sh -c "apt-get -o Acquire::Retries=5 update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends $needed" ||
            { echo "These system packages could not be installed:$needed"; exit 1; }
    else
        echo "Missing:$needed. Run: sudo apt-get install -y --no-install-recommends$needed"
    fi
fi
quietly set-up env EXTRAS=package packaging/setup.sh

say "Wheel and source package"
rm -rf dist build/wheel-venv
quietly wheel "$PYTHON" -m build --outdir dist .
"$PYTHON" -m twine check --strict dist/*.whl dist/*.tar.gz
"$PYTHON" packaging/wheel_contents.py dist
"$PYTHON" -m venv build/wheel-venv
quietly wheel-venv build/wheel-venv/bin/python -m pip install --retries 10 --constraint constraints.txt dist/*.whl
"$HERE/build/wheel-venv/bin/python" packaging/smoke.py --program "$HERE/build/wheel-venv/bin/raqim" --only command_line,journey
rm -rf build/wheel-venv

say "Frozen program"
"$PYTHON" packaging/icons.py
quietly pyinstaller "$PYTHON" -m PyInstaller --noconfirm --distpath dist --workpath build/pyinstaller packaging/raqim.spec

say "Debian package and tarball"
"$PYTHON" packaging/debian.py
if command -v appstreamcli >/dev/null 2>&1; then
    appstreamcli validate --no-net build/debian/usr/share/metainfo/*.metainfo.xml
fi
if command -v desktop-file-validate >/dev/null 2>&1; then
    desktop-file-validate build/debian/usr/share/applications/*.desktop
fi
"$PYTHON" packaging/sizes.py dist

deb=$(echo dist/*.deb)
root=$(as_root)
if [ -n "$root" ]; then
    say "In a clean root"
    $root env PYTHON="$PYTHON" "RAQIM_CACHE=${RAQIM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/raqim}" packaging/clean_root.sh "$deb"
else
    say "Without root: the unpacked package on this machine"
    rm -rf build/unpacked && dpkg-deb -x "$deb" build/unpacked
    "$PYTHON" packaging/smoke.py --program "$HERE/build/unpacked/usr/bin/raqim"
    PYTHON="$PYTHON" packaging/clean_root.sh "$deb" || [ $? = 3 ] # says the command
fi
say "Done"
ls -l dist | awk 'NF > 5 {printf "%8.1f MB  dist/%s\n", $5 / 1e6, $9}' | grep -v ' dist/raqim$'

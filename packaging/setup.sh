#!/bin/sh
# Everything that `make run` and `make test` need, on a fresh Debian with Python 3.11 or newer; a second run of it
# ends at once. System libraries come first (as root or through sudo; otherwise the exact command is printed), then
# the virtual environment and the packages.
set -eu

VENV=${VENV:-.venv}
EXTRAS=${EXTRAS-camel}
STAMP="$VENV/.raqim-$(printf '%s' "$EXTRAS" | tr ',' '-')-$(cat pyproject.toml constraints.txt packaging/setup.sh | cksum | cut -d' ' -f1)"
LIBRARIES="python3-venv libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0
  libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 xvfb xauth xdotool x11-xkb-utils
  fonts-hosny-amiri"
# camel-tools builds a small C++ package
[ -z "${EXTRAS##*camel*}" ] && [ -n "$EXTRAS" ] && LIBRARIES="$LIBRARIES g++ cmake python3-dev"

[ -e "$STAMP" ] && exit 0

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
    for library in $LIBRARIES; do
        name=$library
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' && continue
        dpkg-query -W -f='${Status}' "${name}t64" 2>/dev/null | grep -q 'install ok installed' && continue
        missing="$missing $library"
    done
fi
if [ -n "$missing" ]; then
    install="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive $install
    else
        echo "System libraries are missing. Run this once, then the same command again:"
        echo "  sudo apt-get update && sudo $install"
        exit 1
    fi
fi

if [ -z "$python" ]; then
    for candidate in python3.13 python3.12 python3.11 python3; do
        command -v "$candidate" >/dev/null 2>&1 && python=$candidate && break
    done
fi
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Raqim needs Python 3.11 or newer."
    exit 1
fi

[ -x "$VENV/bin/python" ] || "$python" -m venv "$VENV"
"$VENV/bin/python" -m pip install --quiet --upgrade pip
extras="test,formats,charts"
[ -n "$EXTRAS" ] && extras="$extras,$EXTRAS"
"$VENV/bin/python" -m pip install --quiet --constraint constraints.txt --editable ".[$extras]"
rm -f "$VENV"/.raqim-*
: >"$STAMP"

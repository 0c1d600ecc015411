#!/usr/bin/env bash
# Sets up everything a bare Debian 12 with Python 3.11 lacks: system libraries, then a virtual environment
# with exactly the locked, hash-checked packages. Does nothing when both are as the lock says.
set -euo pipefail
cd "$(dirname "$0")/../.."

lock=packaging/locks/dev.txt
packages=packaging/dev/debian-packages.txt
python=${PYTHON:-python3}

missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    while read -r name; do
        dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed$' || echo "$name"
    done <"$packages"
}

install_system() {
    local missing
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "${missing// /}" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "These system packages are missing. Install them, then run this again:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing" >&2
        exit 1
    fi
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of names, split on purpose
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

install_python() {
    local want
    want=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
    [ "$(cat .venv/.locked 2>/dev/null || true)" = "$want" ] && return 0
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || {
        echo "Python 3.11, 3.12 or 3.13 is needed; set PYTHON=/path/to/python3.11 and run this again." >&2
        exit 1
    }
    [ -x .venv/bin/python ] || "$python" -m venv .venv || {
        echo "Python's venv module is missing: sudo apt-get install -y python3-venv" >&2
        exit 1
    }
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    echo "$want" >.venv/.locked
}

install_system
install_python

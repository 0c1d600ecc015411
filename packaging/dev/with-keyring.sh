#!/usr/bin/env bash
# Runs a command beside a real Secret Service of its own (gnome-keyring on a private D-Bus, unlocked with a
# throw-away password), so that nothing touches the keyring of whoever runs it.
set -euo pipefail

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config"
export XDG_CACHE_HOME="$home/cache"
mkdir -m 700 "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"

exec 3<&0
dbus-run-session -- bash -c '
    printf throw-away | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    exec "$@" <&3' with-keyring "$@"

#!/bin/sh
# Print the path of a Chromium for the browser tests; get one when there is none.
# usage: find-browser.sh PYTHON   (a Python that has Playwright)
set -u
python=$1

works() {
    # Some systems ship a stub of this name that only says how to install it.
    [ -n "$1" ] && [ -x "$1" ] && "$1" --version >/dev/null 2>&1
}

installed() {
    # The first is Chromium without windows: what needs none takes a third less time in it.
    for name in chromium-headless-shell \
        chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name") || continue
        if works "$path"; then
            echo "$path"
            return 0
        fi
    done
    return 1
}

if [ -n "${PBGDPL_CHROMIUM:-}" ]; then
    if works "$PBGDPL_CHROMIUM"; then
        echo "$PBGDPL_CHROMIUM"
        exit 0
    fi
    echo "PBGDPL_CHROMIUM=$PBGDPL_CHROMIUM does not run." >&2
    exit 1
fi

installed && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the system's Chromium for the browser tests ..." >&2
    log=$(mktemp)
    {
        apt-get update -q
        # Not every system that has a Chromium has it without windows.
        for package in chromium-headless-shell chromium; do
            DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
                "$package" fonts-dejavu-core && break
        done
    } >"$log" 2>&1 || tail -3 "$log" >&2
    rm -f "$log"
    installed && exit 0
fi

downloaded() {
    "$python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    print(p.chromium.executable_path)' 2>/dev/null
}

path=$(downloaded)
if ! works "$path"; then
    "$python" -m playwright install chromium >&2
    path=$(downloaded)
fi
if works "$path"; then
    echo "$path"
    exit 0
fi
echo "No browser for the browser tests: install Chromium, or name it with PBGDPL_CHROMIUM=/path/to/chromium." >&2
exit 1

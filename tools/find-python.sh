#!/bin/sh
# Print the Python to use: the newest supported one that runs and can make virtual
# environments, or one of the version that is named, such as 3.12.  A name on PATH proves
# nothing (version managers leave shims that fail), hence each candidate is tried.
# PYTHON=/path/to/python overrides the search.
set -u

wanted=${1:-}
if [ -n "$wanted" ]; then
    promise=$wanted
    names="python$wanted python3 python"
    supported="import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted')"
else
    promise='3.11 to 3.13'
    names='python3.13 python3.12 python3.11 python3 python'
    supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
fi

runs() {
    "$1" -c "$supported" >/dev/null 2>&1
}

usable() {
    runs "$1" && "$1" -c 'import venv, ensurepip' >/dev/null 2>&1
}

# The interpreter itself, not the shim that found it in this folder.
real() {
    "$1" -c 'import sys; print(sys.executable)'
}

if [ -n "${PYTHON:-}" ]; then
    if usable "$PYTHON"; then
        real "$PYTHON"
        exit 0
    fi
    echo "PYTHON=$PYTHON is not a working Python $promise with the modules venv and ensurepip." >&2
    exit 1
fi

# pyenv's shim runs the version that its settings choose; the others lie beside it.
folders=$PATH
if [ -n "$wanted" ]; then
    for folder in "${PYENV_ROOT:-${HOME:-}/.pyenv}/versions/$wanted".*/bin; do
        folders=$folders:$folder
    done
fi

without_venv=
for name in $names; do
    old_ifs=$IFS
    IFS=:
    for folder in $folders; do
        candidate="$folder/$name"
        [ -x "$candidate" ] || continue
        if usable "$candidate"; then
            real "$candidate"
            exit 0
        fi
        if runs "$candidate"; then
            without_venv=$candidate
        fi
    done
    IFS=$old_ifs
done

if [ -n "$without_venv" ]; then
    echo "$without_venv has no module venv or ensurepip: install it (Debian: apt-get install python3-venv)." >&2
else
    echo "No usable Python $promise on PATH: install one, or name it with PYTHON=/path/to/python." >&2
fi
exit 1

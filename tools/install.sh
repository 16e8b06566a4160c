#!/bin/sh
# Install into a virtual environment: by uv, which takes a quarter of pip's time, or by pip
# where uv can't be had or can't do it.
# usage: install.sh PYTHON CONSTRAINTS REQUIREMENT...
set -u
python=$1
constraints=$2
shift 2

pip() {
    "$python" -m pip --disable-pip-version-check --quiet "$@"
}

by_uv() {
    pip install -c "$constraints" uv || return
    # Where packages come from is told to pip, if to anybody.
    index=${PIP_INDEX_URL:-$(pip config get global.index-url 2>/dev/null)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    "${python%/*}/uv" pip install --quiet --compile-bytecode --python "$python" \
        -c "$constraints" -b "$constraints" "$@"
}

by_uv "$@" && exit
echo "Installing by pip, which takes longer ..." >&2
pip install -c "$constraints" --upgrade pip setuptools wheel &&
    PIP_BUILD_CONSTRAINT=$constraints pip install -c "$constraints" "$@"

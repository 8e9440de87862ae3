# Shared by the findings, which source it: a temporary folder, packages in it, the comparison.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8 TZ=Asia/Ho_Chi_Minh PYTHONWARNINGS=ignore

# python_with PACKAGE==VERSION …: what `run_python` will import (uv, where there is one, is quicker).
python_with() {
    if command -v uv >/dev/null; then
        uv venv --quiet venv
        uv pip install --quiet --python venv/bin/python "$@"
    else
        python3 -m venv venv
        venv/bin/pip install --quiet --no-compile --disable-pip-version-check "$@"
    fi
}

# run_python: the program on standard input; what it prints is what was seen.
run_python() {
    venv/bin/python - >>seen 2>errors || { cat errors; exit 1; }
}

# node_with PACKAGE@VERSION …: what `run_node` will require.
node_with() {
    need node npm
    npm install --silent --no-audit --no-fund --prefix "$work" "$@"
}

run_node() {
    node - >>seen 2>errors || { cat errors; exit 1; }
}

# need PROGRAM …: where one is missing there is nothing to be seen, and that is said (exit 77).
need() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || { echo "not run: $program is not installed"; exit 77; }
    done
}

# still: the output on standard input is what was seen on the day of the finding.
still() {
    cat >then
    if diff then seen; then
        cat seen
    else
        echo "changed (< then, > now)"
        exit 1
    fi
}

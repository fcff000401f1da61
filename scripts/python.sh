#!/bin/sh
# Finds a Python that can build the environment (3.11 or newer, with venv and pip) and hands it
# the arguments. PYTHON=/path/to/python chooses one. -B: nothing is written beside the scripts.
# Goes in: a script and its arguments. Comes out: that script's exit status, or 1 and one line.
set -eu

fits='import sys; sys.exit(sys.version_info < (3, 11))'
can_build='import ensurepip, venv'
seen_without_venv=''

for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3; do
    if "$candidate" -c "$fits" >/dev/null 2>&1; then
        if "$candidate" -c "$can_build" >/dev/null 2>&1; then
            exec "$candidate" -B "$@"
        fi
        seen_without_venv=${seen_without_venv:-$candidate}
    fi
    # A Python that was asked for is not replaced by another one silently.
    [ -z "${PYTHON:-}" ] || break
done

if [ -n "$seen_without_venv" ]; then
    echo "$seen_without_venv has no venv module: install it (Debian: apt-get install python3-venv)," \
        "or name another Python: make ... PYTHON=/path/to/python3" >&2
elif [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is not a Python 3.11 or newer that runs: correct or unset PYTHON." >&2
else
    echo "Python 3.11 or newer is needed and was not found: install it," \
        "or name it: make ... PYTHON=/path/to/python3" >&2
fi
exit 1

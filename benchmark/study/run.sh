#!/usr/bin/env bash
# Runs a study: the trainings of a plan, one after the other, and the table and the pictures of what came out. README.md
# explains; study.py does the work.
set -euo pipefail
# shellcheck source=benchmark/options.sh
source "$(dirname "${BASH_SOURCE[0]}")/../options.sh"
command -v python3 >/dev/null || reject "Python 3 is needed, and there is no python3 on the PATH."
exec python3 "$here/study/study.py" "$@"

#!/usr/bin/env bash
# Compares how fast SAC learns on HalfCheetah-v5, in environment steps a second: Espalier against CleanRL's
# sac_continuous_action.py, unmodified, and against Stable-Baselines3 where pip has it. All on the CPU, with two hidden
# layers of 256 units, batches of 256 and one update a step, in turns on one machine.
#
# The agents are not the same. Espalier's is that of the ICML 2018 paper: two Q networks, and a value network with a
# target. The peers' has no value network and a target for each Q network, and so runs a few more networks an update.
# CleanRL updates its policy only at every second step, but then twice. README.md counts the passes.
#
# This file prepares the peers' Python; compare_sac.py runs and measures.
set -euo pipefail

usage() {
    cat <<'END'
Usage: benchmark/compare-sac.sh CLEANRL_CHECKOUT [--rounds N] [--steps N] [--out DIR]

  CLEANRL_CHECKOUT  folder with a checkout of CleanRL (vwxyzjn/cleanrl)
  --rounds N        times that every program runs; default 5
  --steps N         environment steps of a run, over 2000, of which those after the 2000th are measured; default 7000
  --out DIR         where everything goes; default runs/compare-sac. A second comparison there is spared the set-up.

What is installed comes from wherever pip is set up to look; a folder of wheels can be named in PIP_FIND_LINKS.
Exit codes: 0 done, 1 failed, 2 bad usage or input.
END
}

source "$(dirname "${BASH_SOURCE[0]}")/options.sh"

fail() {
    printf 'compare-sac: %s\n' "$@" >&2
    exit 1
}

rounds=5
steps=7000
out=$root/runs/compare-sac
read_options "rounds steps out" "$@"
case ${#arguments[@]} in
    0)
        usage >&2
        reject "the path of a CleanRL checkout is missing."
        ;;
    1) cleanrl=${arguments[0]} ;;
    *) reject "one checkout of CleanRL is wanted, but here are two: ${arguments[0]} and ${arguments[1]}" ;;
esac
require_whole rounds "$rounds"
require_whole steps "$steps"
[ "$steps" -gt 2000 ] || reject "--steps must be above 2000, not $steps: measuring starts there."
# CleanRL logs every hundred steps, and the end must be one of them.
[ $((steps % 100)) -eq 0 ] || reject "--steps must be a multiple of 100, not '$steps': CleanRL logs no other steps."
[ -d "$cleanrl" ] || reject "there is no folder $cleanrl"
for file in cleanrl/sac_continuous_action.py cleanrl_utils/buffers.py; do
    [ -f "$cleanrl/$file" ] || reject "$cleanrl is no checkout of CleanRL: it has no $file"
done
require_venv
cleanrl=$(CDPATH='' cd -P "$cleanrl" && pwd)
make_out

# Builds if need be, before anything is timed.
"$root/espalier" --version >/dev/null

log=$out/pip.log
python=$out/venv/bin/python
pip_install() {
    "$python" -m pip install --retries 1 --disable-pip-version-check "$@" >>"$log" 2>&1
}

: >"$log"
if [ ! -x "$python" ]; then
    python3 -m venv "$out/venv" >>"$log" 2>&1 || fail "making a virtual environment failed; $log says why."
fi
echo "compare-sac: installing the peers' Python packages into $out/venv" >&2
# MuJoCo and Gymnasium are those of Espalier's physics and models.
pip_install torch 'gymnasium[mujoco]==1.3.0' mujoco==3.14.0 tyro tensorboard ||
    fail "pip could not install what CleanRL needs; the end of $log says why:" "$(grep '^ERROR' "$log" | tail -n 2)"
# By itself, as it may be missing; and it must not move what is there already.
"$python" -m pip freeze >"$out/constraints.txt" 2>>"$log"
sb3=(--sb3)
if ! pip_install --constraint "$out/constraints.txt" stable-baselines3; then
    echo "compare-sac: pip could not install stable-baselines3 ($log says why): going on without it" >&2
    sb3=()
fi

exec "$python" "$here/compare_sac.py" --cleanrl "$cleanrl" --rounds "$rounds" --steps "$steps" --out "$out" "${sb3[@]}"

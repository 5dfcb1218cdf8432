#!/usr/bin/env bash
# Compares how fast SAC or PPO learns on HalfCheetah-v5, in environment steps a second: Espalier against CleanRL's program,
# unmodified, and for SAC against Stable-Baselines3 where pip has it. All on the CPU, with networks and batches of one size,
# in turns on one machine.
#
# The SACs are not the same. Espalier's is that of the ICML 2018 paper: two Q networks, and a value network with a
# target. The peers' has no value network and a target for each Q network, and so runs a few more networks an update.
# CleanRL updates its policy only at every second step, but then twice. README.md counts the passes.
#
# This file prepares the peers' Python; compare_peers.py runs and measures.
set -euo pipefail

usage() {
    cat <<'END'
Usage: benchmark/compare-peers.sh sac|ppo CLEANRL_CHECKOUT [--rounds N] [--steps N] [--environments N] [--out DIR]

  sac|ppo           the agent
  CLEANRL_CHECKOUT  folder with a checkout of CleanRL (vwxyzjn/cleanrl)
  --rounds N        times that every program runs; default 5
  --steps N         environment steps of a run. Of SAC those after the 2000th are measured, and 7000 is the default; of PPO
                    those after the 16384th, whole rollouts of 2048, and 81920 is the default
  --environments N  environments that PPO steps side by side, with 2048 steps of all in a rollout; default 1
  --out DIR         where everything goes; default runs/compare-peers. A second comparison there is spared the set-up.

What is installed comes from wherever pip is set up to look; a folder of wheels can be named in PIP_FIND_LINKS.
Exit codes: 0 done, 1 failed, 2 bad usage or input.
END
}

source "$(dirname "${BASH_SOURCE[0]}")/options.sh"

fail() {
    printf 'compare-peers: %s\n' "$@" >&2
    exit 1
}

rounds=5
steps=
environments=1
out=$root/runs/compare-peers
read_options "rounds steps environments out" "$@"
if [ ${#arguments[@]} -ne 2 ]; then
    usage >&2
    reject "an agent and the path of a CleanRL checkout are wanted."
fi
agent=${arguments[0]}
cleanrl=${arguments[1]}
case $agent in
    sac) steps=${steps:-7000} ;;
    ppo) steps=${steps:-81920} ;;
    *) reject "the agent must be sac or ppo, not '$agent'." ;;
esac
require_whole rounds "$rounds"
require_whole steps "$steps"
require_whole environments "$environments"
[ -d "$cleanrl" ] || reject "there is no folder $cleanrl"
for file in "cleanrl/${agent}_continuous_action.py" cleanrl_utils/buffers.py; do
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
echo "compare-peers: installing the peers' Python packages into $out/venv" >&2
# MuJoCo and Gymnasium are those of Espalier's physics and models.
pip_install torch 'gymnasium[mujoco]==1.3.0' mujoco==3.14.0 tyro tensorboard ||
    fail "pip could not install what CleanRL needs; the end of $log says why:" "$(grep '^ERROR' "$log" | tail -n 2)"
# By itself, as it may be missing; and it must not move what is there already.
"$python" -m pip freeze >"$out/constraints.txt" 2>>"$log"
sb3=(--sb3)
if ! pip_install --constraint "$out/constraints.txt" stable-baselines3; then
    echo "compare-peers: pip could not install stable-baselines3 ($log says why): going on without it" >&2
    sb3=()
fi

exec "$python" "$here/compare_peers.py" --agent "$agent" --environments "$environments" --cleanrl "$cleanrl" --rounds "$rounds" --steps "$steps" --out "$out" "${sb3[@]}"

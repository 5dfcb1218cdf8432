#!/usr/bin/env bash
# Compares how fast SAC, TD3 or PPO learns on HalfCheetah-v5, in environment steps a second: Espalier against CleanRL's program,
# unmodified, Stable-Baselines3 and SBX. All on the CPU, with networks and batches of one size, in turns on one machine.
#
# The SACs are the same, preset plain's: two Q networks with a target each, no value network, a learnt temperature. Only
# CleanRL updates its policy at every second step, but then twice. README.md counts the passes.
#
# This file prepares the peers' Python; compare_peers.py runs and measures.
set -euo pipefail

usage() {
    cat <<'END'
Usage: benchmark/compare-peers.sh sac|td3|ppo [--cleanrl CHECKOUT] [--sb3 CHECKOUT] [--sbx CHECKOUT] [--only PEER]
                                  [--rounds N] [--steps N] [--environments N] [--out DIR]

  sac|td3|ppo       the agent
  --cleanrl CHECKOUT, --sb3 CHECKOUT, --sbx CHECKOUT
                    the peers that take part, at least one: folders with checkouts of CleanRL (vwxyzjn/cleanrl),
                    Stable-Baselines3 (DLR-RM/stable-baselines3) and SBX (araffin/sbx), which needs Stable-Baselines3 too
  --only PEER       cleanrl, sb3 or sbx: that one alone takes part, so that SBX's need of Stable-Baselines3 costs no time
  --rounds N        times that every program runs; default 5
  --steps N         environment steps of a run. Of SAC and TD3 those after the 2000th are measured, and 7000 is the default; of PPO
                    those after the 16384th, whole rollouts of 2048, and 81920 is the default
  --environments N  environments that PPO steps side by side, with 2048 steps of all in a rollout; default 1
  --out DIR         where everything goes; default runs/compare-peers. A second comparison there is spared the set-up.

What is installed comes from wherever pip is set up to look; a folder of wheels can be named in PIP_FIND_LINKS. Where pip has
no TensorFlow Probability, a stand-in does what SBX needs of it, and the table says so.
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
cleanrl=
sb3=
sbx=
only=
environments=1
out=$root/runs/compare-peers
read_options "rounds steps environments out cleanrl sb3 sbx only" "$@"
if [ ${#arguments[@]} -ne 1 ]; then
    usage >&2
    reject "one agent is wanted: sac, td3 or ppo."
fi
agent=${arguments[0]}
case $agent in
    sac | td3) steps=${steps:-7000} ;;
    ppo) steps=${steps:-81920} ;;
    *) reject "the agent must be sac, td3 or ppo, not '$agent'." ;;
esac
require_whole rounds "$rounds"
require_whole steps "$steps"
require_whole environments "$environments"
[ -n "$cleanrl$sb3$sbx" ] || reject "there is nobody to compare with: name a checkout with --cleanrl, --sb3 or --sbx."
[ -z "$sbx" ] || [ -n "$sb3" ] || reject "SBX needs Stable-Baselines3: name a checkout of it with --sb3."
case $only in
    '') ;;
    cleanrl | sb3 | sbx) [ -n "${!only}" ] || reject "--only $only: name its checkout with --$only." ;;
    *) reject "--only: the peer must be cleanrl, sb3 or sbx, not '$only'." ;;
esac
# checkout NAME FOLDER FILE...: the absolute path of a checkout that has the files.
checkout() {
    local name=$1 folder=$2 file
    shift 2
    for file in "$@"; do
        [ -f "$folder/$file" ] || reject "$folder is no checkout of $name: it has no $file"
    done
    (CDPATH='' cd -P "$folder" && pwd)
}
peers=()
[ -z "$cleanrl" ] || cleanrl=$(checkout CleanRL "$cleanrl" "cleanrl/${agent}_continuous_action.py" cleanrl_utils/buffers.py)
[ -z "$sb3" ] || sb3=$(checkout Stable-Baselines3 "$sb3" stable_baselines3/__init__.py)
[ -z "$sbx" ] || sbx=$(checkout SBX "$sbx" sbx/__init__.py)
require_venv
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
# need PEER PACKAGE...: what a peer needs.
need() {
    local peer=$1
    shift
    pip_install "$@" ||
        fail "pip could not install what $peer needs; the end of $log says why:" "$(grep '^ERROR' "$log" | tail -n 2)"
}
# MuJoCo and Gymnasium are those of Espalier's physics and models.
need "every peer" torch 'gymnasium[mujoco]==1.3.0' mujoco==3.14.0
if [ -n "$cleanrl" ]; then
    need CleanRL tyro tensorboard
    peers+=(--cleanrl "$cleanrl")
fi
if [ -n "$sb3" ]; then
    need Stable-Baselines3 cloudpickle
    peers+=(--sb3 "$sb3")
fi
if [ -n "$sbx" ]; then
    need SBX jax flax optax tqdm rich
    peers+=(--sbx "$sbx")
    # By itself, as it may be missing; and it must not move what is there already.
    "$python" -m pip freeze >"$out/constraints.txt" 2>>"$log"
    if ! pip_install --constraint "$out/constraints.txt" tfp-nightly; then
        echo "compare-peers: pip could not install TensorFlow Probability: SBX runs on a stand-in" >&2
        PYTHONPATH=$here/standin "$python" "$here/standin/check.py" >>"$log" 2>&1 ||
            fail "the stand-in computes other densities than PyTorch; the end of $log says which."
        peers+=(--standin "$here/standin")
    fi
fi

exec "$python" "$here/compare_peers.py" --agent "$agent" --only "$only" --environments "$environments" --rounds "$rounds" --steps "$steps" --out "$out" "${peers[@]}"

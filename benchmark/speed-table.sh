#!/usr/bin/env bash
# How fast updates are, in ratios: each agent's update against its own matrix products, and agents with gates against ofe-big.
# All of them are measured in turns, on one thread and on all processors, so that a slow moment of the machine hits every
# side of a ratio.
set -euo pipefail

usage() {
    cat <<'END'
Usage: benchmark/speed-table.sh [--rounds N] [--out DIR]

  --rounds N  times that every agent is measured; default 5
  --out DIR   in a new folder there go speed.jsonl, every figure, and speed.md, the table; default runs/speed

Takes seven to thirty minutes a round: long enough that the JVM has compiled what it runs, as in a training.
Exit codes: 0 done, 1 failed, 2 bad usage or input.
END
}

source "$(dirname "${BASH_SOURCE[0]}")/options.sh"
rounds=5
out=$root/runs/speed
read_options "rounds out" "$@"
[ "${#arguments[@]}" -eq 0 ] || reject "there is nothing to be done with ${arguments[0]}; --help lists the options."
require_whole rounds "$rounds"
command -v python3 >/dev/null || reject "Python 3 is needed, and there is no python3 on the PATH."
make_out
"$root/espalier" --version >/dev/null

out=$out/$(date -u +%Y%m%d-%H%M%S)
mkdir "$out"
runs=$out/speed.jsonl
# measure NAME OPTIONS...: one line for one thread, one for all processors.
measure() {
    local name=$1 threads result
    shift
    for threads in 1 0; do
        echo "speed-table: round $round of $rounds, $name, threads $threads" >&2
        result=$("$root/espalier" bench update --json --set threads=$threads "$@")
        printf '{"name":"%s","threads":%d,"round":%d,"result":%s}\n' "$name" "$threads" "$round" "$result" >>"$runs"
    done
}

table4=(--preset prune-b --structure "$here/structures/HalfCheetah-v5-table-4-prune-b.json" --updates 2000)
for ((round = 1; round <= rounds; round++)); do
    measure sac --preset sac --updates 2000
    measure sac-big --preset sac-big --updates 100
    measure ofe-big --preset ofe-big --updates 100
    measure prune-b-half-open --preset prune-b --set prune.theta_start=0.5 --updates 100
    measure prune-b-start --preset prune-b --updates 100
    # Elsewhere the precision changes nothing.
    if grep -q amx_bf16 /proc/cpuinfo; then
        measure ofe-big-medium --preset ofe-big --set precision=medium --updates 100
        measure prune-b-start-medium --preset prune-b --set precision=medium --updates 100
    fi
    measure table-4-gates "${table4[@]}"
    measure table-4-decided "${table4[@]}" --set prune.gates=false
done

{
    printf 'Measured on %s with %d processors (%s), commit %s, %d rounds.\n\n' "$(uname -sm)" "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
        "$("$root/espalier" --version | sed -n 's/^commit //p')" "$rounds"
    python3 "$here/speed_table.py" "$runs"
} >"$out/speed.md"
cat "$out/speed.md"

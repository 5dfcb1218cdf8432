#!/usr/bin/env bash
# How the time of an update grows with the networks: measures agents of many sizes, with gates and without, and draws
# milliseconds an update against trained parameters. Needs python3-venv, and pip for matplotlib.
set -euo pipefail

usage() {
    cat <<'END'
Usage: benchmark/cost-by-size.sh [--rounds N] [--out DIR]

  --rounds N  times that every size is measured, in turns; default 3
  --out DIR   where cost-by-size.csv, .svg and .png go; default runs/cost-by-size
END
}

source "$(dirname "${BASH_SOURCE[0]}")/options.sh"
rounds=3
out=$root/runs/cost-by-size
read_options "rounds out" "$@"
[ "${#arguments[@]}" -eq 0 ] || reject "there is nothing to be done with ${arguments[0]}; --help lists the options."
require_whole rounds "$rounds"
require_venv
make_out
if ! "$out/venv/bin/python" -c 'import matplotlib' 2>/dev/null; then
    python3 -m venv "$out/venv"
    "$out/venv/bin/python" -m pip install -q --retries 1 matplotlib
fi
"$root/espalier" --version >/dev/null

# Units of a layer of the extractors, and of a hidden layer of the networks; the last are those of ofe-big.
sizes="5,28 8,48 12,72 16,96 24,140 32,192 48,256 64,320 90,400 128,512"
runs=$out/cost-by-size.jsonl
: >"$runs"
for ((round = 1; round <= rounds; round++)); do
    for size in $sizes; do
        for preset in ofe-big prune-b; do
            echo "cost-by-size: round $round of $rounds, $preset, $size units" >&2
            units=${size%,*}
            updates=$((units > 40 ? 60 : 300))
            "$root/espalier" bench update --env HalfCheetah-v5 --preset "$preset" --updates "$updates" --json \
                --set "ofe.units=$units" --set "sac.hidden=[${size#*,}, ${size#*,}]" --set replay_capacity=100000 >>"$runs"
        done
    done
done
"$out/venv/bin/python" "$here/cost_by_size.py" "$runs" "$out"

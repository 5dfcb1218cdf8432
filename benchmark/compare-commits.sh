#!/usr/bin/env bash
# Compares two commits by 'espalier bench update': builds each in a clone of its own, runs them in turns on this machine, and
# gives the median of the paired ratios. Below 1, the second commit is the faster one.
set -euo pipefail

usage() {
    cat <<'END'
Usage: benchmark/compare-commits.sh OLD NEW [--rounds N] [--out DIR] [-- BENCH_OPTIONS...]

  OLD, NEW         commits, branches or tags of this repository
  --rounds N       times that each is measured; default 5
  --out DIR        where the clones and the figures go; default runs/compare-commits
  BENCH_OPTIONS    handed to 'espalier bench update', for example: --preset prune-b --updates 100

Exit codes: 0 done, 1 failed, 2 bad usage or input.
END
}

source "$(dirname "${BASH_SOURCE[0]}")/options.sh"
rounds=5
out=$root/runs/compare-commits
read_options "rounds out --" "$@"
commits=("${arguments[@]}")
[ "${#commits[@]}" -eq 2 ] || reject "two commits are wanted; --help explains."
require_whole rounds "$rounds"
hashes=()
for commit in "${commits[@]}"; do
    hash=$(git -C "$root" rev-parse --verify --quiet "$commit^{commit}") || reject "there is no commit $commit here."
    hashes+=("$hash")
done
make_out
folders=("$out/${hashes[0]}" "$out/${hashes[1]}")
for folder in "${folders[@]}"; do
    if [ ! -d "$folder" ]; then
        git clone --quiet "$root" "$folder"
        git -C "$folder" checkout --quiet --detach "$(basename "$folder")"
    fi
    # Builds, before anything is timed.
    "$folder/espalier" --version >/dev/null
done

figures=$out/figures.jsonl
: >"$figures"
for ((round = 1; round <= rounds; round++)); do
    for i in 0 1; do
        echo "compare-commits: round $round of $rounds, ${commits[i]}" >&2
        result=$("${folders[i]}/espalier" bench update --json "${behind[@]}")
        printf '{"commit":"%s","round":%d,"result":%s}\n' "$(basename "${folders[i]}")" "$round" "$result" >>"$figures"
    done
done

python3 - "$figures" "${commits[@]}" <<'END'
import json
import statistics
import sys

file, old, new = sys.argv[1:]
with open(file) as lines:
    runs = [json.loads(line)["result"]["update_milliseconds"] for line in lines]
pairs = list(zip(runs[::2], runs[1::2], strict=True))
ratios = [after / before for before, after in pairs]
print(f"milliseconds an update, median: {old} {statistics.median(runs[::2]):.2f}, {new} {statistics.median(runs[1::2]):.2f}")
print(f"{new} / {old}: median {statistics.median(ratios):.3f}, from {min(ratios):.3f} to {max(ratios):.3f}")
print(f"every figure: {file}")
END

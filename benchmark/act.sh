#!/usr/bin/env bash
# How long one action of a pruned policy takes in each form that it can be shipped in: plain Java, C compiled with -O2 (in a
# C program, and called from Java), ONNX Runtime called from Java.
# Arguments go to JMH in place of: -f 3 -wi 3 -w 1 -i 5 -r 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v gcc >/dev/null || {
    echo "act: gcc is needed, and there is none on the PATH; for example: apt install gcc" >&2
    exit 2
}
[ $# -gt 0 ] || set -- -f 3 -wi 3 -w 1 -i 5 -r 1
export ORT_DISABLE_TELEMETRY=1 # ONNX Runtime would report what it runs.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
benchmark/jmh.sh -h >/dev/null # builds
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "benchmark/target/classes:benchmark/target/lib/*" \
    dev.espalier.benchmark.DeployedPolicy "$folder/policy.h"
gcc -O2 -std=c99 -D_POSIX_C_SOURCE=199309L -Wall -Wextra -Werror -I "$folder" -o "$folder/act" benchmark/act.c -lm

# Before and after, as a machine's speed drifts.
"$folder/act" >"$folder/c.txt"
benchmark/jmh.sh DeployedActBenchmark -prof gc -rf csv -rff "$folder/jmh.csv" "$@" >&2
"$folder/act" >>"$folder/c.txt"

# "name","mode",threads,samples,score,error,"unit"; a name may end in :measure.
awk -F , '
    FILENAME ~ /c\.txt$/ { c += $1 / 2; next }
    FNR == 1 { next }
    { gsub(/"/, "", $1); sub(/.*Benchmark\./, "", $1) }
    $1 ~ /:.*gc\.alloc\.rate\.norm$/ { sub(/:.*/, "", $1); bytes[$1] = $5; next }
    $1 !~ /:/ { time[$1] = $5; order[++count] = $1 }
    END {
        printf "%-24s %12s %10s %16s\n", "", "us an action", "to Java", "bytes an action"
        for (i = 1; i <= count; i++)
            printf "%-24s %12.2f %10.2f %16.1f\n", order[i], time[order[i]], time[order[i]] / time["java"], bytes[order[i]]
        printf "%-24s %12.2f %10.2f %16.1f\n", "C program", c, c / time["java"], 0
    }' "$folder/c.txt" "$folder/jmh.csv"

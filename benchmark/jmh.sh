#!/usr/bin/env bash
# Runs the JMH benchmarks of the kernels. Arguments go to JMH: a pattern of names, -f 1 for a single fork, -h for help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mvn -q -B -DskipTests -pl benchmark -am package
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# As the launcher starts Espalier: spinning OpenMP workers would fight for the cores.
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "benchmark/target/classes:benchmark/target/lib/*" org.openjdk.jmh.Main "$@"

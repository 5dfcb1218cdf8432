#!/usr/bin/env bash
# Runs the JMH benchmarks of the kernels. Arguments go to JMH: a pattern of names, -f 1 for a single fork, -h for help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
if [ "${version:-0}" -lt 25 ]; then
    echo "jmh: $java is version ${version:-unknown}; set JAVA_HOME to a JDK 25 or newer" >&2
    exit 2
fi
mvn -q -B -DskipTests -pl benchmark -am package
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "benchmark/target/classes:benchmark/target/lib/*" org.openjdk.jmh.Main "$@"

package dev.espalier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That every benchmark runs; what it measures in so short a time means nothing. */
class BenchmarksTest {

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(10))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results)
                .extracting(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"))
                .contains(
                        "ActBenchmark.act",
                        "DeployedActBenchmark.java",
                        "DeployedActBenchmark.onnxRuntime",
                        "DeployedActBenchmark.onnxRuntimeKeptTensors",
                        "DeployedActBenchmark.compiledC",
                        "ReplayBenchmark.draw",
                        "BlockBenchmark.gather",
                        "BlockBenchmark.spread",
                        "AdamBenchmark.step",
                        "AdamBenchmark.follow",
                        "GatesBenchmark.draw",
                        "GatesBenchmark.observeAndStep");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}

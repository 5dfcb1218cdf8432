package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.espalier.cli.CommandRunner.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code espalier bench}: real measurements, of little work. */
class BenchCommandTest {

    private final CommandRunner espalier = new CommandRunner(new RecordedRuns());

    @Test
    void benchEnvMeasuresBothLoops() throws IOException {
        Outcome outcome =
                espalier.run("bench", "env", "--env", "Hopper-v5", "--steps", "50", "--rounds", "3", "--json");

        JsonNode result = outcome.json();
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly("env", "environment_steps_per_second", "bare_steps_per_second", "ratio");
        assertThat(result.get("bare_steps_per_second").doubleValue()).isPositive();
        assertThat(result.get("ratio").doubleValue()).isPositive();
    }

    @Test
    void benchUpdateMeasuresTheAgentAndItsProducts() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "update",
                "--updates",
                "10",
                "--set",
                "replay_capacity=1000",
                "--set",
                "sac.hidden=[8]",
                "--env",
                "Hopper-v5",
                "--json");

        JsonNode result = outcome.json();
        assertThat(result.get("updates").intValue()).isEqualTo(10);
        // Two observations of 11 numbers, 3 of action, reward and end flag, 4 bytes each.
        assertThat(result.get("replay_bytes").intValue()).isEqualTo(1000 * (11 + 11 + 3 + 1 + 1) * 4);
        assertThat(result.get("ratio").doubleValue()).isPositive();
        assertThat(result.get("step_ratio").doubleValue()).isPositive();
        assertThat(result.get("phases").fieldNames())
                .toIterable()
                .contains(
                        "act", "environment", "replay", "policy", "value", "q1", "q2", "optimiser", "targets", "other");
        assertThat(result.get("phases"))
                .allSatisfy(time -> assertThat(time.doubleValue()).isPositive());
        assertThat(outcome.code()).isZero();
    }

    /** With every network that another update has: gates, extractors, a learnt temperature. */
    @Test
    void benchUpdateMeasuresSacWithoutAValueNetwork() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "update",
                "--preset",
                "prune-b",
                "--updates",
                "10",
                "--set",
                "replay_capacity=1000",
                "--set",
                "sac.hidden=[8]",
                "--set",
                "ofe.units=4",
                "--set",
                "sac.value_network=false",
                "--set",
                "sac.learn_temperature=true",
                "--env",
                "Hopper-v5",
                "--json");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.json().get("ratio").doubleValue()).isPositive();
        assertThat(outcome.json().get("phases").fieldNames())
                .toIterable()
                .contains("policy", "q1", "q2", "targets")
                .doesNotContain("value");
    }

    @Test
    void benchRunMeasuresARealRun() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "run",
                "--steps",
                "300",
                "--preset",
                "prune-b",
                "--set",
                "sac.hidden=[8]",
                "--set",
                "ofe.units=4",
                "--set",
                "sac.batch=16",
                "--json");

        JsonNode result = outcome.json();
        assertThat(result.get("rows").size()).isGreaterThan(10);
        assertThat(result.get("rows")).allSatisfy(row -> {
            assertThat(row.get("steps_per_second").doubleValue()).isPositive();
            assertThat(row.get("trained").doubleValue()).isPositive();
        });
        assertThat(result.get("rows")
                        .get(result.get("rows").size() - 1)
                        .get("step")
                        .intValue())
                .isEqualTo(300);
        assertThat(result.get("phases").fieldNames()).toIterable().contains("evaluation", "checkpoint", "log", "ofe");
        assertThat(outcome.code()).isZero();
    }

    /** JSON has no NaN. */
    @Test
    void benchRunGivesNoSizeWhereNothingIsPruned() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "run",
                "--steps",
                "100",
                "--preset",
                "sac",
                "--set",
                "sac.hidden=[8]",
                "--set",
                "sac.batch=16",
                "--json");

        assertThat(outcome.json().get("rows"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("trained").isNull()).isTrue());
    }
}

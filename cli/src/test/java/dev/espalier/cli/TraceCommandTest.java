package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.env.Environments;
import dev.espalier.env.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCommandTest {

    /** Positions of a standing hopper, and of one that is almost too low. */
    private static final String STANDING = "[0, 1.25, 0, 0, 0, 0]";

    private static final String FALLING = "[0, 0.71, 0, 0, 0, 0]";
    private static final String STILL = "[0, 0, 0, 0, 0, -0.1]";

    private final CommandRunner espalier = new CommandRunner(new RecordedRuns());

    @TempDir
    Path folder;

    private Outcome trace(String input, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("start.json"), input);
        var arguments = new ArrayList<>(List.of("trace", "--env", "Hopper-v5", "--input", file.toString()));
        arguments.addAll(List.of(more));
        return espalier.run(arguments.toArray(String[]::new));
    }

    private static String input(String qpos, int steps) {
        return "{\"qpos\":%s,\"qvel\":%s,\"actions\":%s}"
                .formatted(qpos, STILL, Collections.nCopies(steps, "[0.3, -0.2, 1]"));
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).doubleValue();
        }
        return numbers;
    }

    @Test
    void printsWhatTheTaskReturnsBitByBit() throws IOException {
        Outcome outcome = trace(input(STANDING, 3));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(4);
        var mapper = new ObjectMapper();
        try (var environment = Environments.makeMujoco("Hopper-v5")) {
            double[] first =
                    environment.resetTo(new double[] {0, 1.25, 0, 0, 0, 0}, new double[] {0, 0, 0, 0, 0, -0.1});
            JsonNode start = mapper.readTree(lines.getFirst());
            assertThat(start.fieldNames()).toIterable().containsExactly("obs");
            assertThat(numbers(start.get("obs"))).containsExactly(first);
            for (String line : lines.subList(1, 4)) {
                Step step = environment.step(new double[] {0.3, -0.2, 1});
                JsonNode printed = mapper.readTree(line);
                assertThat(printed.fieldNames())
                        .toIterable()
                        .containsExactly("obs", "reward", "terminated", "truncated", "info");
                assertThat(numbers(printed.get("obs"))).containsExactly(step.observation());
                assertThat(printed.get("reward").doubleValue()).isEqualTo(step.reward());
                assertThat(printed.get("terminated").booleanValue()).isFalse();
                assertThat(printed.get("truncated").booleanValue()).isFalse();
                step.info()
                        .forEach((name, value) -> assertThat(
                                        printed.get("info").get(name).doubleValue())
                                .as(name)
                                .isEqualTo(value));
            }
        }
    }

    @Test
    void playsEveryActionAlsoPastTheEndOfTheEpisode() throws IOException {
        Outcome outcome = trace(input(FALLING, 200));

        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(201);
        assertThat(lines.get(1)).contains("\"terminated\":false");
        assertThat(lines.getLast()).contains("\"terminated\":true");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"qpos":[0],,                                       | :1:13: not valid JSON: Unexpected character (','
            {"qpos":[0,NaN,0,0,0,0],"qvel":[0],"actions":[]}    | : Hopper-v5: qpos[1] is NaN, expected a finite number
            {"qpos":[0],"qpos":[1],"qvel":[],"actions":[]}      | :1:19: not valid JSON: Duplicate field 'qpos'
            {"qpos":[0],"qvel":[],"actions":[]} {}              | :1:37: not valid JSON: Trailing token
            [1]                                                 | : expected {"qpos":[...],"qvel":[...],"actions":[[...],...]}
            {"qpos":[0],"actions":[]}                           | : qvel is missing; expected qpos, qvel and actions
            {"qpos":[0],"qvel":[0],"actions":[],"seed":1}       | : unknown field seed; expected qpos, qvel and actions
            {"qpos":5,"qvel":[0],"actions":[]}                  | : qpos is 5; expected a list of numbers
            {"qpos":[0,"a"],"qvel":[0],"actions":[]}            | : qpos[1] is "a"; expected a number
            {"qpos":[0],"qvel":[0],"actions":3}                 | : actions is 3; expected a list of lists of numbers
            {"qpos":[0],"qvel":[0],"actions":[[1],2]}           | : actions[1] is 2; expected a list of numbers
            {"qpos":[0],"qvel":[0],"actions":[]}                | : Hopper-v5: qpos has 1 entries, expected 6
            {"qpos":[0,1.25,0,0,0,1e999],"qvel":[0],"actions":[]} | : Hopper-v5: qpos[5] is Infinity, expected a finite number
            {"qpos":[0,1.25,0,0,0,0],"qvel":[0,0,0,0,0,0],"actions":[[1]]} | : actions[0]: Hopper-v5: action has 1 entries, expected 3
            """)
    void namesFileAndFieldOfBadInput(String input, String message) throws IOException {
        Outcome outcome = trace(input);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("espalier: " + folder.resolve("start.json") + message);
    }

    @Test
    void aMissingFileIsBadInput() {
        Path missing = folder.resolve("missing.json");
        Outcome outcome = espalier.run("trace", "--env", "Hopper-v5", "--input", missing.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("espalier: " + missing + ": there is no such file\n");
    }
}

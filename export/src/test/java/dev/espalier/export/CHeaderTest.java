package dev.espalier.export;

import static dev.espalier.export.RandomPolicy.FACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compilers accept a header, the compiled policy is right, and its self-test detects errors. */
class CHeaderTest {

    private static final ActionRange UNIT = RandomPolicy.range(3, -1, 1);

    /** A program that includes the header without using it. */
    private static final String IDLE = """
            #include "hopper.h"
            #include "hopper.h"

            int main(void)
            {
                return 0;
            }
            """;

    private static final String SELF_TEST = """
            #define HOPPER_SELF_TEST
            #include "hopper.h"
            #include <stdio.h>

            int main(void)
            {
                printf("%.9g\\n", (double)hopper_self_test());
                return 0;
            }
            """;

    @TempDir
    Path folder;

    private static Policy likeTrained() {
        return RandomPolicy.draw(5, 11, new int[] {10, 0, 7}, new int[] {20, 20}, UNIT);
    }

    private static String header(Policy policy) {
        return CHeader.of(policy, "hopper", FACTS, RandomPolicy.golden(policy));
    }

    /** The output of a program, which must succeed. */
    private String run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new AssertionError("these tests need gcc, g++ and nm (apt install gcc g++)", e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }

    private String compile(String compiler, String options, String header, String source)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("hopper.h"), header);
        Files.writeString(folder.resolve("main.c"), source);
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(compiler.equals("g++") ? List.of("-x", "c++", "main.c") : List.of("main.c"));
        command.addAll(List.of("-o", "main", "-lm"));
        return run(command);
    }

    @ParameterizedTest
    @CsvSource({
        "gcc, -Wall -Wextra -Werror -std=c99 -pedantic -Wconversion -Wshadow -Wdouble-promotion -O0",
        "gcc, -Wall -Wextra -Werror -std=c99 -pedantic -Wconversion -Wshadow -Wdouble-promotion -O2",
        "gcc, -Wall -Wextra -Werror -std=c99 -pedantic -Wconversion -Wshadow -Wdouble-promotion -Os",
        "gcc, -Wall -Wextra -Werror -std=c17 -pedantic -Wconversion -Wshadow -O3",
        "gcc, -Wall -Wextra -Werror -std=gnu17 -O3 -march=native -ffp-contract=fast",
        "g++, -Wall -Wextra -Werror -pedantic -Wconversion -Wshadow -O0",
        "g++, -Wall -Wextra -Werror -pedantic -Wconversion -Wshadow -O2",
        "g++, -Wall -Wextra -Werror -pedantic -Wconversion -Wshadow -Os -std=c++98",
    })
    void compilersFindNothingToSayAndTheSelfTestPasses(String compiler, String options)
            throws IOException, InterruptedException {
        List<Policy> policies =
                List.of(likeTrained(), blind(), withoutLayers(), RandomPolicy.draw(3), extreme(), normalised());
        for (Policy policy : policies) {
            String header = header(policy);

            assertThat(compile(compiler, options, header, IDLE)).isEmpty();
            assertThat(compile(compiler, options, header, SELF_TEST)).isEmpty();
            assertThat(Double.parseDouble(run(List.of("./main")))).isBetween(0.0, 1e-5);
        }
    }

    /** A layer in the middle has lost all units, so the action is constant. */
    private static Policy blind() {
        var first = new Layer(2, 1, new float[] {1, 2}, new float[] {1}, Activation.SWISH, true);
        var lost = new Layer(3, 0, new float[0], new float[0], Activation.RELU, false);
        var last = new Layer(0, 2, new float[0], new float[] {0.5f, -0.25f}, Activation.NONE, false);
        return new Policy(new PolicyNetwork(List.of(first, lost, last)), RandomPolicy.range(2, -1, 3));
    }

    /** All units are removed, but layers hand on the observation. */
    private static Policy withoutLayers() {
        var lost = new Layer(3, 0, new float[0], new float[0], Activation.RELU, true);
        return new Policy(new PolicyNetwork(List.of(lost)), UNIT);
    }

    /** The smallest and largest numbers of single precision, and a negative zero. */
    private static Policy extreme() {
        float[] weights = {Float.MIN_VALUE, Float.MAX_VALUE, -0.0f, Float.MIN_NORMAL};
        return new Policy(
                new PolicyNetwork(List.of(new Layer(4, 1, weights, new float[] {1e-5f}, Activation.NONE, false))),
                RandomPolicy.range(1, -1e30, 1e30));
    }

    /** A pressure in pascal that varies by 20. */
    private static Policy normalised() {
        var layer = new Layer(2, 1, new float[] {0.5f, 1}, new float[1], Activation.NONE, false);
        var normalisation = new Normalisation(new float[] {101325, 0}, new float[] {20, 1}, 10);
        return new Policy(new PolicyNetwork(normalisation, List.of(layer)), RandomPolicy.range(1, -1, 1));
    }

    /** 3 weights and biases, 2 means and 2 deviations. */
    @Test
    void itsMemoryCountsMeansAndDeviations() {
        assertThat(header(normalised())).contains(" * memory       28 bytes of constants");
    }

    @Test
    void numbersReadBackAsTheSameBits() {
        for (float number : new float[] {0.1f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-5f, 1 / 3f}) {
            String text = CText.number(number);
            assertThat(text).endsWith("f");
            assertThat(Float.parseFloat(text.substring(0, text.length() - 1))).isEqualTo(number);
        }
        assertThat(CText.number(0.1f)).isEqualTo("0.1f");
    }

    @Test
    void theSelfTestFindsAWeightThatIsAnother() throws IOException, InterruptedException {
        Policy policy = likeTrained();
        List<Golden> golden = RandomPolicy.golden(policy);
        policy.network().layers().get(2).weights()[3] += 0.01f;

        compile("gcc", "-O2", CHeader.of(policy, "hopper", FACTS, golden), SELF_TEST);

        assertThat(Double.parseDouble(run(List.of("./main")))).isGreaterThan(1e-5);
    }

    @Test
    void nanStaysNanWhereItIsNormalised() throws IOException, InterruptedException {
        compile("gcc", "-O2", header(normalised()), """
                #include "hopper.h"
                #include <stdio.h>

                int main(void)
                {
                    float observation[2] = {NAN, 0.0f};
                    float action[1];
                    hopper_act(observation, action);
                    printf("%.9g\\n", (double)action[0]);
                    return 0;
                }
                """);

        assertThat(run(List.of("./main"))).containsIgnoringCase("nan");
    }

    @Test
    void theSelfTestFindsWhatIsNoNumber() throws IOException, InterruptedException {
        String header = header(likeTrained()).replace("tanhf(x[0])", "sqrtf(-1.0f - fabsf(x[0]))");

        compile("gcc", "-O2", header, SELF_TEST);

        assertThat(run(List.of("./main"))).containsIgnoringCase("nan");
    }

    @Test
    void itNeedsNothingButMathsFunctions() throws IOException, InterruptedException {
        compile("gcc", "-O2 -std=c99 -c", header(likeTrained()), """
                #include "hopper.h"

                void decide(const float *observation, float *action)
                {
                    hopper_act(observation, action);
                }
                """);

        assertThat(run(List.of("nm", "-u", "main")).lines().map(line -> line.replaceAll("^ *U ", "")))
                .containsExactlyInAnyOrder("expf", "tanhf");
    }

    @Test
    void theSelfTestCostsNothingUntilItIsAskedFor() throws IOException, InterruptedException {
        compile("gcc", "-O0 -c", header(likeTrained()), IDLE);
        assertThat(run(List.of("nm", "main"))).contains("hopper_weight0").doesNotContain("golden", "self_test");

        compile("gcc", "-O0 -c", header(likeTrained()), SELF_TEST);
        assertThat(run(List.of("nm", "main"))).contains("hopper_golden_action", "hopper_self_test");
    }

    @Test
    void itsCommentSaysWhatItIs() {
        String header = CHeader.of(
                likeTrained(),
                "my_policy",
                new PolicyFacts("Evil */ int x; ??/\n", 20_000, 1234, "0.1", "0123abc", 2, 1e-5),
                RandomPolicy.golden(likeTrained()));

        // (11+1)10 + (21+1)7 + (28+1)20 + (20+1)20 + (20+1)3 = 1337 constants; 11 + 10 + 7 + 20 + 20 + 3 = 71 numbers.
        assertThat(header.lines().takeWhile(line -> !line.equals(" */")))
                .contains(
                        " * A trained policy for Evil __ int x_ ____: raw observation in, action of the task out. Written by"
                                + " Espalier.",
                        " *     my_policy_act(observation, action);",
                        " * units        10 swish + what it reads, 7 swish + what it reads, 20 relu, 20 relu, 3",
                        " * parameters   1234",
                        " * memory       5348 bytes of constants, about 284 bytes of stack, none allocated",
                        " * trained for  20000 steps",
                        " * tried on     10 episodes, of which the simulator gave up 2",
                        " * written by   Espalier 0.1, commit 0123abc");
        assertThat(header).contains("#ifndef MY_POLICY_H", "#define MY_POLICY_OBSERVATION_SIZE 11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a-b", "_a", "a_", "a__b", "ä", "a b"})
    void aPrefixThatNoNameMayBeginWithIsRefused(String prefix) {
        Policy policy = likeTrained();
        List<Golden> golden = RandomPolicy.golden(policy);

        assertThatThrownBy(() -> CHeader.of(policy, prefix, FACTS, golden))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'" + prefix + "' cannot begin names in C; use letters, digits and single underscores between"
                                + " them, a letter first");
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Policy policy = likeTrained();
            List<Golden> golden = RandomPolicy.golden(policy);
            policy.network().layers().get(3).bias()[1] = number;

            assertThatThrownBy(() -> CHeader.of(policy, "hopper", FACTS, golden))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a bias of layer 3 is " + number
                            + "; only finite numbers of single precision can be exported");
        }
    }

    @Test
    void theSeedsOfTheseTestsDrawAllKindsOfShapes() {
        List<Policy> drawn =
                CompiledControllerTest.seeds().mapToObj(RandomPolicy::draw).toList();

        assertThat(drawn).anyMatch(policy -> layers(policy).anyMatch(layer -> layer.inputs() == 0));
        assertThat(drawn).anyMatch(policy -> layers(policy).anyMatch(layer -> layer.outputs() == 0 && layer.handsOn()));
        assertThat(drawn).anyMatch(policy -> layers(policy).anyMatch(layer -> layer.outputs() == 1 && layer.handsOn()));
        assertThat(drawn).anyMatch(policy -> layers(policy).count() == 1);
        assertThat(drawn).anyMatch(policy -> policy.range().high()[0] > 900);
        for (Activation activation : Activation.values()) {
            assertThat(drawn)
                    .anyMatch(policy ->
                            layers(policy).anyMatch(layer -> layer.activation() == activation && layer.handsOn()));
        }
    }

    private static Stream<Layer> layers(Policy policy) {
        return policy.network().layers().stream();
    }
}

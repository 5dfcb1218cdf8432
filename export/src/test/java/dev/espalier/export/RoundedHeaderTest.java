package dev.espalier.export;

import static dev.espalier.export.RandomPolicy.FACTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compilers accept headers with rounded weights, and their self-test passes. */
class RoundedHeaderTest {

    private static final List<WeightFormat> ROUNDED =
            List.of(WeightFormat.FLOAT16, WeightFormat.INT8, WeightFormat.INT4);

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
    private Path folder;

    private static Policy likeTrained() {
        return RandomPolicy.draw(5, 11, new int[] {10, 0, 7}, new int[] {20, 20}, RandomPolicy.range(3, -1, 1));
    }

    private static String header(Policy policy, WeightFormat format) {
        RoundedPolicy rounded = RoundedPolicy.of(policy, format);
        return CHeader.of(rounded, "hopper", FACTS, RandomPolicy.golden(rounded.policy()));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }

    private void compile(String compiler, String options, String header, String source)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("hopper.h"), header);
        Files.writeString(folder.resolve("main.c"), source);
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(compiler.equals("g++") ? List.of("-x", "c++", "main.c") : List.of("main.c"));
        command.addAll(List.of("-o", "main", "-lm"));
        assertThat(run(command)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gcc, -Wall -Wextra -Werror -std=c99 -pedantic -Wconversion -Wshadow -Wdouble-promotion -O0",
        "gcc, -Wall -Wextra -Werror -std=c99 -pedantic -Wconversion -Wshadow -Wdouble-promotion -O2",
        "gcc, -Wall -Wextra -Werror -std=gnu17 -O3 -march=native -ffp-contract=fast",
        "g++, -Wall -Wextra -Werror -pedantic -Wconversion -Wshadow -O2",
        "g++, -Wall -Wextra -Werror -pedantic -Wconversion -Wshadow -Os -std=c++98",
    })
    void compilersFindNothingToSayAndTheSelfTestPasses(String compiler, String options)
            throws IOException, InterruptedException {
        for (WeightFormat format : ROUNDED) {
            for (Policy policy : List.of(likeTrained(), blind(), RandomPolicy.draw(3), zeros())) {
                compile(compiler, options, header(policy, format), SELF_TEST);

                assertThat(Double.parseDouble(run(List.of("./main")))).isBetween(0.0, 1e-5);
            }
        }
    }

    /** A layer has lost all units, so there are biases and no weights. */
    private static Policy blind() {
        var lost = new Layer(2, 0, new float[0], new float[0], Activation.RELU, false);
        var last = new Layer(0, 2, new float[0], new float[] {0.5f, -0.25f}, Activation.NONE, false);
        return new Policy(new PolicyNetwork(List.of(lost, last)), RandomPolicy.range(2, -1, 3));
    }

    private static Policy zeros() {
        var layer = new Layer(3, 2, new float[6], new float[] {0.5f, -0.25f}, Activation.NONE, false);
        return new Policy(new PolicyNetwork(List.of(layer)), RandomPolicy.range(2, -1, 1));
    }

    /**
     * 1277 weights in rows of 11, 21, 28, 20 and 20, which are 10, 7, 20, 20 and 3, so 60 biases and 60 scales: (1277 * 2 +
     * 60 * 4), 1277 + 120 * 4, and (6 * 10 + 11 * 7 + 14 * 20 + 10 * 20 + 10 * 3) + 120 * 4.
     */
    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 2794, 'float16; all else is float'",
        "INT8, 1757, 'int8, with a scale for each unit; all else is float'",
        "INT4, 1127, 'int4, with a scale for each unit; all else is float'",
    })
    void itsCommentTellsTheFormatAndItsBytes(WeightFormat format, int bytes, String words) {
        assertThat(header(likeTrained(), format).lines().takeWhile(line -> !line.equals(" */")))
                .contains(
                        " * weights      " + words,
                        " * self test    compares with the trainer's policy with its weights rounded so",
                        " * memory       " + bytes + " bytes of constants, about 284 bytes of stack, none allocated");
    }

    @Test
    void inSinglePrecisionNothingIsSaidOfIt() {
        assertThat(header(likeTrained(), WeightFormat.FLOAT32)).doesNotContain(" * weights", "stdint.h", "_scale0");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "INT8", "INT4"})
    void itNeedsNothingButMathsFunctions(WeightFormat format) throws IOException, InterruptedException {
        compile("gcc", "-O2 -std=c99 -c", header(likeTrained(), format), """
                #include "hopper.h"

                void decide(const float *observation, float *action)
                {
                    hopper_act(observation, action);
                }
                """);

        assertThat(run(List.of("nm", "-u", "main")).lines().map(line -> line.replaceAll("^ *U ", "")))
                .containsExactlyInAnyOrder("expf", "tanhf");
    }

    /** Each pattern of bits below infinity, against Java's own conversion. */
    @Test
    void halfPrecisionIsReadExactly() throws IOException, InterruptedException {
        compile("gcc", "-O2 -std=c99", header(likeTrained(), WeightFormat.FLOAT16), """
                #include "hopper.h"
                #include <stdio.h>

                int main(void)
                {
                    for (unsigned bits = 0; bits < 65536u; bits++) {
                        float value = hopper_half((uint16_t)bits);
                        uint32_t read;
                        memcpy(&read, &value, sizeof read);
                        printf("%lx\\n", (unsigned long)read);
                    }
                    return 0;
                }
                """);

        List<String> read = run(List.of("./main")).lines().toList();

        for (int bits = 0; bits < 65536; bits++) {
            if ((bits & 0x7fff) < 0x7c00) {
                assertThat(read.get(bits))
                        .isEqualTo(Integer.toHexString(Float.floatToRawIntBits(Float.float16ToFloat((short) bits))));
            }
        }
    }
}

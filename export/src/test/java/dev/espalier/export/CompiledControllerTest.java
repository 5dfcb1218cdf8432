package dev.espalier.export;

import static dev.espalier.export.RandomPolicy.FACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A compiled header against the policy in Java and a slow evaluation of it. */
class CompiledControllerTest {

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    private static CCompiler compiler() {
        return CCompiler.find().orElseThrow(() -> new AssertionError("these tests need a C compiler, e.g. gcc"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theCompiledHeaderDoesWhatThePolicyDoes(int seed) throws IOException, InterruptedException {
        Policy policy = RandomPolicy.draw(seed);
        String header = CHeader.of(policy, "some_policy", FACTS, RandomPolicy.golden(policy));
        double[] action = new double[policy.actionSize()];
        try (CompiledController controller = CompiledController.of(compiler(), header, "some_policy")) {
            assertThat(controller.observationSize()).isEqualTo(policy.observationSize());
            assertThat(controller.actionSize()).isEqualTo(policy.actionSize());
            for (double[] observation : RandomPolicy.observations(policy, seed, 20)) {
                controller.act(observation, action);

                // Closer than ONNX Runtime, as all sums have the same order.
                assertThat(Deviation.of(policy.range(), RandomPolicy.act(policy, observation), action))
                        .isLessThan(2e-6);
                assertThat(Deviation.of(policy.range(), RandomPolicy.slowly(policy, observation), action))
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void whatTheCompilerSaysIsHandedOnAndNothingIsLeftBehind(@TempDir Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("policy"));

        assertThatThrownBy(() -> CompiledController.of(compiler(), "#error no policy at all\n", "p", folder))
                .isInstanceOf(CCompiler.CompilationException.class)
                .hasMessageContaining("policy.c")
                .hasMessageContaining("no policy at all");

        assertThat(folder).doesNotExist();
    }

    @Test
    void nothingIsLeftOnTheDiskWhileItActs(@TempDir Path parent) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(parent.resolve("policy"));
        Policy policy = RandomPolicy.draw(1);
        String header = CHeader.of(policy, "p", FACTS, RandomPolicy.golden(policy));
        try (CompiledController controller = CompiledController.of(compiler(), header, "p", folder)) {
            assertThat(folder).doesNotExist();
            double[] action = new double[policy.actionSize()];
            double[] observation = new double[policy.observationSize()];
            controller.act(observation, action);
            assertThat(Deviation.of(policy.range(), RandomPolicy.slowly(policy, observation), action))
                    .isLessThan(1e-5);
            assertThatThrownBy(() -> controller.act(new double[0], new double[policy.actionSize()]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot map 0 to");
        }
    }

    @Test
    void theEnvironmentNamesACompilerOrThePathHasOne(@TempDir Path folder) throws IOException {
        Path gcc = program(folder.resolve("a"), "gcc");
        Path own = program(folder.resolve("own"), "mycc");
        String path = folder.resolve("none") + ":" + folder.resolve("a");

        assertThat(CCompiler.find(Map.of("PATH", path))).contains(new CCompiler(List.of(gcc.toString())));
        assertThat(CCompiler.find(Map.of("PATH", path, "CC", own + " -m64")))
                .contains(new CCompiler(List.of(own.toString(), "-m64")));
        assertThat(CCompiler.find(Map.of("PATH", folder.resolve("none").toString())))
                .isEmpty();
        assertThat(CCompiler.find(Map.of())).isEmpty();

        assertThatThrownBy(() -> CCompiler.find(Map.of("PATH", path, "CC", "icc -O2")))
                .isInstanceOf(BadTargetException.class)
                .hasMessage("the environment variable CC is 'icc -O2', but there is no program icc; let it name a C"
                        + " compiler, or unset it");

        Path cc = program(folder.resolve("a"), "cc");
        assertThat(CCompiler.find(Map.of("PATH", path, "CC", ""))).contains(new CCompiler(List.of(cc.toString())));
    }

    private static Path program(Path folder, String name) throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder).resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}

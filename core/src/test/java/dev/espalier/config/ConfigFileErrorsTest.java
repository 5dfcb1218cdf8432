package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages about a configuration file say in which line it is wrong. */
class ConfigFileErrorsTest {

    @TempDir
    private Path folder;

    private WrittenConfig file() {
        return new WrittenConfig(WrittenConfig.twoTasks(), folder);
    }

    @Test
    void namesTheLineOfAnUnknownKey() throws IOException {
        file().assertRefused("""
                # my run
                seed: 3
                sac:
                  taus: 0.1
                """, ":4: unknown key 'sac.taus'; did you mean 'sac.tau'?");
    }

    @Test
    void listsTheKeysWhenNoneIsClose() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "pruning_strength: 1\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> file().load(file))
                .withMessageStartingWith(
                        file + ":1: unknown key 'pruning_strength'; known: env, agent, preset, steps, ")
                .withMessageEndingWith(", structure.value, structure.q1, structure.q2");
    }

    @Test
    void namesTheLineOfAWrongType() throws IOException {
        file().assertRefused("""
                seed: 3
                steps: soon
                """, ":2: steps expects a whole number, got 'soon'");
    }

    @Test
    void namesTheLineOfAValueOutOfRange() throws IOException {
        file().assertRefused("""
                seed: 3
                checkpoint:
                  every: 100

                  keep: 0
                """, ":5: checkpoint.keep is 0; give a whole number of at least 2");
    }

    @Test
    void namesBothLinesOfADuplicateKey() throws IOException {
        file().assertRefused("""
                seed: 3
                steps: 5
                seed: 4
                """, ":3: 'seed' is given twice; the first is in line 1");
    }

    @Test
    void namesLineAndColumnOfBrokenYaml() throws IOException {
        file().assertRefused("""
                seed: 3
                sac: tau: 5
                """, ":2:9: not valid YAML: mapping values are not allowed here");
    }

    @Test
    void refusesAFileThatHoldsNoSettings() throws IOException {
        file().assertRefused("- 1\n- 2\n", ":1: expected settings such as 'steps: 1000', got a list");
        file().assertRefused("hello\n", ":1: expected settings such as 'steps: 1000', got 'hello'");
        file().assertRefused("[1, 2]: 3\n", ":1: expected a key, got a list");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.yml");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> file().load(missing))
                .withMessage(missing + ": there is no such file");

        Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xff, 0, 1});
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> file().load(binary))
                .withMessage(binary + ": cannot be read: not a text file in UTF-8");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> file().load(folder))
                .withMessageStartingWith(folder + ": cannot be read: ");
    }
}

package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

    @Test
    void namesThatAShellTakesAsTheyAreStayAsTheyAre() {
        assertThat(ShellWord.of(Path.of("runs/Hopper-v5_1.0"))).isEqualTo("runs/Hopper-v5_1.0");
        assertThat(ShellWord.of("Läufe/gut")).isEqualTo("Läufe/gut");
        assertThat(ShellWord.of("my run")).isEqualTo("'my run'");
    }

    @Test
    void whatLooksLikeAnOptionIsAPath() {
        assertThat(ShellWord.of("-rf")).isEqualTo("./-rf");
    }

    /** A real shell prints what it reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {"my run", "robot #2.xml", "it's", "$HOME", "a;b", "a&b", "~", "`a`", "a\\b", "!", "", "a\nb", "*"
            })
    void aShellReadsTheSameWord(String name) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf '[%s]' " + ShellWord.of(name)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[" + name + "]");
    }
}

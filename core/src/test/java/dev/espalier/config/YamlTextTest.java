package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.error.YAMLException;

/** That no small text asks for much. */
class YamlTextTest {

    @TempDir
    private Path folder;

    /** Each line thrice the one before: 3^levels words for some 25 letters a line. */
    private static String bomb(int levels) {
        var text = new StringBuilder("x0: &x0 [a, a, a]\n");
        for (int i = 1; i <= levels; i++) {
            text.append("x%1$s: &x%1$s [*x%2$s, *x%2$s, *x%2$s]\n".formatted(i, i - 1));
        }
        return text.toString();
    }

    @Test
    void plainSettingsAreRead() {
        assertThat(YamlText.load("a: 1\nb: {c: [x, 2.5]}\n# end\n"))
                .isEqualTo(Map.of("a", 1, "b", Map.of("c", List.of("x", 2.5))));
        assertThat(YamlText.load("# nothing")).isNull();
        assertThat(YamlText.compose("# nothing")).isNull();
        assertThat(YamlText.compose("a: &a 1"))
                .as("a name that nothing refers to")
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 1000})
    void whatStandsForSomethingElseIsRefusedWithItsLine(int levels) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String text : List.of(bomb(levels), "# first\nfoo: &x0 {b: *x0}\n")) {
                assertThatThrownBy(() -> YamlText.load(text))
                        .isInstanceOf(YAMLException.class)
                        .hasMessage("line 2: *x0 stands for something else; write that out");
                assertThatThrownBy(() -> YamlText.compose(text)).isInstanceOf(YAMLException.class);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed: !!int abc",
                "seed: !!float x",
                "t: !!timestamp now",
                "a: !!java.io.File [x]",
                "b: !!binary ?"
            })
    void aValueThatIsNotWhatItsTagSaysIsRefused(String text) {
        assertThatThrownBy(() -> YamlText.load(text)).isInstanceOf(YAMLException.class);
    }

    @Test
    void aKeyThatIsGivenTwiceIsRefused() {
        assertThatThrownBy(() -> YamlText.load("a: 1\nb: 2\na: 3\n"))
                .isInstanceOf(YAMLException.class)
                .hasMessageContaining("duplicate key a");
    }

    @Test
    void depthAndSizeAreBounded() {
        String deep = "a: " + "[".repeat(5000) + "]".repeat(5000);
        String large = "a: " + "b".repeat(2_000_000);
        for (String text : List.of(deep, large)) {
            assertThatThrownBy(() -> YamlText.load(text)).isInstanceOf(YAMLException.class);
            assertThatThrownBy(() -> YamlText.compose(text)).isInstanceOf(YAMLException.class);
        }
    }

    @Test
    void aFileThatIsTooLargeOrNoTextIsNotRead() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yml"), "# " + "a".repeat(1_100_000));
        Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> YamlText.read(large))
                .hasMessage("it has 1100002 bytes, more than the 1048576 that are read");
        assertThatThrownBy(() -> YamlText.read(binary)).hasMessage("not a text file in UTF-8");
    }

    /** Whatever becomes of a text, it is read or refused, and soon. */
    @Test
    void damagedTextsAreReadOrRefused() {
        String sound =
                "env: Hopper-v5\nsac:\n  hidden: [256, 256]\n  tau: 5.0E-3\nprune: {gates: true, nu: {ofe: 0.5}}\nname: \"a b\"\n";
        String letters = "\0\t\n -:[]{}&*!|>'\"%@`?,#0123456789eE.abc~\u00e9\ud83d\ude00\ud800";
        Random random = new Random(1);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 10_000; i++) {
                var text = new StringBuilder(sound);
                for (int change = random.nextInt(1, 6); change > 0; change--) {
                    int place = random.nextInt(text.length());
                    switch (random.nextInt(3)) {
                        case 0 -> text.setCharAt(place, letters.charAt(random.nextInt(letters.length())));
                        case 1 -> text.insert(place, letters.charAt(random.nextInt(letters.length())));
                        default -> text.delete(place, Math.min(text.length(), place + random.nextInt(1, 20)));
                    }
                    text.append(' ');
                }
                try {
                    YamlText.load(text.toString());
                    YamlText.compose(text.toString());
                } catch (YAMLException _) {
                    // refused
                }
            }
        });
    }
}

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.error.YAMLException;

/** Small texts cannot use much memory or time. */
class YamlTextTest {

    @TempDir
    private Path folder;

    /** Each line has three times as many words as the one before: 3^levels words for about 25 letters per line. */
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

    /** All are within the size limit of files. */
    static List<String> hostileTexts() {
        return List.of(
                "[".repeat(1_000_000),
                "{".repeat(1_000_000),
                "{a: ".repeat(200_000),
                "- ".repeat(500_000),
                "? ".repeat(500_000),
                "a: " + "[".repeat(1_000_000),
                "seed: " + "9".repeat(900_000),
                "seed: 0x" + "f".repeat(900_000),
                "seed: " + "9_".repeat(450_000),
                "seed: 1" + ":59".repeat(300_000),
                "tau: 0." + "1".repeat(900_000),
                "name: " + "a".repeat(1_000_000),
                "name: \"" + "a".repeat(1_000_000) + "\"",
                "name: |\n  " + "a".repeat(1_000_000),
                "a".repeat(1_000_000) + ": 1",
                "? " + "a".repeat(1_000_000) + "\n: 1",
                "!" + "a".repeat(1_000_000) + " b: 1",
                "&" + "a".repeat(1_000_000) + " b: 1",
                "*" + "a".repeat(1_000_000));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("hostileTexts")
    void whatIsDeepOrLongIsRefusedSoon(String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThatThrownBy(() -> YamlText.load(text)).isInstanceOf(YAMLException.class);
            assertThatThrownBy(() -> YamlText.compose(text)).isInstanceOf(YAMLException.class);
        });
    }

    @Test
    void whatIsDeepOrLongIsToldWithItsLine() {
        assertThatThrownBy(() -> YamlText.load("a: 1\nb: " + "[".repeat(5000)))
                .hasMessage("line 2: nested deeper than the 20 levels that are read");
        assertThatThrownBy(() -> YamlText.load("a: 1\nb: " + "7".repeat(5000)))
                .hasMessage("line 2: a value or key of 5000 letters, more than the 4096 that are read");
        assertThat(YamlText.load("a: " + "7".repeat(4096))).isInstanceOf(Map.class);
    }

    @Test
    void aFileWithoutEndIsNotReadToItsEnd() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> YamlText.read(Path.of("/dev/zero")))
                        .hasMessage("it has more than the 1048576 bytes that are read"));
    }

    @Test
    void aFileThatIsTooLargeOrNoTextIsNotRead() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yml"), "# " + "a".repeat(1_100_000));
        Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> YamlText.read(large)).hasMessage("it has more than the 1048576 bytes that are read");
        assertThatThrownBy(() -> YamlText.read(binary)).hasMessage("not a text file in UTF-8");
    }

    /** Any damaged text is read or refused, soon. */
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

package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code defaults.yml} names every setting, and says of each what it is. */
class DefaultsTest {

    @Test
    void namesExactlyTheSettingsThatExist() {
        var schema = new Schema();
        assertThat(Presets.defaults(schema).entries().keySet()).containsExactlyElementsOf(schema.settings());
    }

    @Test
    void everySettingHasAComment() throws IOException {
        try (var stream = Objects.requireNonNull(DefaultsTest.class.getResourceAsStream("defaults.yml"))) {
            var setting = Pattern.compile("^ *[a-z_]+: [^#]+$");
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .noneMatch(line -> setting.matcher(line).matches());
        }
    }
}

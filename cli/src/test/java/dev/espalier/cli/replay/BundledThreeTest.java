package dev.espalier.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled three.js is the unchanged official release, and fits into a page. */
class BundledThreeTest {

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BundledThreeTest.class.getResourceAsStream("three/" + name), name)) {
            return in.readAllBytes();
        }
    }

    /** Checksums of the files in the published package three 0.185.1. */
    @ParameterizedTest
    @CsvSource({
        "three.core.min.js, 05b2609338c76cd65daf74f3ac515bc9a5045e1b3b33edc07d8c9bd55250fa90",
        "three.module.min.js, 86bcee248b64f44bcfc23c331ae74619061957d59cab040171dcb6fb5900beb6",
        "LICENSE, 8b378ebe60e2fe500158cb0ac71cb5e8b7d92953c2abcc63a0eb90499653b5bc"
    })
    void filesAreThoseOfTheRelease(String name, String sha256) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(name));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
        assertThat(Path.of("../docs/decisions/replay.md")).content().contains(sha256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"three.core.min.js", "three.module.min.js"})
    void nothingEndsTheElementThatHoldsIt(String name) throws IOException {
        assertThat(new String(bytes(name), StandardCharsets.UTF_8)).doesNotContainIgnoringCase("</script", "<!--");
    }

    /** The page's script replaces only these references; another one would be requested from the disk and refused. */
    @Test
    void theOnlyOtherFileThatItImportsIsTheCore() throws IOException {
        String module = new String(bytes("three.module.min.js"), StandardCharsets.UTF_8);
        assertThat(Pattern.compile("(?:}from|^import|;import)\\s*\\(?[\"']([^\"']*)[\"']")
                        .matcher(module)
                        .results()
                        .map(match -> match.group(1)))
                .isNotEmpty()
                .containsOnly("./three.core.min.js");
        assertThat(Files.readString(Path.of("src/main/resources/dev/espalier/cli/replay/main.js")))
                .contains("replaceAll('\"./three.core.min.js\"'");
    }
}

package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

    @Test
    void ownVariableWinsThenXdgThenHome() {
        assertThat(locate(Map.of("ESPALIER_CACHE", "/own", "XDG_CACHE_HOME", "/xdg")))
                .isEqualTo(Path.of("/own"));
        assertThat(locate(Map.of("XDG_CACHE_HOME", "/xdg"))).isEqualTo(Path.of("/xdg/espalier"));
        assertThat(locate(Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(Path.of("/home/me/.cache/espalier"));
        assertThat(locate(Map.of("ESPALIER_CACHE", "", "XDG_CACHE_HOME", "")))
                .isEqualTo(Path.of("/home/me/.cache/espalier"));
        assertThat(locate(Map.of("ESPALIER_CACHE", "here")))
                .isEqualTo(Path.of("here").toAbsolutePath());
    }

    private static Path locate(Map<String, String> environment) {
        return CacheFolder.locate(environment::get, "/home/me");
    }
}

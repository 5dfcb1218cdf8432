package dev.espalier.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

    @Test
    void ownVariableWinsThenXdgThenHome() throws UnpackException {
        assertThat(locate(Map.of("ESPALIER_CACHE", "/own", "XDG_CACHE_HOME", "/xdg")))
                .isEqualTo(Path.of("/own"));
        assertThat(locate(Map.of("XDG_CACHE_HOME", "/xdg"))).isEqualTo(Path.of("/xdg/espalier"));
        assertThat(locate(Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(Path.of("/home/me/.cache/espalier"));
        assertThat(locate(Map.of("ESPALIER_CACHE", "", "XDG_CACHE_HOME", "")))
                .isEqualTo(Path.of("/home/me/.cache/espalier"));
        assertThat(locate(Map.of("ESPALIER_CACHE", "here")))
                .isEqualTo(Path.of("here").toAbsolutePath());
    }

    @Test
    void windowsHasAFolderForWhatStaysOnTheMachine() throws UnpackException {
        assertThat(locate(Map.of("LOCALAPPDATA", "/users/me/AppData/Local")))
                .isEqualTo(Path.of("/users/me/AppData/Local/espalier"));
        assertThat(locate(Map.of("LOCALAPPDATA", "C:\\Users\\me\\AppData\\Local")))
                .as("no folder of this system")
                .isEqualTo(Path.of("/home/me/.cache/espalier"));
    }

    @Test
    void withoutAHomeTheVariableIsAskedFor() throws UnpackException {
        assertThat(CacheFolder.locate(Map.of("ESPALIER_CACHE", "/own")::get, "?"))
                .isEqualTo(Path.of("/own"));
        assertThatExceptionOfType(UnpackException.class)
                .isThrownBy(() -> CacheFolder.locate(_ -> null, "?"))
                .withMessage(
                        "This user has no home folder to unpack native libraries to. Set ESPALIER_CACHE to a folder"
                                + " that can be written.");
    }

    private static Path locate(Map<String, String> environment) throws UnpackException {
        return CacheFolder.locate(environment::get, "/home/me");
    }
}

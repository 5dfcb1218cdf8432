package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LibtorchFilesTest {

    @BeforeAll
    static void load() {
        Compute.on(Compute.Kind.CPU, 1);
    }

    /** What JavaCPP would unpack to is there already, as it would have it: it leaves the file alone. */
    @Test
    void javacppFindsWhatWasUnpackedForIt() throws IOException {
        String name = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/libc10.so";
        Path ours = unpacked("libc10.so");
        Object before = identity(ours);

        assertThat(Loader.cacheResource(torch.class, name).toPath()).isEqualTo(ours);
        assertThat(identity(ours)).isEqualTo(before);
    }

    @Test
    void allThatIsLoadedComesFromAFolderOfTheUsersOwn() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            List<String> loaded = maps.filter(line -> line.contains("torch") || line.contains("openblas"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .filter(path -> path.contains(".so"))
                    .distinct()
                    .toList();
            assertThat(loaded)
                    .hasSizeGreaterThan(4)
                    .allSatisfy(path ->
                            assertThat(path).startsWith(Loader.getCacheDir().getPath()));
        }
        assertThat(Files.getPosixFilePermissions(Loader.getCacheDir().toPath())).hasSize(3);
    }

    private static Path unpacked(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Loader.getCacheDir().toPath())) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private static Object identity(Path file) throws IOException {
        return List.of(Files.getAttribute(file, "unix:ino"), Files.getAttribute(file, "unix:ctime"));
    }
}

package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedLibraryTest {

    private final PackedLibrary packed = PackedLibrary.read();

    @TempDir
    private Path cache;

    @Test
    void unpacksOnceIntoAFolderNamedByTheContent() throws IOException {
        Path library = packed.unpack(cache);
        assertThat(library).hasSize(packed.size());
        assertThat(library)
                .isEqualTo(cache.resolve("mujoco/" + packed.sha256().substring(0, 16) + "/" + packed.file()));
        Object file = identity(library);

        assertThat(packed.unpack(cache)).isEqualTo(library);
        assertThat(identity(library)).as("left alone by the second call").isEqualTo(file);
        assertThat(library.getParent()).isDirectoryNotContaining(path -> !path.equals(library));
    }

    @Test
    void aDamagedFileIsReplaced() throws IOException {
        Path library = packed.unpack(cache);
        byte[] content = Files.readAllBytes(library);
        byte[] flipped = content.clone();
        flipped[flipped.length / 2] ^= 1;

        Files.write(library, flipped);
        assertThat(Files.readAllBytes(packed.unpack(cache))).isEqualTo(content);

        Files.write(library, new byte[100]);
        assertThat(Files.readAllBytes(packed.unpack(cache))).isEqualTo(content);
    }

    @Test
    void manyThreadsMayUnpackAtOnce() throws Exception {
        Callable<Path> unpack = () -> packed.unpack(cache);
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var result : threads.invokeAll(Collections.nCopies(8, unpack))) {
                assertThat(result.get()).hasSize(packed.size());
            }
        }
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile))
                    .map(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(packed.file(), ".lock");
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));

        assertThatExceptionOfType(MujocoLoadException.class)
                .isThrownBy(() -> packed.unpack(file))
                .withMessageContaining("cannot be unpacked to " + file)
                .withMessageContaining("Set ESPALIER_CACHE to a folder that can be written");
    }

    @Test
    void anotherPlatformIsAClearError() {
        assertThatExceptionOfType(MujocoLoadException.class)
                .isThrownBy(() -> packed.requirePlatform("plan9-mips"))
                .withMessage("MuJoCo library for plan9-mips is not packed; tested platforms: " + packed.tested()
                        + ". Set ESPALIER_MUJOCO_LIB to a MuJoCo " + Mujoco.version() + " library for plan9-mips.");
    }

    /** As Java names systems and processors, and as JavaCPP does. */
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, aarch64, macosx-arm64",
        "Mac OS X, x86_64, macosx-x86_64",
        "Windows 11, amd64, windows-x86_64",
        "Plan9, mips, plan9-mips"
    })
    void namesPlatformsAsTheirLibrariesAreNamed(String system, String processor, String platform) {
        assertThat(PackedLibrary.platform(system, processor)).isEqualTo(platform);
    }

    private static Object identity(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.fileKey() + " " + attributes.lastModifiedTime();
    }
}

package dev.espalier.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFolderTest {

    private static final String CONTENT = "a library";
    private static final FileTime TIME = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

    @TempDir
    private Path folder;

    private URLClassLoader jars;

    @BeforeEach
    void makeAJar() throws IOException {
        Path jar = folder.resolve("some-1.0.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("lib/", "lib/deeper/", "lib/one.so", "lib/deeper/two.so", "other.so")) {
                var entry = new ZipEntry(name);
                entry.setLastModifiedTime(TIME);
                out.putNextEntry(entry);
                out.write((name.endsWith("/") ? "" : CONTENT).getBytes(StandardCharsets.UTF_8));
            }
        }
        jars = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    @AfterEach
    void close() throws IOException {
        jars.close();
    }

    private Path ensure() throws IOException {
        return UnpackedFolder.of("It", cache(), "it")
                .ensure(PackedFile.ofJar(jars, "lib/"))
                .resolve("some-1.0.jar/lib/one.so");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private void assertIntact(Path library) throws IOException {
        assertThat(library).hasContent(CONTENT).isRegularFile();
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(TIME);
        assertThat(files()).containsExactlyInAnyOrder("one.so", ".lock");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(cache())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void unpacksTheFilesOfOneFolderForTheUserAlone() throws IOException {
        Path library = ensure();

        assertIntact(library);
        try (Stream<Path> made = Files.walk(cache())) {
            assertThat(made.filter(Files::isDirectory))
                    .hasSize(4)
                    .allSatisfy(each -> assertThat(Files.getPosixFilePermissions(each))
                            .isEqualTo(PosixFilePermissions.fromString("rwx------")));
        }
        Object file = Files.getAttribute(library, "unix:ino");
        assertThat(Files.getAttribute(ensure(), "unix:ino")).isEqualTo(file);
    }

    /** What a killed process leaves: half a file, under a temporary name or, with JavaCPP, under the final one. */
    @Test
    void whatAKilledProcessLeftIsMended() throws IOException {
        Path library = ensure();
        Files.writeString(library, "a lib");
        Files.writeString(library.resolveSibling("one.so.unfinished"), "a l");

        assertIntact(ensure());
    }

    @Test
    void damageThatKeepsSizeAndTimeIsMended() throws IOException {
        Path library = ensure();
        Files.writeString(library, "a librarz");
        Files.setLastModifiedTime(library, TIME);

        assertIntact(ensure());
    }

    @Test
    void aLibraryInUseIsNeverWrittenTo() throws IOException {
        Path library = ensure();
        Path inUse = Files.createLink(folder.resolve("in-use"), library);
        Files.writeString(library, "damaged");

        assertIntact(ensure());
        assertThat(inUse).hasContent("damaged");
    }

    @Test
    void aTimeThatIsWrongIsSet() throws IOException {
        Files.setLastModifiedTime(ensure(), FileTime.fromMillis(0));

        assertIntact(ensure());
    }

    @Test
    void aLinkInItsPlaceIsReplaced() throws IOException {
        Path library = ensure();
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), CONTENT);
        Files.delete(library);
        Files.createSymbolicLink(library, elsewhere);

        ensure();
        assertThat(library).isRegularFile();
        assertThat(Files.isSymbolicLink(library)).isFalse();
    }

    @Test
    void ofCopiesBesideOnlyTheDamagedGo() throws IOException {
        Path library = ensure();
        Files.copy(library, library.resolveSibling("second-name.so"));
        Files.writeString(library.resolveSibling("half.so"), "a l");

        ensure();
        assertThat(files()).containsExactlyInAnyOrder("one.so", "second-name.so", ".lock");
    }

    @Test
    void aFileThatOthersCanWriteIsReplaced() throws IOException {
        allow(ensure(), "rw-rw-rw-");

        assertThat(Files.getPosixFilePermissions(ensure())).isNotEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @Test
    void aFolderThatOthersCanWriteIsRefused() throws IOException {
        Path planted = Files.createDirectories(cache().resolve("it"));
        allow(planted, "rwxrwxrwx");

        assertThatExceptionOfType(UnpackException.class)
                .isThrownBy(this::ensure)
                .withMessage("It cannot be unpacked to " + planted + ": others can write to " + planted
                        + " (mode 777) and so choose what runs here; if all in it is yours, take that away: chmod -R go-w '"
                        + planted + "'. Set ESPALIER_CACHE to a folder that can be written and has 1 MB free.");
    }

    /** As in the system's temporary folder, others may write there, but cannot replace our files. */
    @Test
    void aSharedFolderMayHoldOurs() throws IOException {
        Files.createDirectory(cache());
        Files.setAttribute(cache(), "unix:mode", 01777);
        assertIntact(ensure());

        Files.setAttribute(cache(), "unix:mode", 0777);
        assertThatExceptionOfType(UnpackException.class).isThrownBy(this::ensure);
    }

    @Test
    void aFolderBelowOneThatIsOpenToAllIsRefused() throws IOException {
        Path above = folder.toRealPath();
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(above);
        try {
            Files.setAttribute(above, "unix:mode", 01777);
            assertIntact(ensure());

            Files.setAttribute(above, "unix:mode", 0777);
            assertThatExceptionOfType(UnpackException.class)
                    .isThrownBy(this::ensure)
                    .withMessageContaining("everybody can write to " + above + " (mode 777)");
        } finally {
            Files.setPosixFilePermissions(above, before);
        }
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws IOException {
        Path planted = Files.createDirectories(cache().resolve("it"));
        int owner = (int) Files.getAttribute(planted, "unix:uid");
        var ofAnother = UnpackedFolder.of("It", cache(), "it", new OwnFolders(Set.of(owner + 1)));

        assertThatExceptionOfType(UnpackException.class)
                .isThrownBy(() -> ofAnother.ensure(List.of()))
                .withMessageStartingWith("It cannot be unpacked to " + planted + ": " + cache()
                        + " belongs to another user (number " + owner + "), who could choose what runs here. Set ");
    }

    @Test
    void manyThreadsMayUnpackAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Path> unpack = this::ensure;
            for (var result : threads.invokeAll(Collections.nCopies(16, unpack))) {
                assertIntact(result.get());
            }
        }
    }
}

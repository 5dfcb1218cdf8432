package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MujocoTest {

    @Test
    void loadsThePinnedRelease() {
        assertThat(Mujoco.version()).isEqualTo("3.14.0");
        assertThat(Mujoco.load().path()).isRegularFile();
        assertThat(Mujoco.load()).isSameAs(Mujoco.load());
    }

    @Test
    void aMissingLibraryIsNamed(@TempDir Path folder) {
        assertRefused(folder.resolve("libmujoco.so"), "does not exist");
        assertRefused(folder, "does not exist");
    }

    @Test
    void aFileThatIsNoLibraryIsNamed(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("libmujoco.so"), "not a library");

        assertRefused(text, "is not a library that this machine can load");
    }

    @Test
    void anotherLibraryIsNamed() {
        Path ofJava = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));

        assertRefused(ofJava, "is a library, but not MuJoCo: it lacks the function mj_version");
    }

    /** A copy of the real library with another number in mj_version. */
    @Test
    void anotherReleaseIsNamed(@TempDir Path folder) throws IOException {
        byte[] content = Files.readAllBytes(Mujoco.load().path());
        byte[] returnVersion = moveToResultAndReturn(3_014_000);
        int position = indexOf(content, returnVersion, 0);
        assertThat(indexOf(content, returnVersion, position + 1))
                .as("only one such place")
                .isEqualTo(-1);
        System.arraycopy(moveToResultAndReturn(3_013_002), 0, content, position, returnVersion.length);

        assertRefused(
                Files.write(folder.resolve("libmujoco.so"), content),
                "is MuJoCo 3.13.2, but this program is built for 3.14.0 and no other release");
    }

    @Test
    void bothNumberingsOfReleasesAreUnderstood() {
        assertThat(Mujoco.versionText(3_005_001)).isEqualTo("3.5.1");
        assertThat(Mujoco.versionText(237)).isEqualTo("2.3.7");
    }

    /** x86-64: {@code mov eax, version; ret}. */
    private static byte[] moveToResultAndReturn(int version) {
        return ByteBuffer.allocate(6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xb8)
                .putInt(version)
                .put((byte) 0xc3)
                .array();
    }

    private static int indexOf(byte[] content, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= content.length; i++) {
            if (ByteBuffer.wrap(content, i, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return i;
            }
        }
        return -1;
    }

    private static void assertRefused(Path library, String reason) {
        assertThatExceptionOfType(MujocoLoadException.class)
                .isThrownBy(() -> Mujoco.open(library))
                .withMessageStartingWith(library + " " + reason)
                .withMessageContaining("Unset ESPALIER_MUJOCO_LIB to use the packed library");
    }
}

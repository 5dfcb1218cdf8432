package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a file of TensorBoard's own Python package, see core/tools/tensorboard_golden.py. */
class TensorBoardEventsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_767_225_600_250L), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void writesWhatTensorBoardWrites() throws IOException {
        try (var events = TensorBoardEvents.start(folder, 5001, CLOCK)) {
            SequencedMap<String, Double> scalars = new LinkedHashMap<>();
            scalars.put("rollout/ep_rew_mean", -12.5);
            scalars.put("time/fps", 61.1);
            events.scalars(6000, scalars);
            events.histogram(1L << 40, "theta", new double[] {1, 1.25, 1.5, 1.5, 4});
        }

        assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(golden());
    }

    @Test
    void everyPointIsInTheFileBeforeItIsClosed() throws IOException {
        try (var events = TensorBoardEvents.start(folder, 5001, CLOCK)) {
            long before = Files.size(files().getFirst());
            events.scalars(6000, Map.of("time/fps", 61.1));

            // wall time 9, step 3, value 2 + 8 (tag) + 2 + 5 (float) inside two headers of 2; frame 16
            assertThat(Files.size(files().getFirst()) - before).isEqualTo(16 + 9 + 3 + 2 + 2 + 2 + 8 + 5);
        }
    }

    /** The check value of CRC-32C in its published catalogue, with the mask applied by hand. */
    @Test
    void theChecksumIsMasked() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32C();
        crc.update(digits);
        assertThat(crc.getValue()).isEqualTo(0xe3069283L);

        // rotated right by 15: 0x2507c60d; plus 0xa282ead8: 0xc78ab0e5
        assertThat(TensorBoardEvents.maskedCrc(digits, digits.length)).isEqualTo(0xc78ab0e5);
    }

    @Test
    void aSessionThatStartsWithinTheSameSecondGetsALaterFile() throws IOException {
        for (int session = 0; session < 3; session++) {
            TensorBoardEvents.start(folder, 1, CLOCK).close();
        }

        assertThat(files().stream().map(file -> file.getFileName().toString().substring(0, 31)))
                .containsExactly(
                        "events.out.tfevents.1767225600.",
                        "events.out.tfevents.1767225601.",
                        "events.out.tfevents.1767225602.");
    }

    @Test
    void aSessionAfterTheClockWasSetBackGetsALaterFile() throws IOException {
        TensorBoardEvents.start(folder, 1, CLOCK).close();
        TensorBoardEvents.start(folder, 1, Clock.offset(CLOCK, Duration.ofDays(-1)))
                .close();

        assertThat(files().stream().map(file -> file.getFileName().toString().substring(0, 31)))
                .containsExactly("events.out.tfevents.1767225600.", "events.out.tfevents.1767225601.");
    }

    @Test
    void equalValuesFallIntoOneBucket() throws IOException {
        try (var events = TensorBoardEvents.start(folder, 1, CLOCK)) {
            events.histogram(1, "theta", new double[] {0.5, 0.5});
        }

        // The record ends with the packed counts of the 30 buckets and 4 bytes of checksum.
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(files().getFirst()));
        double[] counts = new double[30];
        bytes.slice(bytes.limit() - 244, 240)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(counts);
        assertThat(counts).startsWith(2, 0, 0).endsWith(0, 0);
    }

    @Test
    void valuesWithoutAPlaceAreRefused() {
        try (var events = TensorBoardEvents.start(folder, 1, CLOCK)) {
            assertThatThrownBy(() -> events.histogram(1, "theta", new double[] {1, Double.NaN}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A histogram cannot hold NaN");
            assertThatThrownBy(() -> events.histogram(1, "theta", new double[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> TensorBoardEvents.start(missing, 1, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot write " + missing)
                .hasMessageContaining("no such file or folder");
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static byte[] golden() throws IOException {
        try (InputStream input =
                Objects.requireNonNull(TensorBoardEventsTest.class.getResourceAsStream("golden.tfevents"))) {
            return input.readAllBytes();
        }
    }
}

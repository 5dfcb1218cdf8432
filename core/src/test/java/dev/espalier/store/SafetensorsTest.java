package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against bytes computed by hand and a file of the reference implementation. */
class SafetensorsTest {

    private static final SortedMap<String, String> NO_METADATA = Collections.emptySortedMap();

    @TempDir
    private Path folder;

    @Test
    void oneFloatIsTheseBytes() throws IOException {
        SequencedMap<String, ArrayData> arrays = new LinkedHashMap<>();
        arrays.put("x", TestArrays.floats(new long[] {1}, 1.5f));

        // 54 bytes of JSON and two spaces make 56 = 0x38; 1.5 is 0x3fc00000.
        byte[] json =
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes(StandardCharsets.UTF_8);
        assertThat(json).hasSize(54);
        assertThat(HexFormat.of().formatHex(write(arrays)))
                .isEqualTo("3800000000000000" + HexFormat.of().formatHex(json) + "2020" + "0000c03f");
    }

    @Test
    void writesWhatTheReferenceImplementationWrites() throws IOException {
        SequencedMap<String, ArrayData> arrays = new LinkedHashMap<>();
        arrays.put("done", TestArrays.bytes(0, 1, 255));
        arrays.put("counters", TestArrays.longs(1, -(1L << 62)));
        arrays.put("empty", TestArrays.floats(new long[] {0, 4}));
        arrays.put("log_alpha", TestArrays.doubles(new long[0], -0.1));
        arrays.put(
                "policy.0.weight",
                TestArrays.floats(new long[] {2, 3}, 0.5f, -1.25f, 3, 1e-30f, Float.POSITIVE_INFINITY, -0f));
        Path file = folder.resolve("ours.safetensors");
        Safetensors.write(file, arrays, new TreeMap<>(Map.of("writer", "reference")));

        assertThat(file).hasSameBinaryContentAs(golden());
    }

    @Test
    void readsWhatTheReferenceImplementationWrote() throws IOException {
        SafetensorsReader.Content content = SafetensorsReader.read(golden());

        assertThat(content.metadata()).isEqualTo(Map.of("writer", "reference"));
        assertThat(content.arrays().sequencedKeySet())
                .containsExactly("counters", "log_alpha", "empty", "policy.0.weight", "done");
        ArrayData weight = array(content, "policy.0.weight");
        assertThat(weight.type()).isEqualTo(ArrayData.Type.F32);
        assertThat(weight.shape()).containsExactly(2, 3);
        assertThat(weight.bytes().toArray(ValueLayout.JAVA_FLOAT))
                .containsExactly(0.5f, -1.25f, 3, 1e-30f, Float.POSITIVE_INFINITY, -0f);
        assertThat(array(content, "counters").bytes().toArray(ValueLayout.JAVA_LONG))
                .containsExactly(1, -(1L << 62));
        ArrayData alpha = array(content, "log_alpha");
        assertThat(alpha.shape()).isEmpty();
        assertThat(alpha.bytes().toArray(ValueLayout.JAVA_DOUBLE)).containsExactly(-0.1);
        assertThat(array(content, "done").bytes().toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(0, 1, -1);
        assertThat(array(content, "empty").bytes().byteSize()).isZero();
    }

    @Test
    void arraysThatLieAskewAreReadToo() throws IOException {
        byte[] data = ByteBuffer.allocate(5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 7)
                .putFloat(2.5f)
                .array();
        Path file = file(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}",
                data);

        assertThat(array(SafetensorsReader.read(file), "b").bytes().toArray(ValueLayout.JAVA_FLOAT))
                .containsExactly(2.5f);
    }

    /** 33 arrays that share 64 MiB of memory make a file of more than 2^31 bytes. */
    @Test
    void moreThanTwoGigabytesAreWritten() throws IOException {
        MemorySegment shared = MemorySegment.ofArray(new byte[1 << 26]);
        SequencedMap<String, ArrayData> arrays = new LinkedHashMap<>();
        for (int i = 0; i < 33; i++) {
            arrays.put("a" + i, new ArrayData(ArrayData.Type.U8, new long[] {1 << 26}, shared));
        }
        var head = new ByteArrayOutputStream();
        long[] size = new long[1];
        var counter = new OutputStream() {
            @Override
            public void write(int value) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                if (head.size() < 5_000) {
                    head.write(bytes, offset, count);
                }
                size[0] += count;
            }
        };
        Safetensors.write(Channels.newChannel(counter), arrays, NO_METADATA);

        long header = ByteBuffer.wrap(head.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(size[0]).isEqualTo(8 + header + 33L * (1 << 26));
        assertThat(head.toString(StandardCharsets.UTF_8)).contains("\"data_offsets\":[2147483648,2214592512]}}");
    }

    /** The file is sparse: it takes no room on the disk. */
    @Test
    void moreThanTwoGigabytesAreRead() throws IOException {
        long count = (1L << 29) + 1;
        Path path = file(
                String.format(
                        Locale.ROOT,
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}",
                        count,
                        4 * count),
                new byte[0]);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(file.length() + 4 * count - 4);
            file.writeInt(Integer.reverseBytes(Float.floatToIntBits(9.25f)));
        }

        assertThat(array(SafetensorsReader.read(path), "a").bytes().getAtIndex(ValueLayout.JAVA_FLOAT, count - 1))
                .isEqualTo(9.25f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "nonsense | is not JSON",
                "[1,2] | not a JSON object",
                "{} | its arrays end at byte 0 of 8",
                "{~a~:{~dtype~:~BF16~,~shape~:[4],~data_offsets~:[0,8]}} | \"a\" has entries of type \"BF16\"",
                "{~a~:{~shape~:[1],~data_offsets~:[0,8]}} | entries of type",
                "{~a~:{~dtype~:~F64~,~shape~:[2],~data_offsets~:[0,8]}} | F64[2] takes 16 bytes, not 8",
                "{~a~:{~dtype~:~F64~,~shape~:[-1],~data_offsets~:[0,8]}} | shape that holds -1",
                "{~a~:{~dtype~:~F64~,~shape~:[1.5],~data_offsets~:[0,8]}} | shape that holds 1.5",
                "{~a~:{~dtype~:~F64~,~shape~:1,~data_offsets~:[0,8]}} | shape that is not a list",
                "{~a~:{~dtype~:~U8~,~shape~:[4294967296,4294967296],~data_offsets~:[0,8]}} | Shape too large",
                "{~a~:{~dtype~:~F64~,~shape~:[1],~data_offsets~:[8,16]}} | outside of the 8 data bytes",
                "{~a~:{~dtype~:~F64~,~shape~:[1],~data_offsets~:[8,0]}} | outside of",
                "{~a~:{~dtype~:~F64~,~shape~:[1],~data_offsets~:[0,99999999999999999999]}} | holds 9999",
                "{~a~:{~dtype~:~F32~,~shape~:[1],~data_offsets~:[4,8]}} | \"a\" begins at byte 4",
                "{~a~:{~dtype~:~F32~,~shape~:[1],~data_offsets~:[0,4]}} | its arrays end at byte 4 of 8",
                "{~a~:{~dtype~:~F64~,~shape~:[1],~data_offsets~:[0,8]},~b~:{~dtype~:~F32~,~shape~:[1],"
                        + "~data_offsets~:[4,8]}} | \"b\" begins at byte 4 of the data, but the one before it ends at 8",
                "{~a~:{~dtype~:~F64~,~shape~:[1],~data_offsets~:[0,8]},~a~:{}} | Duplicate field",
                "{~__metadata__~:{~k~:1},~a~:{~dtype~:~F64~,~shape~:[1],~data_offsets~:[0,8]}} | \"k\" is not text",
            })
    void malformedHeadersAreRefused(String header, String problem) throws IOException {
        Path file = file(header.replace('~', '"'), new byte[8]);

        assertThatThrownBy(() -> SafetensorsReader.read(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in.safetensors is not a sound safetensors file: ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, it has only 4 bytes",
        "ffffffffffffffff, claims 18446744073709551615 bytes",
        "00000000000000807b7d, claims 9223372036854775808 bytes",
        "03000000000000007b7d, claims 3 bytes",
        "0000000000000000, claims 0 bytes",
    })
    void absurdLengthsAreRefused(String hex, String problem) throws IOException {
        Path file = Files.write(folder.resolve("in.safetensors"), HexFormat.of().parseHex(hex));

        assertThatThrownBy(() -> SafetensorsReader.read(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        SequencedMap<String, ArrayData> arrays = new LinkedHashMap<>();
        arrays.put("x", TestArrays.floats(new long[] {1}, 1.5f));
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> Safetensors.write(full, arrays, NO_METADATA))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }

    private static ArrayData array(SafetensorsReader.Content content, String name) {
        return Objects.requireNonNull(content.arrays().get(name), name);
    }

    private static byte[] write(SequencedMap<String, ArrayData> arrays) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Safetensors.write(Channels.newChannel(bytes), arrays, NO_METADATA);
        return bytes.toByteArray();
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] json = (header + " ".repeat(-header.length() & 7)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("in.safetensors"), bytes.array());
    }

    private static Path golden() {
        try {
            return Path.of(Objects.requireNonNull(SafetensorsTest.class.getResource("golden.safetensors"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

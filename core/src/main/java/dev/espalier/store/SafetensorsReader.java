package dev.espalier.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@link Safetensors} files of any origin. Lengths, types, shapes and offsets are checked before any entry. */
public final class SafetensorsReader {

    /** The limit of the format's reference library, in bytes. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final ValueLayout.OfLong LITTLE_ENDIAN =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsReader() {}

    /**
     * The content of a file.
     *
     * @param arrays arrays by name, in the order of the header
     * @param metadata texts by key
     */
    public record Content(SequencedMap<String, ArrayData> arrays, SortedMap<String, String> metadata) {

        public Content {
            arrays = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arrays));
            metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        }
    }

    /**
     * Maps a file into memory, read-only. The mapping lives as long as its arrays, even if the file is replaced.
     *
     * @throws StoreException if the file cannot be read or is malformed; the message says where
     */
    public static Content read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
        } catch (IOException e) {
            throw new StoreException("Cannot read " + file + ": " + StoreException.reason(e), e);
        } catch (Malformed e) {
            throw new StoreException(file + " is not a sound safetensors file: " + e.getMessage(), e);
        }
    }

    /** Describes a malformed file; converted to a {@link StoreException} with the file's name. */
    private static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    private record Place(String name, long begin, long end) {}

    private static Content parse(MemorySegment file) throws Malformed {
        check(file.byteSize() >= Long.BYTES, "it has only " + file.byteSize() + " bytes");
        long length = file.get(LITTLE_ENDIAN, 0);
        check(
                length >= 2 && length <= LONGEST_HEADER && length <= file.byteSize() - Long.BYTES,
                "its header claims " + Long.toUnsignedString(length) + " bytes, in a file of " + file.byteSize());
        JsonNode header = json(file.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE));
        MemorySegment data = file.asSlice(Long.BYTES + length);

        SequencedMap<String, ArrayData> arrays = new LinkedHashMap<>();
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Place> places = new ArrayList<>();
        for (var entry : header.properties()) {
            if (entry.getKey().equals(Safetensors.METADATA)) {
                metadata.putAll(texts(entry.getValue()));
            } else {
                arrays.put(entry.getKey(), array(entry.getKey(), entry.getValue(), data, places));
            }
        }
        checkWithoutGap(places, data.byteSize());
        return new Content(arrays, metadata);
    }

    private static JsonNode json(byte[] header) throws Malformed {
        try {
            JsonNode node = JsonFields.STRICT.readTree(header);
            check(node.isObject(), "its header is not a JSON object");
            return node;
        } catch (IOException e) {
            throw (Malformed) new Malformed("its header is not JSON: " + firstLine(e)).initCause(e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static SortedMap<String, String> texts(JsonNode node) throws Malformed {
        SortedMap<String, String> texts = new TreeMap<>();
        for (var entry : node.properties()) {
            check(entry.getValue().isTextual(), "metadata \"" + entry.getKey() + "\" is not text");
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        check(node.isObject(), "its metadata is not a JSON object");
        return texts;
    }

    private static ArrayData array(String name, JsonNode node, MemorySegment data, List<Place> places)
            throws Malformed {
        String where = "array \"" + name + "\" ";
        ArrayData.Type type = type(where, node.path("dtype"));
        long[] shape = integers(where + "has a shape that", node.path("shape"));
        long[] offsets = integers(where + "has data_offsets that", node.path("data_offsets"));
        check(
                offsets.length == 2 && offsets[0] <= offsets[1] && offsets[1] <= data.byteSize(),
                where + "lies at " + node.path("data_offsets") + ", outside of the " + data.byteSize() + " data bytes");
        places.add(new Place(name, offsets[0], offsets[1]));
        MemorySegment bytes = data.asSlice(offsets[0], offsets[1] - offsets[0]);
        try {
            return new ArrayData(type, shape, aligned(bytes, type.size()));
        } catch (IllegalArgumentException e) {
            throw (Malformed) new Malformed(where + "does not fit its place: " + e.getMessage()).initCause(e);
        }
    }

    private static ArrayData.Type type(String where, JsonNode dtype) throws Malformed {
        for (ArrayData.Type type : ArrayData.Type.values()) {
            if (type.name().equals(dtype.textValue())) {
                return type;
            }
        }
        throw new Malformed(
                where + "has entries of type " + dtype + ", not one of " + List.of(ArrayData.Type.values()));
    }

    private static long[] integers(String where, JsonNode node) throws Malformed {
        check(node.isArray(), where + " is not a list");
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            check(
                    value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0,
                    where + " holds " + value);
            values[i] = value.longValue();
        }
        return values;
    }

    /** Copies entries that another writer did not align; ours are used in place. */
    private static MemorySegment aligned(MemorySegment bytes, int alignment) {
        return bytes.address() % alignment == 0
                ? bytes
                : Arena.ofAuto().allocate(bytes.byteSize(), alignment).copyFrom(bytes);
    }

    private static void checkWithoutGap(List<Place> places, long size) throws Malformed {
        places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
        long end = 0;
        for (Place place : places) {
            check(
                    place.begin() == end,
                    "array \"%s\" begins at byte %s of the data, but the one before it ends at %s"
                            .formatted(place.name(), place.begin(), end));
            end = place.end();
        }
        check(end == size, "its arrays end at byte " + end + " of " + size + " data bytes");
    }

    private static void check(boolean condition, String problem) throws Malformed {
        if (!condition) {
            throw new Malformed(problem);
        }
    }
}

package dev.espalier.run;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads histograms from a run's TensorBoard files, by TensorFlow's event.proto and summary.proto. */
final class Histograms {

    /** A histogram with its count and sum. */
    record Point(long step, String tag, double count, double sum) {}

    private Histograms() {}

    /** All histograms of a run, in the order written. */
    static List<Point> of(Path run) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(run)) {
            files = entries.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
                    .sorted()
                    .toList();
        }
        List<Point> points = new ArrayList<>();
        for (Path file : files) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                byte[] event = new byte[(int) bytes.getLong()];
                bytes.getInt(); // checksum
                bytes.get(event);
                bytes.getInt();
                read(event, points);
            }
        }
        return points;
    }

    private static void read(byte[] event, List<Point> points) throws IOException {
        Map<Integer, List<Object>> fields = fields(event);
        for (Object summary : fields.getOrDefault(5, List.of())) {
            for (Object entry : fields((byte[]) summary).getOrDefault(1, List.of())) {
                Map<Integer, List<Object>> value = fields((byte[]) entry);
                for (Object histogram : value.getOrDefault(5, List.of())) {
                    Map<Integer, List<Object>> numbers = fields((byte[]) histogram);
                    points.add(new Point(
                            (Long) only(fields, 2),
                            new String((byte[]) only(value, 1), StandardCharsets.UTF_8),
                            (Double) only(numbers, 3),
                            (Double) only(numbers, 4)));
                }
            }
        }
    }

    private static Object only(Map<Integer, List<Object>> fields, int number) {
        List<Object> values = fields.getOrDefault(number, List.of());
        if (values.size() != 1) {
            throw new IllegalStateException("field " + number + " has the values " + values);
        }
        return values.getFirst();
    }

    /** The fields of a message by number: Long, Double, Float or bytes. */
    private static Map<Integer, List<Object>> fields(byte[] message) throws IOException {
        Map<Integer, List<Object>> fields = new LinkedHashMap<>();
        CodedInputStream input = CodedInputStream.newInstance(message);
        while (!input.isAtEnd()) {
            int tag = input.readTag();
            Object value = switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> (Object) input.readInt64();
                case WireFormat.WIRETYPE_FIXED64 -> input.readDouble();
                case WireFormat.WIRETYPE_FIXED32 -> input.readFloat();
                default -> input.readByteArray();
            };
            fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), _ -> new ArrayList<>())
                    .add(value);
        }
        return fields;
    }
}

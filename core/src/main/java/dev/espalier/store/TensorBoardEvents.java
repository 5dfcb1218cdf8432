package dev.espalier.store;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Writes an event file, {@code events.out.tfevents.SECONDS.HOST}, for TensorBoard.
 *
 * <p>The file is a sequence of records. Each contains a protocol-buffer message {@code Event} (TensorFlow, {@code
 * event.proto} and {@code summary.proto}) in this frame, all little-endian: 8 bytes length, 4 bytes masked CRC-32C of
 * the length, the message, 4 bytes masked CRC-32C of the message (TensorFlow, {@code record_writer.h}). Readers
 * stop at an incomplete record, so a kill loses at most the last one.
 *
 * <p>A resumed run starts a new file. The event after its version says that a session starts at a step; TensorBoard
 * then drops the points of this step and later ones in earlier files.
 */
public final class TensorBoardEvents implements AutoCloseable {

    private static final int CRC_MASK = 0xa282ead8;
    private static final int BUCKETS = 30;

    /** Field numbers in TensorFlow's message definitions. */
    private static final class Field {
        static final int EVENT_WALL_TIME = 1;
        static final int EVENT_STEP = 2;
        static final int EVENT_FILE_VERSION = 3;
        static final int EVENT_SUMMARY = 5;
        static final int EVENT_SESSION_LOG = 7;
        static final int SESSION_LOG_STATUS = 1;
        static final int SUMMARY_VALUE = 1;
        static final int VALUE_TAG = 1;
        static final int VALUE_SIMPLE = 2;
        static final int VALUE_HISTOGRAM = 5;
        static final int HISTOGRAM_MIN = 1;
        static final int HISTOGRAM_MAX = 2;
        static final int HISTOGRAM_COUNT = 3;
        static final int HISTOGRAM_SUM = 4;
        static final int HISTOGRAM_SUM_OF_SQUARES = 5;
        static final int HISTOGRAM_LIMITS = 6;
        static final int HISTOGRAM_BUCKETS = 7;
    }

    /** {@code SessionLog.SessionStatus.START}. */
    private static final int SESSION_START = 1;

    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\.");

    private final AppendedFile records;
    private final Clock clock;

    private TensorBoardEvents(AppendedFile records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /**
     * Starts a new file. Its name sorts after earlier ones even if the clock was set back, as TensorBoard requires.
     *
     * @param firstStep step of the first point; points of earlier files from this step on are dropped
     * @param clock clock for the time stamps
     * @throws StoreException if the file cannot be written
     */
    public static TensorBoardEvents start(Path folder, long firstStep, Clock clock) {
        String host = host();
        for (long seconds = Math.max(clock.instant().getEpochSecond(), latest(folder) + 1); ; seconds++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", seconds, host));
            try {
                var records = new AppendedFile(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var events = new TensorBoardEvents(records, clock);
                events.event(event -> event.writeString(Field.EVENT_FILE_VERSION, "brain.Event:2"));
                events.event(event -> {
                    event.writeInt64(Field.EVENT_STEP, firstStep);
                    byte[] start = message(log -> log.writeEnum(Field.SESSION_LOG_STATUS, SESSION_START));
                    event.writeByteArray(Field.EVENT_SESSION_LOG, start);
                });
                return events;
            } catch (FileAlreadyExistsException _) {
                // An earlier session started within this second: try the next.
            } catch (IOException e) {
                throw AppendedFile.failure(file, e);
            }
        }
    }

    /** The largest number of seconds in the names of earlier files; -1 if there are none. */
    private static long latest(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::lookingAt)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw AppendedFile.failure(folder, e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost"; // only to distinguish files
        }
    }

    /** Adds a point to the curve of each tag, as 32-bit floats. */
    public void scalars(long step, Map<String, Double> values) {
        summary(step, summary -> {
            for (var entry : values.entrySet()) {
                summary.writeByteArray(Field.SUMMARY_VALUE, message(value -> {
                    value.writeString(Field.VALUE_TAG, entry.getKey());
                    value.writeFloat(Field.VALUE_SIMPLE, entry.getValue().floatValue());
                }));
            }
        });
    }

    /**
     * Adds a histogram with buckets of equal width between minimum and maximum.
     *
     * @param values at least one, all finite
     */
    public void histogram(long step, String tag, double[] values) {
        byte[] histogram = histogram(values);
        summary(
                step,
                summary -> summary.writeByteArray(Field.SUMMARY_VALUE, message(value -> {
                    value.writeString(Field.VALUE_TAG, tag);
                    value.writeByteArray(Field.VALUE_HISTOGRAM, histogram);
                })));
    }

    private static byte[] histogram(double[] values) {
        var statistics = new DoubleSummaryStatistics();
        double sumOfSquares = 0;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("A histogram cannot hold " + value);
            }
            statistics.accept(value);
            sumOfSquares += value * value;
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("A histogram needs a value");
        }
        double least = statistics.getMin();
        double width = (statistics.getMax() - least) / BUCKETS;
        double[] counts = new double[BUCKETS];
        for (double value : values) {
            counts[width == 0 ? 0 : (int) Math.min((value - least) / width, BUCKETS - 1)]++;
        }
        double[] limits = new double[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            limits[i] = least + (i + 1) * width;
        }
        double squares = sumOfSquares;
        return message(message -> {
            message.writeDouble(Field.HISTOGRAM_MIN, least);
            message.writeDouble(Field.HISTOGRAM_MAX, statistics.getMax());
            message.writeDouble(Field.HISTOGRAM_COUNT, values.length);
            message.writeDouble(Field.HISTOGRAM_SUM, statistics.getSum());
            message.writeDouble(Field.HISTOGRAM_SUM_OF_SQUARES, squares);
            message.writeByteArray(Field.HISTOGRAM_LIMITS, packed(limits));
            message.writeByteArray(Field.HISTOGRAM_BUCKETS, packed(counts));
        });
    }

    private static byte[] packed(double[] values) {
        return message(list -> {
            for (double value : values) {
                list.writeDoubleNoTag(value);
            }
        });
    }

    private void summary(long step, Fields fields) {
        byte[] summary = message(fields);
        event(event -> {
            event.writeInt64(Field.EVENT_STEP, step);
            event.writeByteArray(Field.EVENT_SUMMARY, summary);
        });
    }

    private void event(Fields fields) {
        Instant now = clock.instant();
        byte[] message = message(event -> {
            event.writeDouble(Field.EVENT_WALL_TIME, now.getEpochSecond() + now.getNano() * 1e-9);
            fields.writeTo(event);
        });
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + message.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(message.length);
        record.putInt(maskedCrc(record.array(), Long.BYTES));
        record.put(message);
        record.putInt(maskedCrc(message, message.length));
        records.append(record.array());
    }

    /** CRC-32C rotated right by 15 bits plus a constant, since a CRC of data that contains CRCs is weak. */
    static int maskedCrc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
    }

    private interface Fields {
        void writeTo(CodedOutputStream output) throws IOException;
    }

    private static byte[] message(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        var output = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(output);
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does no I/O", e);
        }
        return bytes.toByteArray();
    }

    /** Forces all events to the disk. */
    public void sync() {
        records.sync();
    }

    @Override
    public void close() {
        records.close();
    }
}

package dev.espalier.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The folder of a report, which may contain other files and an earlier report. The {@code summary.json} of that lists
 * its files; those that the new report does not replace are removed. (Very old reports have no list and stay.)
 */
final class ReportFolder {

    static final String SUMMARY = "summary.json";

    /** The field of the summary that lists all file names. */
    static final String FILES = "files";

    private static final Pattern FIGURE = Pattern.compile("(curves|sizes|units|xray)-[\\w.-]+\\.(svg|png)");

    private static final JsonMapper JSON = new JsonMapper();

    private ReportFolder() {}

    /**
     * Writes files, each atomically.
     *
     * @param folder created if it does not exist
     * @param files files by name, the summary last, since until then the earlier one lists what to remove
     * @throws ReportException if the folder cannot be created or is not writable
     * @throws StoreException if a file cannot be written, as on a full disk
     */
    static void write(Path folder, SequencedMap<String, byte[]> files) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ReportException(
                    "--out %s: cannot make this folder: %s; choose another".formatted(folder, StoreException.reason(e)),
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new ReportException("--out %s: permission denied; choose another folder".formatted(folder));
        }
        List<String> earlier = earlier(folder.resolve(SUMMARY));
        files.forEach((name, content) -> {
            if (name.equals(SUMMARY)) {
                earlier.stream().filter(old -> !files.containsKey(old)).forEach(old -> remove(folder.resolve(old)));
            }
            AtomicFiles.writeBytes(folder.resolve(name), content);
        });
    }

    /** The files of an earlier report; none if there was none, or its summary is unreadable. */
    private static List<String> earlier(Path summary) {
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode name : JSON.readTree(summary.toFile()).path(FILES)) {
                // Only figures in this folder are ever removed.
                if (FIGURE.matcher(name.asText()).matches()) {
                    names.add(name.asText());
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }

    private static void remove(Path file) {
        try {
            if (Files.isRegularFile(file)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StoreException(
                    "Cannot remove " + file + " of the earlier report: " + StoreException.reason(e), e);
        }
    }
}

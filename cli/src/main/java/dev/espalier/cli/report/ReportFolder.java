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
 * Where a report goes. A folder may hold other things, and an earlier report of other runs: its {@code summary.json} lists its
 * files, and those that the new report has no more are removed, so that no figure of other runs stays among its own. (Reports made
 * before there was a list stay.)
 */
final class ReportFolder {

    static final String SUMMARY = "summary.json";

    /** The field of the summary that lists the names of all files. */
    static final String FILES = "files";

    private static final Pattern FIGURE = Pattern.compile("(curves|sizes|units|xray)-[\\w.-]+\\.(svg|png)");

    private static final JsonMapper JSON = new JsonMapper();

    private ReportFolder() {}

    /**
     * Writes files, each completely or not at all.
     *
     * @param folder is made if need be
     * @param files by name, the summary last: until it is there the earlier one tells what is to be removed
     * @throws ReportException if the folder cannot be made or written to
     * @throws StoreException if a file cannot be written after all, as on a full disk
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

    /** The files of an earlier report; none if there was none, or its summary cannot be read any more. */
    private static List<String> earlier(Path summary) {
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode name : JSON.readTree(summary.toFile()).path(FILES)) {
                // Whatever the file says, nothing but figures in this folder is touched.
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

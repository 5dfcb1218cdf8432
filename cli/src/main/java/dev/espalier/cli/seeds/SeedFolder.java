package dev.espalier.cli.seeds;

import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run with several seeds. Each seed has an ordinary run directory in it, {@code seed0} and so on. They
 * are created together, with nothing but a configuration, and then resumed: so the folder says from the start what is to
 * be trained, and can be resumed as one whenever it was interrupted.
 */
public final class SeedFolder {

    private static final Pattern NAME = Pattern.compile("seed(\\d{1,18})");

    private SeedFolder() {}

    /**
     * Creates the directories.
     *
     * @param configs the configuration of each seed
     * @return the run directories, in the same order
     * @throws dev.espalier.run.files.RunDirectoryException if the folder is not empty or cannot be created
     */
    public static List<Path> create(Path folder, List<RunConfig> configs) {
        RunDirectory.create(folder);
        List<Path> runs = new ArrayList<>();
        for (RunConfig config : configs) {
            RunDirectory run = RunDirectory.create(folder.resolve("seed" + config.seed()));
            AtomicFiles.writeString(run.config(), ConfigFile.toYaml(config));
            runs.add(run.root());
        }
        return runs;
    }

    /**
     * The run directories in a folder, by seed.
     *
     * @return empty if it is no folder of seeds
     * @throws StoreException if it cannot be read
     */
    public static List<Path> runs(Path folder) {
        if (Files.isRegularFile(new RunDirectory(folder).config())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry ->
                            NAME.matcher(entry.getFileName().toString()).matches())
                    .filter(entry -> Files.isRegularFile(new RunDirectory(entry).config()))
                    .sorted(Comparator.comparingLong(SeedFolder::seed))
                    .toList();
        } catch (IOException e) {
            throw new StoreException("Cannot read " + folder + ": " + StoreException.reason(e), e);
        }
    }

    static long seed(Path run) {
        return Long.parseLong(run.getFileName().toString().substring("seed".length()));
    }
}

package dev.espalier.cli.report.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Creates the results folder of an invented run: evaluations every 10 of 100 steps, with given returns. */
public final class RunFolder {

    private RunFolder() {}

    public static Path write(Path parent, String env, String preset, int seed, double... returns) throws IOException {
        return write(parent, env, preset, seed, "", returns);
    }

    /**
     * Writes the folder.
     *
     * @param extra further lines of {@code config.yml}
     */
    public static Path write(Path parent, String env, String preset, int seed, String extra, double... returns)
            throws IOException {
        Path folder =
                Files.createDirectories(parent.resolve(String.format(Locale.ROOT, "%s-%s-seed%d", env, preset, seed)));
        Files.writeString(folder.resolve("config.yml"), String.format(Locale.ROOT, """
                env: %s
                agent: sac
                preset: %s
                steps: 100
                seed: %d
                evaluation:
                  every: 10
                  episodes: 2
                """, env, preset, seed) + extra);
        Files.writeString(folder.resolve("metadata.json"), String.format(Locale.ROOT, """
                {"seed": %d, "commit": "0123456789abcdef0123456789abcdef01234567-dirty",
                 "resumes": [{"step": 20, "commit": "fedcba98765432100123456789abcdef01234567"},
                             {"step": 30, "commit": "fedcba98765432100123456789abcdef01234567"}]}
                """, seed));
        var table = new StringBuilder("step,mean_return,std_return,mean_length,episodes,returns\n");
        for (int i = 0; i < returns.length; i++) {
            table.append(String.format(Locale.ROOT, "%d,%s,0.5,7.0,2,1.0 2.0%n", 10 * (i + 1), returns[i]));
        }
        Files.writeString(folder.resolve("evaluations.csv"), table);
        return folder;
    }
}

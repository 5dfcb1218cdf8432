package dev.espalier.cli.seeds;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.config.RunConfig;
import dev.espalier.run.files.ShellWord;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Trains all seeds of a folder, prints their table and says how to go on. */
public final class SeedSession {

    private SeedSession() {}

    /** How many runs compute at a time on this machine, and how many threads each has. */
    public record Share(int runs, int threads) {

        /**
         * Shares the processors out.
         *
         * @param seeds number of runs
         * @param threads setting {@code threads} of a run; 0 if it may be anything
         */
        public static Share of(int seeds, int threads, int processors) {
            int runs = Math.min(seeds, Math.max(1, threads == 0 ? processors : processors / threads));
            return new Share(runs, threads == 0 ? Math.max(1, processors / runs) : threads);
        }

        /** The share of runs that were begun before. */
        static Share of(int seeds, RunConfig config) {
            return of(seeds, config.threads(), Runtime.getRuntime().availableProcessors());
        }
    }

    /**
     * Trains every run to its end, from wherever it is.
     *
     * @param config the configuration of one of them
     * @param options further options of {@code resume}
     * @param stop asked again and again; once true, everything is saved and ended
     * @return the exit code: 0 if all have ended, 1 if one has failed, 130 if they were interrupted
     */
    public static int play(
            Console console,
            Path folder,
            List<Path> runs,
            RunConfig config,
            List<String> options,
            BooleanSupplier stop) {
        Share share = Share.of(runs.size(), config);
        console.print("%d seeds, %d at a time.%n", runs.size(), share.runs());
        var codes = new SideBySide(console, share.runs(), options).resume(runs, stop);
        SeedTable.print(console, codes);
        int code = code(codes.values());
        String word = ShellWord.of(folder);
        if (code == ExitCode.DONE) {
            console.print("Curves of all: espalier report %s/seed* --out report%n", word);
        } else {
            console.tell("Go on with all of them: espalier resume " + String.join(" ", append(word, options)));
        }
        return code;
    }

    private static List<String> append(String word, List<String> options) {
        return Stream.concat(Stream.of(word), options.stream()).toList();
    }

    private static int code(Collection<Integer> codes) {
        if (codes.stream().allMatch(code -> code == ExitCode.DONE)) {
            return ExitCode.DONE;
        }
        boolean failed = codes.stream().anyMatch(code -> code != ExitCode.DONE && code != ExitCode.INTERRUPTED);
        return failed ? ExitCode.FAILED : ExitCode.INTERRUPTED;
    }
}

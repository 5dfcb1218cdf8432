package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.Score;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said at the end of a finished run: score and size in a sentence, and what to do with the policy. */
final class Ending {

    /** Mean returns from which a task counts as solved: {@code reward_threshold} in Gymnasium 1.3, where it has one. */
    private static final Map<String, Double> SOLVED = Map.of(
            "Ant-v5", 6000.0,
            "HalfCheetah-v5", 4800.0,
            "Hopper-v5", 3800.0,
            "InvertedDoublePendulum-v5", 9100.0,
            "InvertedPendulum-v5", 950.0,
            "Pusher-v5", 0.0,
            "Reacher-v5", -3.75,
            "Swimmer-v5", 360.0);

    /** How much better the best evaluation is where it is worth a word, as a share. */
    private static final double NOTABLE = 0.05;

    private Ending() {}

    static void print(Console console, TrainingRun.Result result, Path directory) {
        String run = ShellWord.of(directory);
        console.print("""
                        Done: %sa policy of %d parameters%s.
                        See it act:  espalier replay %s --out replay.html
                        Test it:     espalier eval %s --episodes 20
                        Ship it:     espalier export %s --format c --out policy.h
                        """, score(result), result.now().deployed(), pruned(result), run, run, run);
        Evaluator.@Nullable Result last = result.lastEvaluation();
        if (Double.isFinite(result.best().meanReturn()) && (last == null || isWorse(last.mean(), result.best()))) {
            console.print(
                    "Its best evaluation had a mean return of %.1f: espalier eval %s --best, espalier ladder %s%n",
                    result.best().meanReturn(), run, run);
        }
    }

    private static boolean isWorse(double last, Score best) {
        return best.meanReturn() - last > NOTABLE * Math.abs(best.meanReturn());
    }

    private static String score(TrainingRun.Result result) {
        Evaluator.@Nullable Result last = result.lastEvaluation();
        if (last == null) {
            return "";
        }
        double mean = last.mean();
        @Nullable Double threshold = SOLVED.get(result.config().env());
        String solved = "";
        if (threshold != null) {
            solved = mean >= threshold && last.lostEpisodes() == 0
                    ? RootLocale.format(", solved (%s is enough)", threshold)
                    : RootLocale.format(" (%s counts as solved)", threshold);
        }
        return RootLocale.format(
                "mean return %.1f over %d episodes%s, by ", mean, last.returns().size(), solved);
    }

    private static String pruned(TrainingRun.Result result) {
        long before = result.before().deployed();
        return before == result.now().deployed() ? "" : RootLocale.format(", pruned from %d", before);
    }
}

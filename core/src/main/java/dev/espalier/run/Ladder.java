package dev.espalier.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.policy.Checksum;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.Score;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.JsonFields;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The best evaluated policy at each of several sizes, since a shrinking network passes through many, and which is worth
 * shipping depends on the device. Rungs are ranges of deployed parameters, two per doubling. Each keeps the policy with
 * the best {@link Score}, as a bundle, with undecided gates folded into the weights as factors theta.
 */
public final class Ladder {

    private static final String SCORE = "rung.json";
    private static final double RUNGS_A_DOUBLING = 2;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final TreeMap<Integer, Rung> best = new TreeMap<>();

    /**
     * A kept policy.
     *
     * @param step environment steps before its evaluation
     * @param meanReturn mean return of that evaluation
     * @param stdReturn population standard deviation of the returns
     * @param lostEpisodes number of these that the simulator aborted
     * @param deployed deployed parameters, as the paper counts them
     * @param undecided undecided gates
     * @param bytes size of the folded weights, as 32-bit floats
     */
    public record Rung(
            Path folder,
            long step,
            double meanReturn,
            double stdReturn,
            int episodes,
            int lostEpisodes,
            long deployed,
            long undecided,
            long bytes) {

        public Score score() {
            return new Score(meanReturn, lostEpisodes);
        }
    }

    /** The ladder of a run, with the rungs that exist already. */
    Ladder(RunDirectory directory) {
        folder = directory.ladder();
        read(directory).forEach(rung -> best.put(index(rung.deployed()), rung));
    }

    /**
     * The rungs of a run's ladder, in ascending size.
     *
     * @throws StoreException if a rung cannot be read
     */
    public static List<Rung> read(RunDirectory directory) {
        Path folder = directory.ladder();
        List<Rung> rungs = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return rungs;
        }
        try (var entries = Files.list(folder)) {
            for (Path entry : entries.filter(path -> !AtomicFiles.isPassing(path) && Files.exists(path.resolve(SCORE)))
                    .toList()) {
                rungs.add(rung(entry));
            }
        } catch (IOException e) {
            throw new StoreException("Cannot read " + folder + ": " + StoreException.reason(e), e);
        }
        rungs.sort(Comparator.comparingLong(Rung::deployed));
        return rungs;
    }

    private static Rung rung(Path folder) {
        Path file = folder.resolve(SCORE);
        try {
            byte[] bytes = Files.readAllBytes(file);
            JsonNode node = JSON.readTree(bytes);
            // Rungs of earlier versions have no checksum.
            if (node.has(Checksum.ENTRY) && !node.get(Checksum.ENTRY).asText().equals(Checksum.of(bytes))) {
                throw new IllegalArgumentException(
                        "it does not have the checksum that it tells, so it is damaged or was changed");
            }
            var fields = new JsonFields(SCORE, node, IllegalArgumentException::new);
            int episodes = fields.count("episodes");
            // Earlier versions did not record it.
            int lost = fields.has("lost_episodes") ? fields.count("lost_episodes") : 0;
            if (lost > episodes) {
                throw fields.wrong("lost_episodes", "at most the episodes, " + episodes);
            }
            return new Rung(
                    folder,
                    fields.whole("step"),
                    fields.number("mean_return"),
                    fields.number("std_return"),
                    episodes,
                    lost,
                    fields.whole("deployed"),
                    fields.whole("undecided"),
                    fields.whole("bytes"));
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(
                    file + " is not the score of a policy: " + e.getMessage() + ". Remove " + folder
                            + " to go on without it.",
                    e);
        }
    }

    /** Keeps an evaluated policy if it is the first or the best of its size. */
    void offer(TrainedPolicy policy, Evaluator.Result result, List<Golden> golden) {
        long deployed = policy.deployed();
        Rung present = best.get(index(deployed));
        if (!Double.isFinite(result.mean())
                || (present != null && !result.score().isBetterThan(present.score()))) {
            return;
        }
        Path target = folder.resolve(name(deployed));
        var rung = new Rung(
                target,
                policy.step(),
                result.mean(),
                result.std(),
                result.returns().size(),
                result.lostEpisodes(),
                deployed,
                policy.undecided(),
                policy.bytes());
        makeFolder();
        AtomicFiles.writeDirectory(target, files -> {
            BundleFile.fill(files, policy, golden, result.lostEpisodes());
            BundleFile.writeWithChecksum(files.resolve(SCORE), json(rung));
        });
        best.put(index(deployed), rung);
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("Cannot make " + folder + ": " + StoreException.reason(e), e);
        }
    }

    private static ObjectNode json(Rung rung) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("step", rung.step)
                .put("mean_return", rung.meanReturn)
                .put("std_return", rung.stdReturn)
                .put("episodes", rung.episodes)
                .put("lost_episodes", rung.lostEpisodes)
                .put("deployed", rung.deployed)
                .put("undecided", rung.undecided)
                .put("bytes", rung.bytes);
    }

    /** The index of the rung for this size. */
    private static int index(long deployed) {
        return (int) Math.floor(RUNGS_A_DOUBLING * Math.log((double) deployed) / Math.log(2));
    }

    /** A rung is named after its upper bound. */
    private static String name(long deployed) {
        return "below-" + (long) Math.ceil(Math.pow(2, (index(deployed) + 1) / RUNGS_A_DOUBLING));
    }
}

package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.run.Ladder.Rung;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.RandomStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies kept by a run that prunes give exactly their recorded scores. */
class KeptPoliciesTest {

    private static final String[] SETTINGS = settings("evaluation.every=20", "evaluation.episodes=2");

    @TempDir
    private static Path shared;

    private static Path run;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        run = TestRuns.straight(shared.resolve("run"), SETTINGS);
    }

    private static String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(TestRuns.PRUNING));
        all.add("prune.nu={ofe: 1, policy: 1, critic: 1}");
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The mean returns of the run's evaluations by step. */
    private static Map<Long, Double> evaluations() throws IOException {
        Map<Long, Double> means = new TreeMap<>();
        List<String> lines = Files.readAllLines(run.resolve("evaluations.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            means.put(Long.valueOf(cells[0]), Double.valueOf(cells[1]));
        }
        return means;
    }

    /** Mean return over the same episodes as in the run's evaluation at this step. */
    private static double replayed(Policy policy, long step) {
        RunConfig config = TestRuns.config(SETTINGS);
        RandomStreams streams = new RandomStreams(config.seed());
        try (Evaluator evaluator = new Evaluator(Environments.make(config.env()))) {
            return evaluator
                    .evaluate(
                            policy,
                            config.evaluation().episodes(),
                            episode -> streams.seedOf("evaluation", step, episode))
                    .mean();
        }
    }

    private static TrainedPolicy read(Rung rung) {
        return BundleFile.read(rung.folder(), RunListener.NOBODY);
    }

    @Test
    void eachRungScoresAgainWhatItWasKeptFor() throws IOException {
        List<Rung> rungs = Ladder.read(RunDirectory.open(run));

        assertThat(rungs).hasSizeGreaterThan(2);
        assertThat(rungs).extracting(Rung::deployed).isSorted();
        assertThat(rungs.getFirst().undecided()).isZero();
        assertThat(rungs.getLast().undecided()).isPositive();
        for (Rung rung : rungs) {
            assertThat(rung.meanReturn()).isEqualTo(evaluations().get(rung.step()));
            assertThat(replayed(read(rung).policy(), rung.step())).isEqualTo(rung.meanReturn());
            assertThat(read(rung))
                    .returns(rung.step(), TrainedPolicy::step)
                    .returns(rung.deployed(), TrainedPolicy::deployed)
                    .returns(rung.undecided(), TrainedPolicy::undecided);
            // Safetensors: the header, its length, and the weights and golden vectors.
            assertThat(Files.size(rung.folder().resolve(PolicyBundle.WEIGHTS))).isGreaterThan(rung.bytes());
        }
    }

    @Test
    void theBestEvaluationOfAllIsOnTheLadder() throws IOException {
        double best = evaluations().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();

        assertThat(Ladder.read(RunDirectory.open(run)))
                .extracting(Rung::meanReturn)
                .contains(best);
    }

    @Test
    void theLastPolicyIsABundleThatDoesWhatTheRunDidAtItsEnd() throws IOException {
        PolicyBundle bundle = PolicyBundle.read(run.resolve("policy"));

        assertThat(bundle.task()).isEqualTo("InvertedPendulum-v5");
        assertThat(replayed(bundle.policy(), 300)).isEqualTo(evaluations().get(300L));
        assertThat(bundle.golden()).hasSizeBetween(10, 32);
        double[] action = new double[1];
        for (PolicyBundle.Golden golden : bundle.golden()) {
            bundle.policy().act(golden.observation(), action);
            assertThat((float) action[0]).isEqualTo((float) golden.action()[0]);
        }
    }

    @Test
    void thePolicyOfARunThatIsStillUndecidedCanBeRounded() {
        Path early = TestRuns.interrupted(folder.resolve("early"), 150, SETTINGS);

        TrainedPolicy asItIs = TrainingRun.policy(early, false, new TestRuns.Heard());
        TrainedPolicy rounded = TrainingRun.policy(early, true, new TestRuns.Heard());

        assertThat(asItIs.step()).isEqualTo(150);
        assertThat(asItIs.undecided()).isPositive();
        assertThat(rounded.undecided()).isZero();
        assertThat(rounded.deployed()).isLessThanOrEqualTo(asItIs.deployed());
        assertThat(TrainingRun.policy(run, false, new TestRuns.Heard()).undecided())
                .isZero();
    }

    /** All units with recorded theta have not been removed before. */
    @Test
    void theHistoryOfThetaHasTheUnitsThatThereWere() throws IOException {
        var json = new ObjectMapper();
        List<String> lines = Files.readAllLines(run.resolve("theta_history.jsonl"));

        assertThat(lines).hasSizeGreaterThan(5);
        for (String line : lines) {
            JsonNode entry = json.readTree(line);
            long step = entry.get("step").longValue();
            Map<String, List<Integer>> gone = new TreeMap<>();
            for (String event : Files.readAllLines(run.resolve("prune_events.jsonl"))) {
                JsonNode node = json.readTree(event);
                if (node.get("event").textValue().equals("removed")
                        && node.get("step").longValue() <= step) {
                    String layer = node.get("network").textValue() + "/" + node.get("layer");
                    node.get("units")
                            .forEach(unit -> gone.computeIfAbsent(layer, _ -> new ArrayList<>())
                                    .add(unit.intValue()));
                }
            }
            entry.get("layers").properties().forEach(layer -> {
                List<Integer> units = new ArrayList<>();
                layer.getValue().get("units").forEach(unit -> units.add(unit.intValue()));
                List<Integer> all = new ArrayList<>(gone.getOrDefault(layer.getKey(), List.of()));
                all.addAll(units);
                int start = layer.getKey().startsWith("phi") ? 8 : 16;
                assertThat(all)
                        .as("%s at step %d", layer.getKey(), step)
                        .hasSize(start)
                        .doesNotHaveDuplicates();
                assertThat(layer.getValue().get("theta"))
                        .hasSameSizeAs(units)
                        .allSatisfy(theta -> assertThat(theta.doubleValue()).isBetween(0.0, 1.0));
            });
        }
    }

    /** A process killed while it replaces a rung leaves two folders of it. */
    @Test
    void whatAKilledWriterLeftIsNoRung() throws IOException {
        Path ladder = Files.createDirectories(folder.resolve("run/ladder"));
        Files.writeString(folder.resolve("run/config.yml"), "");
        Path rung = Ladder.read(RunDirectory.open(run)).getFirst().folder();
        for (String suffix : List.of("", ".espalier-unfinished", ".espalier-replaced")) {
            Path copy = Files.createDirectory(ladder.resolve(rung.getFileName() + suffix));
            Files.copy(rung.resolve("rung.json"), copy.resolve("rung.json"));
        }

        assertThat(Ladder.read(RunDirectory.open(folder.resolve("run")))).hasSize(1);
    }

    /** The better mean return is that of a policy that breaks the simulator. */
    @Test
    void aPolicyThatLosesEpisodesNeverTakesTheRungOfOneThatDoesNot() throws IOException {
        RunDirectory directory = RunDirectory.create(folder.resolve("costly"));
        TrainedPolicy policy = read(Ladder.read(RunDirectory.open(run)).getFirst());
        var lossy = new Evaluator.Result(List.of(-2.9, -3.0), List.of(3, 20), 1);
        var whole = new Evaluator.Result(List.of(-10.0, -10.0), List.of(20, 20), 0);

        Ladder ladder = new Ladder(directory);
        ladder.offer(policy, lossy, List.of());
        assertThat(Ladder.read(directory)).extracting(Rung::lostEpisodes).containsExactly(1);
        assertThat(Ladder.read(directory).getFirst().folder().resolve(PolicyBundle.DESCRIPTION))
                .content()
                .contains("\"lost_episodes\" : 1");
        ladder.offer(policy, whole, List.of());
        assertThat(Ladder.read(directory)).extracting(Rung::meanReturn).containsExactly(-10.0);
        new Ladder(directory).offer(policy, lossy, List.of());

        assertThat(Ladder.read(directory))
                .singleElement()
                .returns(-10.0, Rung::meanReturn)
                .returns(0, Rung::lostEpisodes);
    }

    /** In a weight, and in a digit of a score: both files stay readable. */
    @Test
    void aFlippedBitOfARungIsFound() throws IOException {
        Rung sound = Ladder.read(RunDirectory.open(run)).getFirst();
        Path rung = Files.createDirectories(
                folder.resolve("run/ladder").resolve(sound.folder().getFileName()));
        Files.copy(run.resolve("config.yml"), folder.resolve("run/config.yml"));
        for (String name : List.of("policy.json", "policy.safetensors", "rung.json")) {
            Files.copy(sound.folder().resolve(name), rung.resolve(name));
        }
        RunDirectory copy = RunDirectory.open(folder.resolve("run"));
        assertThat(read(Ladder.read(copy).getFirst()).step()).isEqualTo(sound.step());

        Path weights = rung.resolve("policy.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 100] ^= 1;
        Files.write(weights, bytes);
        Rung damaged = Ladder.read(copy).getFirst();
        assertThatThrownBy(() -> read(damaged))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot read the policy of " + rung)
                .hasMessageContaining("policy.safetensors do not have the checksum that it tells");

        Path score = rung.resolve("rung.json");
        String text = Files.readString(score);
        Files.writeString(score, text.replaceFirst("\"mean_return\" : (\\d)", "\"mean_return\" : 9$1"));
        assertThatThrownBy(() -> Ladder.read(copy))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(
                        "rung.json is not the score of a policy: it does not have the checksum that it tells")
                .hasMessageEndingWith("Remove " + rung + " to go on without it.");
    }

    /** Its class may not be on the class path. */
    @Test
    void aRungWhoseTaskIsNotKnownHereSaysSo() throws IOException {
        RunDirectory real = RunDirectory.open(run);
        Path rung = Ladder.read(real).getFirst().folder();
        RunDirectory foreign = RunDirectory.create(folder.resolve("foreign"));
        String config = Files.readString(real.config());
        Files.writeString(foreign.config(), config.replaceFirst("(?m)^env: .*", "env: Absent-v0"));
        Path copy = Files.createDirectories(foreign.ladder().resolve(rung.getFileName()));
        for (String name : List.of("policy.json", "policy.safetensors", "rung.json")) {
            Files.copy(rung.resolve(name), copy.resolve(name));
        }

        assertThatThrownBy(() -> read(Ladder.read(foreign).getFirst()))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(copy + ": unknown environment 'Absent-v0'; the closest are ");
    }

    /** The SHA-256 of score.json with an empty checksum, followed by the weights. */
    @Test
    void theBestAgentHasAChecksum() throws IOException, NoSuchAlgorithmException {
        String text = Files.readString(run.resolve("best/score.json"));
        String checksum = new ObjectMapper().readTree(text).get("checksum").textValue();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(text.replace(checksum, "").getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(run.resolve("best/agent.safetensors")));

        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(checksum);
    }
}

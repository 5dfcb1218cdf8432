package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.espalier.cli.report.LearningCurve;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.xray.PrunedRun;
import dev.espalier.config.ConfigFile;
import dev.espalier.run.BundleFile;
import dev.espalier.run.Ladder;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.ArrayData;
import dev.espalier.store.Checkpoint;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.CsvLog;
import dev.espalier.store.JsonLinesLog;
import dev.espalier.store.SafetensorsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading a damaged file must end soon, with a result or a message for users, never with a defect. A hundred files of
 * each kind are tested; {@code -Despalier.fuzz.files=10000} tests more.
 */
class DamagedFilesTest {

    private static final int FILES = Integer.getInteger("espalier.fuzz.files", 100);

    /** Fewer large files and pictures, as these take longer. */
    private static final int LARGE = 100_000;

    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Path run = Path.of("");

    /** Reads a file of the run in this folder. */
    interface Reading {
        void read(Path run) throws IOException;
    }

    /**
     * A kind of file and a reader for it.
     *
     * @param file path in the run's folder
     */
    record Kind(String name, String file, Reading reading) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> kinds() {
        return List.of(
                new Kind("config", "whole.yml", run -> ConfigFile.read(run.resolve("whole.yml"))),
                new Kind("earlier config", "earlier.yml", run -> ConfigFile.read(run.resolve("earlier.yml"))),
                new Kind("config of a report", "config.yml", RecordedRun::read),
                new Kind(
                        "metadata",
                        "metadata.json",
                        run -> RunMetadata.resume(
                                run.resolve("metadata.json"), 1, Map.of(), Map.of(), Map.of(), Instant.EPOCH)),
                new Kind("metadata of a report", "metadata.json", RecordedRun::read),
                new Kind("evaluations", "evaluations.csv", RecordedRun::read),
                new Kind(
                        "evaluations of a picture",
                        "evaluations.csv",
                        run -> LearningCurve.of(run).png()),
                new Kind("structure", "structure.json", run -> StructureFile.read(run.resolve("structure.json"))),
                new Kind("structure of a report", "structure.json", RecordedRun::read),
                new Kind(
                        "table",
                        "table.csv",
                        run -> new CsvLog(run.resolve("table.csv"), List.of("a", "b"), 1 << 30).close()),
                new Kind(
                        "prune events",
                        "prune_events.jsonl",
                        run -> new JsonLinesLog(run.resolve("prune_events.jsonl"), 1 << 30).close()),
                new Kind("progress of an xray", "progress.csv", run -> PrunedRun.read(RecordedRun.read(run))),
                new Kind("prune events of an xray", "prune_events.jsonl", run -> PrunedRun.read(RecordedRun.read(run))),
                new Kind("theta of an xray", "theta_history.jsonl", run -> PrunedRun.read(RecordedRun.read(run))),
                new Kind("inputs of an xray", "inputs.json", run -> PrunedRun.read(RecordedRun.read(run))),
                new Kind("rung", "shipped/ladder/below-8192/rung.json", DamagedFilesTest::readLadder),
                new Kind("policy", "shipped/ladder/below-8192/policy.json", DamagedFilesTest::readLadder),
                new Kind("weights", "shipped/ladder/below-8192/policy.safetensors", DamagedFilesTest::readLadder),
                new Kind(
                        "safetensors",
                        "shipped/ladder/below-8192/policy.safetensors",
                        run -> SafetensorsReader.read(run.resolve("shipped/ladder/below-8192/policy.safetensors"))),
                new Kind("manifest", "checkpoints/step-000000007/manifest.json", DamagedFilesTest::readCheckpoint),
                new Kind("state", "checkpoints/step-000000007/state.json", DamagedFilesTest::readCheckpoint),
                new Kind("trace", "trace.json", run -> TraceInput.read(run.resolve("trace.json"))),
                new Kind("reference points", "points.yml", run -> ReferencePoints.read(run.resolve("points.yml"))));
    }

    private static void readLadder(Path run) {
        RunDirectory directory = RunDirectory.open(run.resolve("shipped"));
        Ladder.read(directory).forEach(rung -> BundleFile.read(rung.folder(), RunListener.NOBODY));
    }

    private static void readCheckpoint(Path run) {
        new CheckpointStore(run.resolve("checkpoints"), 1).latest(_ -> {});
    }

    @BeforeEach
    void copyARealRun() throws IOException {
        run = Files.createDirectories(folder.resolve("run"));
        Path recorded = Path.of("../results/structure-xray/Hopper-v5-prune-b-seed1");
        copy(recorded, run);
        Files.copy(
                Path.of("../results/prune-to-size-100k/HalfCheetah-v5-prune-28k-seed0/config.yml"),
                run.resolve("whole.yml"));
        Files.copy(Path.of("../results/theta-steps/plain-1-seed0/config.yml"), run.resolve("earlier.yml"));
        Files.writeString(run.resolve("table.csv"), "step,a,b\n10,0.5,\n20,NaN,7\n");
        Path rung = Files.createDirectories(run.resolve("shipped/ladder/below-8192"));
        Files.copy(run.resolve("config.yml"), run.resolve("shipped/config.yml"));
        Files.writeString(rung.resolve("rung.json"), """
                {"step": 1, "mean_return": 2.5, "std_return": 0.1, "episodes": 3, "lost_episodes": 0, "deployed": 8000,
                 "undecided": 0, "bytes": 32000}
                """);
        copy(Path.of("../export/src/test/resources/dev/espalier/export/hopper"), rung);
        Files.writeString(run.resolve("trace.json"), """
                {"qpos": [0, 1.5], "qvel": [0, 0], "actions": [[0.5], [-1]]}
                """);
        Files.copy(Path.of("../results/references/ars-rl-zoo3.yml"), run.resolve("points.yml"));
        SequencedMap<String, SequencedMap<String, ArrayData>> tensors = new LinkedHashMap<>();
        tensors.put(
                "agent",
                new LinkedHashMap<>(Map.of(
                        "a", new ArrayData(ArrayData.Type.U8, new long[] {3}, MemorySegment.ofArray(new byte[] {1, 2, 3
                        })))));
        var state = JsonNodeFactory.instance.objectNode().put("step", 7).put("best_score", "NaN");
        new CheckpointStore(run.resolve("checkpoints"), 1).save(new Checkpoint(7, tensors, state, 0.5));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDamagedFileIsReadOrRefused(Kind kind) throws IOException {
        Path file = run.resolve(kind.file);
        byte[] sound = Files.readAllBytes(file);
        kind.reading.read(run);
        Random random = new Random(kind.name().hashCode());
        int refused = 0;
        int files = sound.length < LARGE && !kind.name.contains("picture") ? FILES : FILES / 10;
        for (int i = 0; i < files; i++) {
            byte[] damaged = Damage.of(sound, random);
            Files.write(file, damaged);
            long start = System.nanoTime();
            String said = said(kind);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_TIME);
            String which = kind + ", file " + i + ": ";
            assertThat(said)
                    .as(() -> which + new String(damaged, StandardCharsets.UTF_8))
                    .doesNotContain("internal error", "out of memory")
                    .hasSizeLessThan(5000);
            refused += said.isEmpty() ? 0 : 1;
        }
        assertThat(refused).as("how many were damaged in a way that matters").isPositive();
    }

    /** The message of a command; empty without an error. */
    private String said(Kind kind) {
        var err = new ByteArrayOutputStream();
        try {
            kind.reading.read(run);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            new Failures(new PrintStream(err, true, StandardCharsets.UTF_8)).report(e, true);
            if (err.toString(StandardCharsets.UTF_8).contains("internal error")) {
                return err.toString(StandardCharsets.UTF_8);
            }
            err.reset();
            new Failures(new PrintStream(err, true, StandardCharsets.UTF_8)).report(e, false);
        }
        return err.toString(StandardCharsets.UTF_8);
    }
}

package dev.espalier.cli.report.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.prune.UnitLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs of pruning, and messages if they are damaged or missing. */
class PrunedRunTest {

    private static final UnitLayer PHI = new UnitLayer("phi_o", 0);
    private static final UnitLayer POLICY = new UnitLayer("policy", 1);

    @TempDir
    Path parent;

    private static PrunedRun read(Path folder) {
        return PrunedRun.read(RecordedRun.read(folder)).orElseThrow();
    }

    @Test
    void allLogsAreRead() throws IOException {
        PrunedRun run = read(PrunedFolder.complete(parent, 0));

        assertThat(run.start().structure().units(PHI)).isEqualTo(3);
        assertThat(run.left().units(PHI)).isEqualTo(2);
        assertThat(run.history().moments()).extracting(UnitHistory.Moment::step).containsExactly(50L, 100L);
        assertThat(run.history().moments().getLast().units())
                .containsEntry(PHI, 2)
                .containsEntry(POLICY, 1);
        assertThat(run.fallen())
                .containsExactly(new FallenUnit(60, PHI, 1, -1e-5, 4e-4), new FallenUnit(80, POLICY, 0, -0.5, 0.25));
        assertThat(run.fallen()).extracting(FallenUnit::costMoreThanItGave).containsExactly(true, false);
        assertThat(run.theta().moments().getFirst().expectedUnits(POLICY)).isEqualTo(1);
        UnitTheta theta =
                Objects.requireNonNull(run.theta().moments().getLast().layers().get(PHI));
        assertThat(theta.of(2)).hasValue(0.9f);
        assertThat(theta.of(1)).isEmpty();
        assertThat(theta.size()).isEqualTo(2);
        assertThat(run.inputs())
                .isEqualTo(new ReadInputs(100, List.of(0.5, 0.0, 1.5, 0.25, 2.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0)));
    }

    @Test
    void whatWasNotRecordedIsMissed() throws IOException {
        Path folder = PrunedFolder.write(parent, 0);
        Files.delete(folder.resolve("progress.csv"));
        PrunedRun run = read(folder);

        assertThat(run.fallen()).isNull();
        assertThat(run.inputs()).isNull();
        assertThat(run.theta().moments()).isEmpty();
        assertThat(run.history().moments()).isEmpty();
    }

    @Test
    void aRunWithoutStructureOrGatesHasNothingToSee() throws IOException {
        Path folder = PrunedFolder.write(parent, 0);
        Files.delete(folder.resolve("structure.json"));
        assertThat(PrunedRun.read(RecordedRun.read(folder))).isEmpty();

        Path plain = RunFolder.write(parent, "Hopper-v5", "sac", 0, 1);
        assertThat(PrunedRun.read(RecordedRun.read(plain))).isEmpty();
    }

    @Test
    void aLineThatIsBeingWrittenWaits() throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        for (String log : List.of("prune_events.jsonl", "theta_history.jsonl")) {
            Files.writeString(folder.resolve(log), Files.readString(folder.resolve(log)) + "{\"step\":90,");
        }

        assertThat(read(folder).fallen()).hasSize(2);
        assertThat(read(folder).theta().moments()).hasSize(2);
    }

    /** The structure is that of the last log row, here step 100; it does not include a later removal. */
    @Test
    void removalsAfterTheStructureWait() throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        Path events = folder.resolve("prune_events.jsonl");
        String event = Files.readString(events).lines().findFirst().orElseThrow();
        Files.writeString(
                events,
                Files.readString(events)
                        + event.replace("\"step\":60", "\"step\":101").replace("\"units\":[1]", "\"units\":[2]")
                        + "\n");

        assertThat(read(folder).fallen()).extracting(FallenUnit::step).containsExactly(60L, 80L);
        assertThat(new Survivors(read(folder)).survivors(PHI).stream()).containsExactly(0, 2);
    }

    /** Gates are rounded at 0.75 of 100 steps; theta is recorded until step 70. */
    @Test
    void thetaEndsWhereGatesAreRounded() throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        assertThat(read(folder).gatesWereRounded()).isTrue();

        Path evaluations = folder.resolve("evaluations.csv");
        String table = Files.readString(evaluations);
        Files.writeString(evaluations, table.substring(0, table.indexOf("80,")));
        assertThat(read(folder).gatesWereRounded()).as("after 70 steps").isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            prune_events.jsonl  | {"step":1,                                              | :1: not valid JSON: Unexpected end-of-input
            prune_events.jsonl  | [1]                                                     | :1: not a JSON object; restore the file
            prune_events.jsonl  | {"step":1}                                              | :1: 'event' is missing; restore the file
            prune_events.jsonl  | {"step":1,"event":"removed","network":"phi_o","layer":0,"units":[0],"usefulness":[],"cost":1} | :1: usefulness must be a list as long as that of the units, but is []; restore the file
            prune_events.jsonl  | {"step":1,"event":"removed","network":"phi_o","layer":0,"units":[0],"usefulness":["x"],"cost":1} | :1: usefulness must be a list of finite numbers, but is ["x"]; restore the file
            prune_events.jsonl  | {"step":1,"event":"removed","network":"phi_o","layer":0,"units":[3],"usefulness":[0],"cost":1} | : there is no unit 3 in phi_o/0 of the networks that config.yml describes; restore the file
            prune_events.jsonl  | {"step":1,"event":"removed","network":"other","layer":0,"units":[3],"usefulness":[0],"cost":1} | : there is no unit 3 in other/0 of the networks that config.yml describes; restore the file
            theta_history.jsonl | {"step":1}                                              | :1: 'layers' is missing; restore the file
            theta_history.jsonl | {"step":-1,"layers":{}}                                 | :1: step must be a whole number of at least 0, but is -1; restore the file
            theta_history.jsonl | {"step":1,"layers":{"phi":{}}}                          | :1: 'phi' is no layer such as phi_o/0; restore the file
            theta_history.jsonl | {"step":1,"layers":{"phi_o/0":{"units":[0.5],"theta":[1]}}} | :1: phi_o/0: units must be a list of whole numbers of at least 0, but is [0.5]; restore the file
            theta_history.jsonl | {"step":1,"layers":{"phi_o/0":{"units":[0],"theta":[2]}}} | :1: phi_o/0: theta must be a list of numbers from 0 to 1, but is [2]; restore the file
            theta_history.jsonl | {"step":1,"layers":{"phi_o/0":{"units":[0,1],"theta":[1]}}} | :1: phi_o/0: theta must be a list as long as that of the units, but is [1]; restore the file
            theta_history.jsonl | {"step":1,"layers":{"phi_o/0":{"units":[9],"theta":[1]}}} | : phi_o/0 at step 1 has units that the networks in config.yml do not have; restore the file
            theta_history.jsonl | `{"step":1,"layers":{}}\n{"step":1,"layers":{}}`          | :2: step 1 does not come after step 1; restore the file
            inputs.json         | {"step":1,"inputs":[]}                                  | : inputs must be a list of numbers of at least 0, but is []; restore the file
            inputs.json         | {"step":1,"inputs":[-1]}                                | : inputs must be a list of numbers of at least 0, but is [-1]; restore the file
            inputs.json         | {"step":1,"inputs":[1,2,3,4,5,6,7,8,9,10,11,12,13,14]} | : inputs has 14 entries, but an observation of Hopper-v5 has 11; restore the file
            inputs.json         | {"inputs":[1]}                                          | : 'step' is missing; restore the file
            inputs.json         | not json                                                | : not valid JSON: Unrecognized token 'not'
            progress.csv        | `step,prune/active/phi_o/0\n1`                            | :2: expected 2 cells, found 1; restore the file
            progress.csv        | `step,prune/active/phi_o/0\n1,x`                          | :2: prune/active/phi_o/0 is 'x', which must be a whole number of at least 0; restore the file
            progress.csv        | `steps,prune/active/phi_o/0\n1,1`                         | : there is no column 'step' in its first line; restore the file
            """)
    void aDamagedLogIsNamed(String file, String content, String message) throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        Files.writeString(folder.resolve(file), content.replace("\\n", "\n") + "\n");

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith(folder.resolve(file) + message);
    }

    @Test
    void aStructureOfOtherNetworksIsNamed() throws IOException {
        Path folder = PrunedFolder.write(parent, 0);
        Path config = folder.resolve("config.yml");
        Files.writeString(config, Files.readString(config).replace("units: 3", "units: 2"));

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith(folder.resolve("structure.json") + ": layers {phi_o=[2, 3],")
                .hasMessageContaining("cannot be what is left of {phi_o=[2, 2],");
    }

    @Test
    void aStructureOfAnotherTaskIsNamed() throws IOException {
        Path folder = PrunedFolder.write(parent, 0);
        Path config = folder.resolve("config.yml");
        Files.writeString(config, Files.readString(config).replace("Hopper-v5", "Hopper-v2"));

        assertThatThrownBy(() -> RecordedRun.read(folder))
                .isInstanceOf(ReportException.class)
                .hasMessage(folder.resolve("structure.json")
                        + ": it is of Hopper-v5, but config.yml beside it is of Hopper-v2; restore the file");
    }
}

package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs form one curve of score against size, and its name. */
class MethodNamesTest {

    @TempDir
    Path folder;

    private final List<RecordedRun> runs = new ArrayList<>();

    private void run(String preset, String extra) throws IOException {
        Path parent = folder.resolve(Integer.toString(runs.size()));
        runs.add(RecordedRun.read(RunFolder.write(parent, "Hopper-v5", preset, 0, extra, 1)));
    }

    private List<String> names() {
        return MethodNames.of(SeedGroup.of(runs));
    }

    @Test
    void aPrunedRunIsNamedAfterHowUnitsAreChosenAndPriced() throws IOException {
        run("prune-b", "prune:\n  gates: true\n");
        run("prune-b", "prune:\n  gates: true\n  method: theta\n  price: cost\n");
        run("prune-b", "prune:\n  gates: true\n  method: theta\n  price: uniform\n");
        run("prune-b", "prune:\n  gates: true\n  method: magnitude\n");
        run("prune-b", "prune:\n  gates: true\n  method: random\n  price: null\n");

        assertThat(names()).containsExactly("theta", "theta", "theta, uniform price", "magnitude", "random");
    }

    @Test
    void pressureAndTargetPlaceARunOnItsCurve() throws IOException {
        run("prune-a", "prune:\n  gates: true\n  nu:\n    ofe: 0.5\n");
        run("prune-c", "prune:\n  gates: true\n  nu:\n    ofe: 3.0\n");
        run("prune-b", "prune:\n  gates: true\n  target:\n    deployed: 5000\n    trained: null\n");
        run("prune-b", "prune:\n  gates: true\n  target:\n    deployed: 2000\n    trained: 90000\n");

        assertThat(names()).containsOnly("theta").hasSize(4);
    }

    /** Every configuration has settings of pruning, which have no effect without gates. */
    @Test
    void aRunWithoutGatesIsNamedAfterItsPreset() throws IOException {
        run("plain", "prune:\n  gates: false\n  method: magnitude\n  price: uniform\n");
        run("ofe", "structure:\n  phi_o: []\n  policy: []\n");
        run("ofe", "structure:\n  phi_o: [3, 0]\n  policy: []\nofe:\n  diagonals: true\n");
        run("ofe", "structure:\n  phi_o: [5, 2]\n  policy: []\nofe:\n  diagonals: false\n");

        assertThat(names())
                .containsExactly("plain", "ofe", "ofe, structure from scratch", "ofe, structure from scratch");
    }

    /** SAC of preset plain has no value network, the paper's has one. */
    @Test
    void thePapersSacIsNotThePlainOne() throws IOException {
        run("sac", "ofe:\n  units: 0\n");
        run("plain", "");

        assertThat(names()).containsExactly("sac", "plain");
    }

    /** As in the labels of learning curves. A newer setting that only one run has does not distinguish it. */
    @Test
    void hiddenWidthsAndStepsMakeCurvesOfTheirOwn() throws IOException {
        run("plain", "sac:\n  hidden: [8, 8]\nevaluation.episodes: 7\n");
        run("plain", "sac:\n  hidden: [16, 16]\nnew: true\n");
        run("ofe", "sac:\n  hidden: [8, 8]\n");

        assertThat(names()).containsExactly("plain (sac.hidden=[8, 8])", "plain (sac.hidden=[16, 16])", "ofe");
    }

    @Test
    void whereThereAreSeveralAgentsEachIsNamed() throws IOException {
        run("plain", "sac:\n  hidden: [8, 8]\n");
        run("prune-b", "prune:\n  gates: true\n");
        Path td3 = RunFolder.write(folder.resolve("td3"), "Hopper-v5", "prune-b", 0, "prune:\n  gates: true\n", 1);
        Path config = td3.resolve("config.yml");
        Files.writeString(
                config, Files.readString(config).replace("agent: sac", "agent: td3\ntd3:\n  hidden: [512, 512]"));
        runs.add(RecordedRun.read(td3));

        assertThat(names()).containsExactly("plain (agent=sac)", "theta (agent=sac)", "theta (agent=td3)");
    }
}

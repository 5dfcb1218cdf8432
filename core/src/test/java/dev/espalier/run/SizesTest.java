package dev.espalier.run;

import static dev.espalier.run.TestRuns.PRUNING;
import static dev.espalier.run.TestRuns.config;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.run.loop.AgentFactory;
import dev.espalier.store.ArrayData;
import dev.espalier.store.CheckpointStore;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logged sizes of a pruned agent, computed again from structure.json and from the theta of a checkpoint. */
class SizesTest {

    /** A step with a row, between the first pruning and the rounding. */
    private static final long MIDWAY = 160;

    /** InvertedPendulum. */
    private static final int N_S = 4;

    private static final int N_A = 1;

    /**
     * Preset ofe on InvertedPendulum: 6 layers of 32 units have 4 + 32 l inputs in phi_o and 196 + 1 + 32 l in phi_oa;
     * a unit also has a bias and 4 numbers of batch norm.
     */
    private static final long REFERENCE_PHI_O = 32 * (4 + 36 + 68 + 100 + 132 + 164) + 6 * 32 * 5;

    private static final long REFERENCE_PHI_OA = 32 * (197 + 229 + 261 + 293 + 325 + 357) + 6 * 32 * 5;
    private static final long REFERENCE_PREDICTOR = 389 * 4 + 4;
    private static final long REFERENCE_POLICY = (196 + 1) * 256 + (256 + 1) * 256 + (256 + 1) * 2;
    private static final long REFERENCE_VALUE = (196 + 1) * 256 + (256 + 1) * 256 + (256 + 1);
    private static final long REFERENCE_Q = (389 + 1) * 256 + (256 + 1) * 256 + (256 + 1);
    private static final double REFERENCE_DEPLOYED = REFERENCE_PHI_O + REFERENCE_POLICY;
    private static final double REFERENCE_TRAINED =
            REFERENCE_DEPLOYED + REFERENCE_PHI_OA + REFERENCE_PREDICTOR + REFERENCE_VALUE + 2 * REFERENCE_Q;

    @TempDir
    private Path folder;

    /** The number of parameters of networks with these units. */
    private record Count(Map<String, List<Integer>> hidden) {

        static Count of(Path run) throws IOException {
            Map<String, List<Integer>> hidden = new LinkedHashMap<>();
            JsonNode structure = new ObjectMapper().readTree(Files.readString(run.resolve("structure.json")));
            structure.get("networks").properties().forEach(network -> {
                List<Integer> units = new ArrayList<>();
                network.getValue().get("hidden").forEach(layer -> units.add(layer.intValue()));
                hidden.put(network.getKey(), units);
            });
            return new Count(hidden);
        }

        List<Integer> units(String network) {
            return Objects.requireNonNull(hidden.get(network));
        }

        private int sum(String network) {
            return units(network).stream().mapToInt(Integer::intValue).sum();
        }

        private int zO() {
            return N_S + sum("phi_o");
        }

        private int zOa() {
            return zO() + N_A + sum("phi_oa");
        }

        /** Weights, a bias and 4 numbers of batch norm for each unit, and a diagonal as long as the layer's input. */
        private long denseNet(int inputs, String network) {
            long count = 0;
            long width = inputs;
            for (int units : units(network)) {
                count += (width + 1 + 4) * units + width;
                width += units;
            }
            return count;
        }

        private long perceptron(int inputs, String network, int outputs) {
            long count = 0;
            long width = inputs;
            for (int units : units(network)) {
                count += (width + 1) * units;
                width = units;
            }
            return count + (width + 1) * outputs;
        }

        long deployed() {
            return denseNet(N_S, "phi_o") + perceptron(zO(), "policy", 2 * N_A);
        }

        long trained() {
            return deployed()
                    + denseNet(zO() + N_A, "phi_oa")
                    + (zOa() + 1L) * N_S
                    + perceptron(zO(), "value", 1)
                    + perceptron(zOa(), "q1", 1)
                    + perceptron(zOa(), "q2", 1);
        }

        void assertIn(Map<String, Double> row) {
            Map<String, Double> active = new LinkedHashMap<>(row);
            active.keySet().removeIf(column -> !column.startsWith("prune/active/"));
            Map<String, Double> expected = new LinkedHashMap<>();
            hidden.forEach((network, units) -> {
                for (int layer = 0; layer < units.size(); layer++) {
                    expected.put("prune/active/" + network + "/" + layer, (double) units.get(layer));
                }
            });
            assertThat(active).isEqualTo(expected);
            assertThat(row).containsEntry("prune/params_deploy", (double) deployed());
            assertThat(row).containsEntry("prune/params_train", (double) trained());
            assertThat(row.get("prune/dR")).isCloseTo(deployed() / REFERENCE_DEPLOYED, within(1e-12));
            assertThat(row.get("prune/tR")).isCloseTo(trained() / REFERENCE_TRAINED, within(1e-12));
        }
    }

    private static Map<String, Double> row(Path run, long step) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("progress.csv"));
        String line = lines.stream()
                .filter(each -> each.startsWith(step + ","))
                .findFirst()
                .orElseThrow();
        String[] columns = lines.getFirst().split(",", -1);
        String[] cells = line.split(",", -1);
        Map<String, Double> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            if (!cells[i].isEmpty()) {
                row.put(columns[i], Double.valueOf(cells[i]));
            }
        }
        return row;
    }

    /** Theta of all gates of a run's checkpoint. */
    private static List<Float> theta(Path run) {
        List<Float> all = new ArrayList<>();
        var tensors = new CheckpointStore(run.resolve("checkpoints"), 2)
                .latest(_ -> {})
                .tensors();
        Objects.requireNonNull(tensors.get("agent")).forEach((name, data) -> {
            if (name.matches("gates\\.\\w+\\.theta")) {
                for (float theta : data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED)) {
                    all.add(theta);
                }
            }
        });
        return all;
    }

    /** An interrupted run has structure.json and checkpoint of the same step as its last row. */
    @Test
    void rowsTellTheSizesOfTheirStep() throws IOException {
        Path run = interrupted(folder.resolve("run"), MIDWAY, PRUNING);
        List<Float> theta = theta(run);
        int units = Count.of(run).hidden().values().stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .sum();
        long undecided = theta.stream().filter(p -> p > 0.01 && p < 0.99).count();

        assertThat(theta).hasSize(units);
        assertThat(undecided).isBetween(1L, units - 1L);
        assertThat(units).as("units have gone").isLessThan(4 * 8 + 8 * 16);
        Count.of(run).assertIn(row(run, MIDWAY));
        assertThat(row(run, MIDWAY)).containsEntry("prune/undecided_theta", (double) undecided);

        finish(run);

        Count.of(run).assertIn(row(run, 300));
        assertThat(row(run, 300)).containsEntry("prune/undecided_theta", 0.0);
        assertThat(row(run, 300).get("prune/params_train"))
                .isLessThan(row(run, MIDWAY).get("prune/params_train"));
    }

    /** With tolerance 0.01; theta at most that far from 0 or 1 counts as decided. */
    @Test
    void aFewWordsForPeople() {
        RunConfig config = config(
                "prune.gates=true",
                "prune.warmup_end=0.2",
                "prune.round_at=0.8",
                "prune.open_after=1000",
                "ofe.units=4",
                "ofe.diagonals=true",
                "structure.phi_o=[3, 0]",
                "structure.phi_oa=[1, 2]",
                "structure.policy=[100, 50]",
                "structure.value=[2, 3]",
                "structure.q1=[1, 1]",
                "structure.q2=[4, 2]");
        EnvironmentSpec task = Environments.spec(config.env());
        Agent agent = AgentFactory.create(config, task, new RandomStreams(1), Compute.on(Compute.Kind.CPU, 1));
        float[] theta = new float[150];
        Arrays.fill(theta, 0, 30, 0.01f);
        Arrays.fill(theta, 30, 60, 0.011f);
        Arrays.fill(theta, 60, 100, 0.5f);
        Arrays.fill(theta, 100, 107, 0.989f);
        Arrays.fill(theta, 107, 150, 0.991f);
        SequencedMap<String, ArrayData> state = agent.state();
        state.put(
                "gates.policy.theta",
                new ArrayData(ArrayData.Type.F32, new long[] {150}, MemorySegment.ofArray(theta)));
        agent.restore(state);

        // phi_o: 3 units with 4 inputs, then 4 and 7 diagonals; z_o has 7 entries and z_oa 7 + 1 + 3
        long phiO = 3 * (4 + 5) + 4 + 7;
        long policy = (7 + 1) * 100 + (100 + 1) * 50 + (50 + 1) * 2;
        long phiOa = (8 + 5 + 8) + (2 * (9 + 5) + 9);
        long others = (11 + 1) * 4 + (8 * 2 + 3 * 3 + 4) + (12 + 2 + 2) + (12 * 4 + 5 * 2 + 3);
        assertThat(REFERENCE_DEPLOYED).isEqualTo(133_826);
        assertThat(REFERENCE_TRAINED).isEqualTo(637_789);
        assertThat(phiO + policy).isEqualTo(5990);
        assertThat(phiO + policy + phiOa + others).isEqualTo(6202);
        // The policy's 30 + 40 + 7, and all others, whose theta is 0.9, except q1's, the last units of their layers.
        Sizes sizes = new Sizes(agent, config, Environments.spec(config.env()));
        assertThat(sizes.summary(0))
                .contains("dR 4.5 %", "tR 1.0 %")
                .containsPattern("\\b94 undecided|undecided:? 94\\b");
        assertThat(sizes.units()).contains("phi_o 3-0", "phi_oa 1-2", "policy 100-50", "value 2-3", "q1 1-1", "q2 4-2");
    }
}

package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Gates;
import dev.espalier.prune.Structure;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TrainStateTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    private TrainState<Mlp> network() {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("net", List.of(3));
        var structure = new Structure(hidden);
        Gates gates = Gates.start(structure.layers(), structure, false, TestNetworks.gateSettings());
        var training = new TrainState.Training(new Adam.Settings(1e-3, 0), false, gates, TestNetworks.FREE);
        return new TrainState<>(
                "net",
                () -> Mlp.create("net", Axis.fixed(2), structure, 1, new Random(3), compute),
                training,
                new ListKernels(),
                compute);
    }

    /** A decision may close gates: to look for gates to open afterwards must not take it back. */
    @Test
    void whatIsDecidedStaysDecided() {
        TrainState<Mlp> network = network();
        float[] theta = {0.9f, 0.1f, 0.9f};
        Gates gates = Objects.requireNonNull(network.gates());
        SequencedMap<String, float[]> state = gates.state();
        state.put("theta", theta);
        network.restoreGates(state);
        assertThat(network.openGates(_ -> false)).isFalse();

        network.decide();

        assertThat(gates.theta()).containsExactly(1, 0, 1);
        assertThat(network.openGates(_ -> true)).isTrue();
    }
}

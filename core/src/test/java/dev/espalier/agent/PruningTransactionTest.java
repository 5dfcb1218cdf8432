package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Network;
import dev.espalier.nn.Slot;
import dev.espalier.nn.TrainState;
import dev.espalier.prune.Gates;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import dev.espalier.tensor.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Removal is carried out on all networks or on none. */
class PruningTransactionTest {

    /** A perceptron of which no smaller one can be built while it is out of order. */
    private record Fragile(Mlp body, AtomicBoolean broken) implements Network<Fragile> {

        @Override
        public SequencedMap<String, Slot> slots() {
            return body.slots();
        }

        @Override
        public Fragile map(BiFunction<String, Slot, Tensor> change) {
            if (broken.get()) {
                throw new IllegalStateException("out of memory, say");
            }
            return new Fragile(body.map(change), broken);
        }

        @Override
        public Fragile scaled(Map<UnitLayer, Tensor> factors) {
            return new Fragile(body.scaled(factors), broken);
        }

        @Override
        public Fragile frozen() {
            return new Fragile(body.frozen(), broken);
        }
    }

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Networks networks = networks();
    private final TrainState<Mlp> policy = networks.add("policy", body -> body, 1e-3, true);
    private final TrainState<Fragile> value = networks.add("value", body -> new Fragile(body, broken), 1e-3, true);

    private Networks networks() {
        List<NetworkSpec> specs = List.of(
                new NetworkSpec("policy", Input.STATE, List.of(4, 3), 2, Role.POLICY),
                new NetworkSpec("value", Input.STATE, List.of(5), 1, Role.CRITIC));
        var blueprint = new Blueprint(2, 1, 2, 0, false, specs, Blueprint.dense(0, 0, specs));
        return new Networks(
                blueprint, TestAgents.gates(0.1, 0), TestAgents.constantRates(), new RandomStreams(1), compute);
    }

    /** The first unit of every layer is due to go. */
    private static void condemn(TrainState<?> network) {
        Gates gates = Objects.requireNonNull(network.gates());
        Map<String, float[]> state = new HashMap<>(gates.state());
        float[] below = new float[gates.size()];
        int start = 0;
        for (UnitLayer layer : gates.layers()) {
            below[start] = 1;
            start += gates.units(layer);
        }
        state.put("below", below);
        network.restoreGates(state);
    }

    private Map<String, String> everything() {
        Map<String, String> all = new LinkedHashMap<>();
        for (TrainState<?> network : List.of(policy, value)) {
            network.tensors()
                    .forEach((name, tensor) -> all.put(
                            name, Arrays.toString(Tensors.shape(tensor)) + Arrays.toString(Tensors.toFloats(tensor))));
            Objects.requireNonNull(network.gates())
                    .state()
                    .forEach((name, values) -> all.put(network.name() + "." + name, Arrays.toString(values)));
        }
        Tensor input = Tensors.of(compute, new float[] {1, -2}, 1, 2);
        all.put("acts", Arrays.toString(Tensors.toFloats(policy.evaluation().forward(input))));
        all.put(
                "values",
                Arrays.toString(Tensors.toFloats(value.evaluation().body().forward(input))));
        return all;
    }

    @Test
    void whenOneNetworkFailsAllStayAsTheyWere() {
        condemn(policy);
        condemn(value);
        Map<String, String> before = everything();
        Blueprint blueprint = networks.blueprint();
        broken.set(true);

        assertThatThrownBy(networks.pruner()::prune)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("out of memory, say");

        assertThat(everything()).isEqualTo(before);
        assertThat(networks.blueprint()).isEqualTo(blueprint);
        broken.set(false);
        assertThat(networks.pruner().prune()).hasSize(3);
        assertThat(networks.blueprint().structure().hidden().toString()).isEqualTo("{policy=[3, 2], value=[4]}");
        assertThat(everything()).isNotEqualTo(before);
        assertThat(networks.pruner().prune()).isEmpty();
    }

    /** A network that neither loses units nor reads any that go is left alone: the very same tensors. */
    @Test
    void whoIsNotConcernedIsLeftAlone() {
        condemn(policy);
        Tensor weight = Objects.requireNonNull(value.tensors().get("value.0.weight"));
        broken.set(true);

        assertThat(networks.pruner().prune()).hasSize(2);

        assertThat(Objects.requireNonNull(value.tensors().get("value.0.weight")))
                .isSameAs(weight);
    }
}

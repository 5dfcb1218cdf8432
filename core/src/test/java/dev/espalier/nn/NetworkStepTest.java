package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of networks: all of them together or none, and none by what is not finite. */
class NetworkStepTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final GatedNetworks nets = new GatedNetworks();

    /** h = 1e30 twice, so y = 1e30 - 1e30 + 1e10 and the loss is 5e19, but dloss/dxi = 1e30 * 1e10. */
    @Test
    void usefulnessThatIsNotFiniteIsDivergenceAndChangesNothing() {
        TrainState<Mlp> network = nets.twoLinearUnits();
        GatedNetworks.write(network, "0.weight", 0, 0);
        GatedNetworks.write(network, "0.bias", 1e30f, 1e30f);
        GatedNetworks.write(network, "1.weight", 1, -1);
        GatedNetworks.write(network, "1.bias", 1e10f);
        GatedNetworks.force(network, 1, 1);
        Map<String, List<Float>> before = numbers(network);
        NetworkUpdate<Mlp> update = network.draw(new Random(1));
        Tensor loss = update.forward(nets::halfMeanSquare);
        assertThat(loss.item_float()).isFinite();

        assertThatThrownBy(() -> update.differentiate(loss))
                .isInstanceOf(DivergenceException.class)
                .hasMessage("the usefulness of a unit of network net is Infinity");
        assertThat(numbers(network)).isEqualTo(before);
        assertThatThrownBy(() -> NetworkUpdate.stepAll(compute, List.of(update)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void soIsAnOutputThatMattersInfinitely() {
        TrainState<Mlp> network = nets.twoLinearUnits();
        GatedNetworks.write(network, "1.weight", 0, 0);
        Map<String, List<Float>> before = numbers(network);
        NetworkUpdate<Mlp> update = network.draw(new Random(1));
        Tensor output = update.forward(net -> net.forward(Tensors.of(compute, new float[] {1, 2}, 2, 1)));
        Tensor loss = output.mul(new Scalar(3e38)).sum();
        assertThat(loss.item_float()).isZero();

        assertThatThrownBy(() -> update.differentiate(loss, output))
                .isInstanceOf(DivergenceException.class)
                .hasMessage("the gradient by the output of network net is Infinity");
        assertThat(numbers(network)).isEqualTo(before);
    }

    private static Map<String, List<Float>> numbers(TrainState<?> network) {
        Map<String, float[]> arrays = new HashMap<>(GatedNetworks.gates(network).state());
        network.tensors().forEach((name, tensor) -> arrays.put(name, Tensors.toFloats(tensor)));
        Map<String, List<Float>> numbers = new HashMap<>();
        arrays.forEach((name, values) -> {
            List<Float> list = new ArrayList<>();
            for (float value : values) {
                list.add(value);
            }
            numbers.put(name, list);
        });
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void ofSeveralNetworksNoneStepsIfOneCannot(int threads) {
        Compute together = Compute.on(Compute.Kind.CPU, threads, 1);
        TrainState<Mlp> network = nets.twoLinearUnits();
        NetworkUpdate<Mlp> update = network.draw(new Random(1));
        update.differentiate(nets::halfMeanSquare);
        NetworkUpdate<Mlp> without = nets.twoLinearUnits().draw(new Random(1));
        Map<String, List<Float>> before = numbers(network);
        long version = network.version();

        for (List<NetworkUpdate<Mlp>> updates : List.of(List.of(update, without), List.of(without, update))) {
            assertThatThrownBy(() -> NetworkUpdate.stepAll(together, updates))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no loss was differentiated");
        }
        assertThatThrownBy(() -> NetworkUpdate.stepAll(together, List.of(update, update)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("network net is to step twice");
        assertThat(numbers(network)).isEqualTo(before);
        assertThat(network.version()).isEqualTo(version);

        NetworkUpdate.stepAll(together, List.of(update));
        assertThat(numbers(network)).isNotEqualTo(before);
        assertThat(network.version()).isGreaterThan(version);
    }

    @Test
    void aStepNeedsAGradient() {
        NetworkUpdate<Mlp> update = nets.twoLinearUnits().draw(new Random(1));

        assertThatThrownBy(() -> NetworkUpdate.stepAll(compute, List.of(update)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no loss was differentiated");
    }
}

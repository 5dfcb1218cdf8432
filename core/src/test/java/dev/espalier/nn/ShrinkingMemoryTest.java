package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Gates;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** What a network has replaced is freed at once: a run of days replaces its networks thousands of times. */
class ShrinkingMemoryTest {

    private static final int UNITS = 400;
    private static final int SHRINKS = 200;

    /**
     * All weights, moments and targets of the network below take about 3 MB; 200 generations would take over 400 MB.
     */
    private static final long GROWTH = 64L << 20;

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final SequencedMap<String, List<Integer>> hidden =
            new LinkedHashMap<>(Map.of("net", List.of(UNITS, UNITS)));
    private Structure structure = new Structure(hidden);
    private final TrainState<Mlp> network = network();

    private TrainState<Mlp> network() {
        Gates gates = Gates.start(structure.layers(), structure, false, TestNetworks.gateSettings());
        return new TrainState<>(
                "net",
                () -> Mlp.create("net", Axis.fixed(10), structure, 1, new Random(1), compute),
                new TrainState.Training(new Adam.Settings(1e-3, 0.1), true, gates, TestNetworks.HELD),
                new ListKernels(),
                compute);
    }

    /** The plan that removes the last unit of the first layer. */
    private PruningPlan plan() {
        UnitLayer first = structure.layers().getFirst();
        int[] kept = IntStream.range(0, structure.units(first) - 1).toArray();
        return new PruningPlan(structure, Map.of(first, kept));
    }

    private void shrink() {
        PruningPlan plan = plan();
        network.shrink(plan).commit();
        structure = plan.after();
    }

    private void update(Tensor input) {
        try (Scope _ = Scope.open()) {
            NetworkUpdate<Mlp> update = network.draw(new Random(1));
            update.differentiate(net -> net.forward(input).square().mean());
            NetworkUpdate.stepAll(compute, List.of(update));
            network.updateTarget(0.1);
        }
    }

    @Test
    void twoHundredGenerationsTakeTheRoomOfOne() {
        Tensor input = TestNetworks.gaussian(new Random(2), 32, 10);
        shrink();
        update(input);
        long objects = Pointer.totalCount();
        long bytes = Pointer.physicalBytes();

        for (int i = 0; i < SHRINKS; i++) {
            shrink();
            update(input);
            assertThat(Pointer.totalCount())
                    .as("native objects after %d shrinks", i + 1)
                    .isLessThanOrEqualTo(objects);
        }

        assertThat(Pointer.physicalBytes() - bytes).isLessThan(GROWTH);
        assertThat(structure.hidden("net")).containsExactly(UNITS - 1 - SHRINKS, UNITS);
    }

    @Test
    void whatIsNotPutInPlaceIsFreed() {
        long objects = Pointer.totalCount();
        long bytes = Pointer.physicalBytes();

        for (int i = 0; i < SHRINKS; i++) {
            network.shrink(plan()).discard();
            assertThat(Pointer.totalCount())
                    .as("native objects after %d attempts", i + 1)
                    .isLessThanOrEqualTo(objects);
        }

        assertThat(Pointer.physicalBytes() - bytes).isLessThan(GROWTH);
    }

    /** Of every tensor, whether the plan cuts it or not. */
    @Test
    void noneOfTheMemoryThatWasReplacedIsHeldByWhatReplacedIt() {
        List<Tensor> replaced =
                network.tensors().values().stream().map(Tensor::detach).toList();
        for (Tensor tensor : replaced) {
            assertThat(holders(tensor)).isGreaterThan(holders(lone()));
        }

        shrink();

        for (Tensor tensor : replaced) {
            assertThat(holders(tensor)).isEqualTo(holders(lone()));
        }
    }

    private static long holders(Tensor tensor) {
        try (Scope _ = Scope.open()) {
            return tensor.storage().use_count();
        }
    }

    private Tensor lone() {
        return torch.zeros(new long[] {1}, compute.floats());
    }
}

package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.nn.TestNetworks.Kind;
import dev.espalier.nn.TestNetworks.Subject;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network whose removed units have closed gates computes what the network without them computes. */
class MaskedEqualsCompactedTest {

    private static final int SEEDS = 60;

    /** Sums of floats in another order: a few units in the last place of the largest number on the way. */
    private static final float TOLERANCE = 2e-5f;

    /** Positions of units that stay, by layer. */
    private record Choice(Map<UnitLayer, int[]> kept) {

        static Choice draw(Subject subject, Random random) {
            double share = random.nextDouble();
            Map<UnitLayer, int[]> kept = new LinkedHashMap<>();
            for (UnitLayer layer : subject.structure().layers()) {
                int units = subject.structure().units(layer);
                boolean vanishes = subject.kind().layersMayVanish() && random.nextInt(4) == 0;
                int sure = subject.kind().layersMayVanish() ? -1 : random.nextInt(units);
                kept.put(
                        layer,
                        IntStream.range(0, units)
                                .filter(unit -> unit == sure || (!vanishes && random.nextDouble() < share))
                                .toArray());
            }
            return new Choice(kept);
        }

        boolean keeps(UnitLayer layer, int unit) {
            return Arrays.binarySearch(Objects.requireNonNull(kept.get(layer)), unit) >= 0;
        }

        PruningPlan plan(Structure before) {
            return new PruningPlan(before, kept);
        }
    }

    /** Theta 0 for units that go; others as given, but 1 for the last of a perceptron's layer, which cannot go. */
    private static void close(Subject subject, Choice choice, Random random, float least) {
        subject.theta(layer -> {
            int[] kept = Objects.requireNonNull(choice.kept.get(layer));
            boolean last = kept.length == 1 && !subject.kind().layersMayVanish();
            float[] theta = new float[subject.structure().units(layer)];
            for (int unit : kept) {
                theta[unit] = last ? 1 : least + (1 - least) * random.nextFloat();
            }
            return theta;
        });
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected, String what) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            float largest = 1;
            for (float value : expected.get(i)) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(actual.get(i)).as(what).containsExactly(expected.get(i), within(TOLERANCE * largest));
        }
    }

    /** Survivors of any theta, target networks included. */
    @ParameterizedTest
    @EnumSource
    void inEvaluationMode(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Subject subject = TestNetworks.subject(kind, seed);
            Random random = new Random(1000 + seed);
            Choice choice = Choice.draw(subject, random);
            close(subject, choice, random, 0.2f);
            List<float[]> masked = subject.evaluation().get();

            subject.shrink(choice.plan(subject.structure()));

            assertSame(subject.evaluation().get(), masked, kind + " of seed " + seed);
        }
    }

    /** Survivors of theta 1, so that nothing is left to chance; extractors take the statistics of the mini-batch. */
    @ParameterizedTest
    @EnumSource
    void inAPass(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Subject subject = TestNetworks.subject(kind, seed);
            Random random = new Random(1000 + seed);
            Choice choice = Choice.draw(subject, random);
            close(subject, choice, random, 1);
            List<float[]> masked = subject.drawn().get();

            subject.shrink(choice.plan(subject.structure()));

            assertSame(subject.drawn().get(), masked, kind + " of seed " + seed);
        }
    }

    /** Bit by bit: weights, targets, statistics, moments and gates. */
    @ParameterizedTest
    @EnumSource
    void removalInAnyOrderEndsAtTheSameNetwork(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(2000 + seed);
            Subject atOnce = TestNetworks.subject(kind, seed);
            Choice choice = Choice.draw(atOnce, random);
            close(atOnce, choice, new Random(seed), 0.2f);
            atOnce.shrink(choice.plan(atOnce.structure()));

            Subject oneByOne = TestNetworks.subject(kind, seed);
            close(oneByOne, choice, new Random(seed), 0.2f);
            removeBitByBit(oneByOne, choice, random);

            assertThat(numbers(oneByOne)).as(kind + " of seed " + seed).isEqualTo(numbers(atOnce));
        }
    }

    /** In each round some of the units that have to go, any from any layer. */
    private static void removeBitByBit(Subject subject, Choice choice, Random random) {
        record Unit(UnitLayer layer, int position) {}
        List<Unit> there = new ArrayList<>();
        List<Unit> doomed = new ArrayList<>();
        for (UnitLayer layer : subject.structure().layers()) {
            for (int unit = 0; unit < subject.structure().units(layer); unit++) {
                there.add(new Unit(layer, unit));
                if (!choice.keeps(layer, unit)) {
                    doomed.add(new Unit(layer, unit));
                }
            }
        }
        Collections.shuffle(doomed, random);
        Structure structure = subject.structure();
        while (!doomed.isEmpty()) {
            List<Unit> now = doomed.subList(0, 1 + random.nextInt(doomed.size()));
            Map<UnitLayer, int[]> kept = new HashMap<>();
            for (UnitLayer layer : structure.layers()) {
                List<Unit> present = there.stream()
                        .filter(unit -> unit.layer().equals(layer))
                        .toList();
                kept.put(
                        layer,
                        IntStream.range(0, present.size())
                                .filter(position -> !now.contains(present.get(position)))
                                .toArray());
            }
            var plan = new PruningPlan(structure, kept);
            subject.shrink(plan);
            structure = plan.after();
            there.removeAll(now);
            now.clear();
        }
    }

    /** Everything that a network remembers, by name. */
    private static Map<String, List<Float>> numbers(Subject subject) {
        Map<String, List<Float>> numbers = new LinkedHashMap<>();
        subject.network().tensors().forEach((name, tensor) -> {
            numbers.put(name, list(Tensors.toFloats(tensor)));
            numbers.put(
                    name + " shape",
                    Arrays.stream(Tensors.shape(tensor))
                            .mapToObj(Float::valueOf)
                            .toList());
        });
        if (subject.network().drawsDiffer()) {
            subject.gates().state().forEach((name, values) -> numbers.put("gates " + name, list(values)));
        }
        return numbers;
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /** The seeds above draw what the other tests are about. */
    @Test
    void theCasesIncludeLayersAndWholeExtractorsThatVanish() {
        boolean layer = false;
        boolean everything = false;
        boolean nothing = false;
        for (int seed = 0; seed < SEEDS; seed++) {
            Subject subject = TestNetworks.subject(Kind.OFE_NET_WITH_DIAGONALS, seed);
            Choice choice = Choice.draw(subject, new Random(1000 + seed));
            Structure after = choice.plan(subject.structure()).after();
            layer |= after.hidden("phi_o").contains(0)
                    && after.hidden("phi_o").stream().anyMatch(units -> units > 0);
            everything |= after.layers().stream().allMatch(each -> after.units(each) == 0);
            nothing |= after.hidden().equals(subject.structure().hidden());
        }
        assertThat(List.of(layer, everything, nothing)).containsExactly(true, true, true);
    }
}

package dev.espalier.agent.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.GatedAgent;
import dev.espalier.agent.TestExtractors;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterCostsTest {

    /** Costs count what {@link ParameterCount} counts, and a unit's slope is what the count grows by with it. */
    @ParameterizedTest
    @EnumSource
    void areTheNumberOfParameters(TestExtractors extractors) {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Blueprint blueprint = GatedAgent.create(extractors, seed).agent.blueprint();
            Map<UnitLayer, Integer> units = new HashMap<>();
            blueprint.structure().layers().forEach(layer -> units.put(layer, 1 + random.nextInt(9)));
            Structure structure = blueprint.structure().with(units);
            Blueprint changed = blueprint.with(structure);
            ParameterCount count = ParameterCount.of(changed);

            assertThat(ParameterCosts.deployed(blueprint).value(structure::units))
                    .isEqualTo((double) count.deployed());
            assertThat(ParameterCosts.trained(blueprint).value(structure::units))
                    .isEqualTo((double) count.trained());
            for (UnitLayer layer : structure.layers()) {
                Structure more = structure.with(Map.of(layer, structure.units(layer) + 1));
                assertThat(ParameterCosts.trained(blueprint).slopes(List.of(layer), structure::units))
                        .containsEntry(layer, (double)
                                (ParameterCount.of(blueprint.with(more)).trained() - count.trained()));
            }
        }
    }
}

package dev.espalier.run.loop;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.config.StructureConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.prune.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Derives the networks of an agent from settings and a task. As in OFENet's code, the extractors have 8 layers on
 * HalfCheetah and 6 elsewhere, and of Ant's observation only positions and velocities are predicted.
 */
public final class Blueprints {

    /** The preset that dR and tR are relative to. */
    public static final String REFERENCE_PRESET = "ofe";

    private static final List<String> VERSIONS = List.of("-v2", "-v5");
    private static final int LAYERS = 6;
    private static final int LAYERS_OF_HALF_CHEETAH = 8;
    private static final int PREDICTED_OF_ANT = 27;

    private Blueprints() {}

    /** The networks at the start of a run. */
    public static Blueprint of(RunConfig config, EnvironmentSpec task) {
        StructureConfig sizes = config.structure();
        Map<String, List<Integer>> given = new LinkedHashMap<>();
        put(given, Blueprint.PHI_O, sizes.phiO());
        put(given, Blueprint.PHI_OA, sizes.phiOa());
        sizes.ofAgent().forEach((network, units) -> put(given, network, units));
        List<NetworkSpec> networks = config.learner().networks(task.actionSize()).stream()
                .map(network -> network.with(given.getOrDefault(network.name(), network.hidden())))
                .toList();
        int layers = layers(config, task);
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>(
                Blueprint.dense(config.ofe().units(), layers, networks).hidden());
        hidden.putAll(given);
        return new Blueprint(
                task.observationSize(),
                task.actionSize(),
                isTask(task, "Ant") ? PREDICTED_OF_ANT : task.observationSize(),
                layers,
                layers > 0 && config.ofe().diagonals(),
                networks,
                new Structure(hidden));
    }

    /** The networks of preset {@code ofe} of an agent: the reference of dR and tR. */
    public static Blueprint reference(EnvironmentSpec task, String agent) {
        var request = new ConfigRequest(
                null, List.of(), Map.of("--env", task.id(), "--agent", agent, "--preset", REFERENCE_PRESET));
        return of(new ConfigLoader(List.of(task.id())).load(request), task);
    }

    private static void put(Map<String, List<Integer>> given, String network, List<Integer> units) {
        if (!units.isEmpty()) {
            given.put(network, units);
        }
    }

    private static int layers(RunConfig config, EnvironmentSpec task) {
        OfeConfig ofe = config.ofe();
        if (!ofe.hasExtractors()) {
            return 0;
        } else if (!config.structure().phiO().isEmpty()) {
            return config.structure().phiO().size();
        } else if (ofe.layers() != null) {
            return ofe.layers();
        }
        return isTask(task, "HalfCheetah") ? LAYERS_OF_HALF_CHEETAH : LAYERS;
    }

    /** Whether the task is a version of this one that comes with Espalier. */
    private static boolean isTask(EnvironmentSpec task, String name) {
        return VERSIONS.stream().anyMatch(version -> task.id().equals(name + version));
    }
}

package dev.espalier.run;

import dev.espalier.agent.Agent;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.files.RelativeSize;
import dev.espalier.run.loop.Blueprints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The size of an agent that is being pruned: parameters, their ratios dR and tR to those of preset {@code ofe} of the
 * same agent and task, undecided gates, and the units of every layer.
 */
final class Sizes {

    private static final String DEPLOYED = "prune/params_deploy";
    private static final String TRAINED = "prune/params_train";
    private static final String DEPLOY_RATIO = "prune/dR";
    private static final String TRAIN_RATIO = "prune/tR";
    private static final String UNDECIDED = "prune/undecided_theta";
    private static final String ACTIVE = "prune/active/";

    private final Agent agent;
    private final ParameterCount reference;
    private final double tolerance;
    private final long steps;

    Sizes(Agent agent, RunConfig config, EnvironmentSpec task) {
        this.agent = agent;
        this.tolerance = config.prune().tolerance();
        this.steps = config.steps();
        this.reference = ParameterCount.of(Blueprints.reference(task, config.agent()));
    }

    /** Whether the networks of a run can shrink. */
    static boolean change(RunConfig config) {
        return config.prune().gates();
    }

    /** The columns of {@link #values}. */
    static List<String> columns(Agent agent) {
        List<String> columns = new ArrayList<>(List.of(DEPLOYED, TRAINED, DEPLOY_RATIO, TRAIN_RATIO, UNDECIDED));
        columns.addAll(agent.targetMetrics(0).keySet());
        agent.blueprint().structure().layers().forEach(layer -> columns.add(ACTIVE + layer));
        return columns;
    }

    /** The current values by column, after so many environment steps. */
    SequencedMap<String, Double> values(long step) {
        Blueprint blueprint = agent.blueprint();
        RelativeSize size = RelativeSize.of(ParameterCount.of(blueprint), reference);
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put(DEPLOYED, (double) size.deployed());
        values.put(TRAINED, (double) size.trained());
        values.put(DEPLOY_RATIO, size.deployRatio());
        values.put(TRAIN_RATIO, size.trainRatio());
        values.put(UNDECIDED, (double) undecided());
        values.putAll(agent.targetMetrics(progress(step)));
        for (UnitLayer layer : blueprint.structure().layers()) {
            values.put(ACTIVE + layer, (double) blueprint.structure().units(layer));
        }
        return values;
    }

    private long undecided() {
        return undecided(agent, tolerance);
    }

    /** The number of gates whose theta is further than the tolerance from both 0 and 1. */
    static long undecided(Agent agent, double tolerance) {
        long undecided = 0;
        for (float[] theta : agent.theta().values()) {
            for (float probability : theta) {
                if (probability > tolerance && probability < 1 - tolerance) {
                    undecided++;
                }
            }
        }
        return undecided;
    }

    /** A short text for display: {@code dR 38.0 %, tR 62.0 %, 512 undecided, 65862 deployed of 61000 wanted by now}. */
    String summary(long step) {
        RelativeSize size = RelativeSize.of(ParameterCount.of(agent.blueprint()), reference);
        var words = new StringBuilder(String.format(
                Locale.ROOT,
                "dR %.1f %%, tR %.1f %%, %d undecided",
                100 * size.deployRatio(),
                100 * size.trainRatio(),
                undecided()));
        append(words, step, size.deployed(), "deployed");
        append(words, step, size.trained(), "trained");
        return words.toString();
    }

    private double progress(long step) {
        return Math.min(1, (double) step / steps);
    }

    private void append(StringBuilder words, long step, long parameters, String kind) {
        Double wanted = agent.targetMetrics(progress(step)).get("prune/wanted_" + kind);
        if (wanted != null) {
            words.append(String.format(Locale.ROOT, ", %d %s of %.0f wanted by now", parameters, kind, wanted));
        }
    }

    /** The number of units of every layer: {@code phi_o 3-17 policy 20-41}. */
    String units() {
        return agent.blueprint().structure().hidden().entrySet().stream()
                .map(network -> network.getKey() + " "
                        + network.getValue().stream().map(String::valueOf).collect(Collectors.joining("-")))
                .collect(Collectors.joining(" "));
    }
}

package dev.espalier.agent;

import dev.espalier.nn.FoldedDenseNet;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.PlainNetwork;
import dev.espalier.policy.PolicyNetwork;
import org.jspecify.annotations.Nullable;

/** The acting policy in plain arrays, updated on the next use after a change. */
final class ActingPolicy {

    private final Algorithm algorithm;
    private final Features features;
    private @Nullable PlainNetwork network;
    private long actorVersion;
    private long featuresVersion;

    ActingPolicy(Algorithm algorithm, Features features) {
        this.algorithm = algorithm;
        this.features = features;
    }

    /** The network from an observation to the actor's outputs; the next call may change it. */
    PolicyNetwork current() {
        FoldedDenseNet extractor = features.ofStates();
        Mlp actor = algorithm.actor();
        PlainNetwork now = network;
        if (now == null || !now.isMadeOf(extractor, actor)) {
            now = new PlainNetwork(features.normaliser(), extractor, actor);
            network = now;
        } else if (actorVersion != algorithm.actorVersion() || featuresVersion != features.version()) {
            now.refresh();
        }
        actorVersion = algorithm.actorVersion();
        featuresVersion = features.version();
        return now.network();
    }
}

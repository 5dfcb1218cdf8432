package dev.espalier.agent.ofe;

import dev.espalier.nn.FoldedOfeNet;
import dev.espalier.nn.OfeNet;
import dev.espalier.nn.TrainState;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Owned;
import org.jspecify.annotations.Nullable;

/** The folded extractors, folded again on the next use after a change. */
final class FoldedExtractors {

    private final TrainState<OfeNet> network;
    private final Compute compute;
    private @Nullable Owned<Fold> arena;
    private long version;

    /**
     * A fold of the extractors.
     *
     * @param source the view that was folded; pruning replaces it
     */
    private record Fold(OfeNet source, FoldedOfeNet folded) {}

    FoldedExtractors(TrainState<OfeNet> network, Compute compute) {
        this.network = network;
        this.compute = compute;
    }

    /** The present extractors; do not keep them. */
    FoldedOfeNet current() {
        OfeNet source = network.evaluation();
        Owned<Fold> last = arena;
        if (last != null && last.content().source == source) {
            if (version != network.version()) {
                last.content().folded.refresh();
                version = network.version();
            }
            return last.content().folded;
        }
        Owned<Fold> next = Owned.of(() -> new Fold(source, source.folded(compute)));
        arena = next;
        version = network.version();
        if (last != null) {
            last.close();
        }
        return next.content().folded;
    }
}

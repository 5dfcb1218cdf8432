package dev.espalier.agent.ofe;

import dev.espalier.nn.FoldedOfeNet;
import dev.espalier.nn.OfeNet;
import dev.espalier.nn.TrainState;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Owned;
import org.jspecify.annotations.Nullable;

/** The extractors folded for reading, folded anew whenever they have changed and somebody reads them. */
final class FoldedExtractors {

    private final TrainState<OfeNet> network;
    private final Compute compute;
    private @Nullable Owned<Fold> arena;
    private long version;

    /**
     * Folded extractors.
     *
     * @param source the view that was folded; pruning brings another
     */
    private record Fold(OfeNet source, FoldedOfeNet folded) {}

    FoldedExtractors(TrainState<OfeNet> network, Compute compute) {
        this.network = network;
        this.compute = compute;
    }

    /** The extractors as they are now; not to be kept. */
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

package dev.espalier.prune;

/**
 * A layer of hidden units, each of which pruning can remove.
 *
 * @param network name of its network, for example {@code phi_o} or {@code policy}
 * @param index position in its network, from 0; it does not change when an earlier layer vanishes
 */
public record UnitLayer(String network, int index) {

    @Override
    public String toString() {
        return network + "/" + index;
    }
}

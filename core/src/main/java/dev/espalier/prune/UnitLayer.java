package dev.espalier.prune;

/**
 * A layer of hidden units, each of which can be removed.
 *
 * @param network name of its network, for example {@code phi_o} or {@code policy}
 * @param index place in its network, from 0; it stays the same when a layer before it vanishes
 */
public record UnitLayer(String network, int index) {

    @Override
    public String toString() {
        return network + "/" + index;
    }
}

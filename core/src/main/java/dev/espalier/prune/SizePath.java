package dev.espalier.prune;

/**
 * The wanted size of networks while they shrink: the cubic schedule of gradual pruning (Zhu and Gupta, 2017), fast at
 * first and slower towards the end,
 *
 * <pre>    size(t) = target + (start - target) (1 - t)^3,    t = (progress - from) / (to - from) in [0, 1]</pre>
 *
 * @param start size before {@code from}
 * @param target size from {@code to} on
 * @param from share of the run after which networks begin to shrink
 * @param to share of the run after which networks have their target size; above {@code from}
 */
public record SizePath(double start, double target, double from, double to) {

    /** The wanted size at {@code progress} in [0, 1]. */
    public double at(double progress) {
        double left = 1 - time(progress);
        return target + (start - target) * left * left * left;
    }

    /** The time t on the path, in [0, 1]. */
    public double time(double progress) {
        return Math.clamp((progress - from) / (to - from), 0.0, 1.0);
    }
}

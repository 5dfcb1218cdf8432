package dev.espalier.run;

import dev.espalier.env.BoxSpace;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task that observes the number of its episode, from 1, and of its step, and breaks at given steps and starts. */
class CountingTask extends StatelessTask {

    static final int EPISODE = 10;

    private final Set<Integer> breaks;
    private final Set<Integer> brokenStarts;
    final List<Long> seeds = new ArrayList<>();
    private int life;
    int episodes;
    private int step;

    CountingTask(Set<Integer> breaks) {
        this(breaks, Set.of());
    }

    CountingTask(Set<Integer> breaks, Set<Integer> brokenStarts) {
        super("Counting", 2, new BoxSpace(new double[] {-1}, new double[] {1}));
        this.breaks = breaks;
        this.brokenStarts = brokenStarts;
    }

    @Override
    public double[] reset(long seed) {
        episodes++;
        seeds.add(seed);
        if (brokenStarts.contains(episodes)) {
            throw new SimulationException("impossible start " + episodes, new ArithmeticException("overflow"));
        }
        step = 0;
        return new double[] {episodes, step};
    }

    @Override
    public Step step(double[] action) {
        life++;
        if (breaks.contains(life)) {
            throw new SimulationException("broken in step " + life, new ArithmeticException("overflow"));
        }
        step++;
        return new Step(new double[] {episodes, step}, 1, false, step == EPISODE, Map.of());
    }
}

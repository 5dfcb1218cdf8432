package dev.espalier.agent;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Gates of an agent for an oracle. */
public final class OracleGates {

    private OracleGates() {}

    /** Theta of a network's units; none without gates. */
    public static double[] theta(Agent agent, String network) {
        float[] theta = agent.theta().getOrDefault(network, new float[0]);
        return IntStream.range(0, theta.length).mapToDouble(i -> theta[i]).toArray();
    }

    /** Draws gates as an update does that begins with this generator. */
    public static double[] draw(double[] theta, RandomGenerator generator) {
        return IntStream.range(0, theta.length)
                .mapToDouble(i -> generator.nextFloat() < (float) theta[i] ? 1 : 0)
                .toArray();
    }
}

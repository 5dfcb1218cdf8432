package dev.espalier.run.files;

import dev.espalier.architecture.ParameterCount;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.run.loop.Blueprints;

/**
 * The size of an agent, also relative to preset {@code ofe} of the same agent and task, as in the paper's Table 3.
 *
 * @param deployed parameters of the networks that act
 * @param deployRatio dR, deployed parameters over those of preset {@code ofe}
 * @param trainRatio tR, trained parameters over those of preset {@code ofe}
 */
public record RelativeSize(long deployed, long trained, double deployRatio, double trainRatio) {

    /** The size of an agent's networks for a task. */
    public static RelativeSize of(ParameterCount count, EnvironmentSpec task, String agent) {
        return of(count, ParameterCount.of(Blueprints.reference(task, agent)));
    }

    /** The size of a run's networks, from its structure file. */
    public static RelativeSize of(StructureFile file) {
        return of(file.count(), file.task(), file.agent());
    }

    /** dR of a policy, from its number of deployed parameters. */
    public static double deployRatio(long deployed, EnvironmentSpec task, String agent) {
        return (double) deployed
                / ParameterCount.of(Blueprints.reference(task, agent)).deployed();
    }

    public static RelativeSize of(ParameterCount count, ParameterCount reference) {
        return new RelativeSize(
                count.deployed(),
                count.trained(),
                (double) count.deployed() / reference.deployed(),
                (double) count.trained() / reference.trained());
    }
}

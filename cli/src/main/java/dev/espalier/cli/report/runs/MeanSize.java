package dev.espalier.cli.report.runs;

import dev.espalier.architecture.ParameterCount;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.run.files.RelativeSize;
import org.jspecify.annotations.Nullable;

/**
 * The size of a group's networks, as a mean over its seeds.
 *
 * @param deployRatio dR
 * @param trainRatio tR
 */
public record MeanSize(double deployed, double trained, double deployRatio, double trainRatio) {

    /** The mean; null if the size of a run is unknown. */
    public static @Nullable MeanSize of(SeedGroup group) {
        double deployed = 0;
        double trained = 0;
        double deployRatio = 0;
        double trainRatio = 0;
        int seeds = group.runs().size();
        for (RecordedRun run : group.runs()) {
            ParameterCount count = RunSizes.of(run).orElse(null);
            EnvironmentSpec task = PlannedNetworks.task(run).orElse(null);
            if (count == null || task == null) {
                return null;
            }
            RelativeSize size = RelativeSize.of(count, task, run.agent());
            deployed += size.deployed();
            trained += size.trained();
            deployRatio += size.deployRatio();
            trainRatio += size.trainRatio();
        }
        return new MeanSize(deployed / seeds, trained / seeds, deployRatio / seeds, trainRatio / seeds);
    }
}

package dev.espalier.cli.report.runs;

import dev.espalier.architecture.Blueprint;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.files.StructureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Creates the results folder of an invented run on Hopper-v5 without extractors. Its policy has 4 units, then {@code
 * units}, and deploys {@code 12 * 4 + 5 * units + 6 * (units + 1)} parameters: 76 with 2 units, 65 with 1.
 */
public final class SizedFolder {

    private SizedFolder() {}

    /**
     * Writes the folder.
     *
     * @param extra further lines of {@code config.yml}
     * @param units remaining units of the policy's second layer, 1 or 2
     */
    public static Path write(Path parent, String preset, int seed, String extra, int units, double... returns)
            throws IOException {
        String settings = "sac:\n  hidden: [4, 2]\nofe:\n  units: 0\n" + extra;
        Path folder = RunFolder.write(parent, "Hopper-v5", preset, seed, settings, returns);
        Blueprint start = PlannedNetworks.atStart(RecordedRun.read(folder)).orElseThrow();
        StructureFile.write(
                folder.resolve("structure.json"),
                "Hopper-v5",
                "sac",
                100,
                start.with(start.structure().with(Map.of(new UnitLayer("policy", 1), units))));
        return folder;
    }
}

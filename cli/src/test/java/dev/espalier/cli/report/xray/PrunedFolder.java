package dev.espalier.cli.report.xray;

import dev.espalier.architecture.Blueprint;
import dev.espalier.cli.report.runs.PlannedNetworks;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.files.StructureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Creates the results folder of an invented pruned run, with all its logs. On Hopper-v5 phi_o and phi_oa start with 3
 * units in each of 2 layers, and the agent's networks with 4 and 2; unit 1 of phi_o/0 and unit 0 of policy/1 are gone.
 */
public final class PrunedFolder {

    private static final String SETTINGS = """
            sac:
              hidden: [4, 2]
            ofe:
              units: 3
              layers: 2
              diagonals: true
            prune:
              gates: true
              gamma: 0.5
              kappa: 3.0
              round_at: 0.75
            """;

    private static final UnitLayer PHI = new UnitLayer("phi_o", 0);
    private static final UnitLayer POLICY = new UnitLayer("policy", 1);

    private PrunedFolder() {}

    /** Writes the folder with only {@code structure.json} and {@code progress.csv} of the logs. */
    public static Path write(Path parent, int seed) throws IOException {
        Path folder = RunFolder.write(parent, "Hopper-v5", "prune-b", seed, SETTINGS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Blueprint start = PlannedNetworks.atStart(RecordedRun.read(folder)).orElseThrow();
        Blueprint left = start.with(start.structure().with(Map.of(PHI, 2, POLICY, 1)));
        StructureFile.write(folder.resolve("structure.json"), "Hopper-v5", "sac", 100, left);
        List<UnitLayer> layers = start.structure().layers();
        Files.writeString(
                folder.resolve("progress.csv"),
                layers.stream()
                                .map(layer -> "prune/active/" + layer)
                                .collect(Collectors.joining(",", "step,other,", "\n"))
                        + row(50, start, layers)
                        + row(100, left, layers));
        return folder;
    }

    private static String row(int step, Blueprint blueprint, List<UnitLayer> layers) {
        return layers.stream()
                .map(layer -> blueprint.structure().units(layer) + ".0")
                .collect(Collectors.joining(",", step + ",,", "\n"));
    }

    /** Writes the folder with all logs; theta is 1 in the extractors and 0.5 in the agent's networks. */
    public static Path complete(Path parent, int seed) throws IOException {
        Path folder = write(parent, seed);
        Files.writeString(folder.resolve("prune_events.jsonl"), """
                {"step":60,"event":"removed","network":"phi_o","layer":0,"units":[1],"usefulness":[-1.0E-5],"cost":4.0E-4,"theta":[0.0],"units_left":2,"deployed":9,"trained":9}
                {"step":70,"event":"kept","network":"policy","layer":1,"units":[1],"usefulness":[0.1],"cost":0.2,"theta":[0.0],"units_left":1,"deployed":9,"trained":9}
                {"step":80,"event":"removed","network":"policy","layer":1,"units":[0],"usefulness":[-0.5],"cost":0.25,"theta":[0.0],"units_left":1,"deployed":9,"trained":9}
                """);
        Files.writeString(folder.resolve("theta_history.jsonl"), """
                {"step":50,"layers":{"phi_o/0":{"units":[0,1,2],"theta":[1.0,1.0,1.0]},%1$s,"policy/0":{"units":[0,1,2,3],"theta":[0.5,0.5,0.5,0.5]},"policy/1":{"units":[0,1],"theta":[0.25,0.75]},%2$s}}
                {"step":70,"layers":{"phi_o/0":{"units":[0,2],"theta":[0.2,0.9]},%1$s,"policy/0":{"units":[0,1,2,3],"theta":[0.5,0.5,0.5,0.5]},"policy/1":{"units":[0,1],"theta":[0.1,0.9]},%2$s}}
                """.formatted(
                        three("phi_o/1") + "," + three("phi_oa/0") + "," + three("phi_oa/1"),
                        two("value") + "," + two("q1") + "," + two("q2")));
        Files.writeString(folder.resolve("inputs.json"), "{\"step\":100,\"inputs\":[0.5,0,1.5,0.25,2,1,1,1,0,1,1]}\n");
        return folder;
    }

    private static String three(String layer) {
        return "\"%s\":{\"units\":[0,1,2],\"theta\":[1.0,1.0,1.0]}".formatted(layer);
    }

    private static String two(String network) {
        return "\"%1$s/0\":{\"units\":[0,1,2,3],\"theta\":[0.5,0.5,0.5,0.5]},\"%1$s/1\":{\"units\":[0,1],\"theta\":[0.5,0.5]}"
                .formatted(network);
    }
}

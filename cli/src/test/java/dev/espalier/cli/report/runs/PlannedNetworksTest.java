package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.architecture.NetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks with which a recorded run began. */
class PlannedNetworksTest {

    @TempDir
    Path folder;

    private static List<String> networks(Path run) {
        return PlannedNetworks.atStart(RecordedRun.read(run)).orElseThrow().networks().stream()
                .map(NetworkSpec::name)
                .toList();
    }

    /** Runs of earlier versions have one, whatever their preset means today. */
    @Test
    void sacHadAValueNetworkUnlessTheRunSaysOtherwise() throws IOException {
        String without = "sac:\n  value_network: false\n";

        assertThat(networks(RunFolder.write(folder, "Hopper-v5", "ofe", 0, without, 1)))
                .containsExactly("policy", "q1", "q2");
        assertThat(networks(RunFolder.write(folder, "Hopper-v5", "plain", 1, without, 1)))
                .containsExactly("policy", "q1", "q2");
        assertThat(networks(RunFolder.write(folder, "Hopper-v5", "plain", 2, "", 1)))
                .containsExactly("policy", "value", "q1", "q2");
    }
}

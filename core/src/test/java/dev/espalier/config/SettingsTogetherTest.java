package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are possible by themselves, but not together. */
class SettingsTogetherTest {

    @TempDir
    private Path folder;

    private WrittenConfig file() {
        return new WrittenConfig(WrittenConfig.twoTasks(), folder);
    }

    @Test
    void aLearntTemperatureMayNotStartAtZero() throws IOException {
        file().assertRefused("""
                sac:
                  learn_temperature: true
                  temperature: 0
                """, ":3: sac.temperature is 0.0; give a finite number above 0");
    }

    @Test
    void thetaNeedsTimeToMove() throws IOException {
        file().assertRefused(
                        """
                prune:
                  warmup_end: 0.3
                  round_at: 0.3
                """, ":2: prune.warmup_end is 0.3, but round_at is 0.3: theta would never move; give less");
    }

    @Test
    void thetaMayNotMoveBeforeTheAgentLearns() throws IOException {
        String text = """
                preset: prune-a
                prune: {warmup_end: 0.1}
                steps: 20000
                random_steps:\s""";
        file().assertRefused(
                        text + 2001,
                        ":3: steps is 20000, so that theta would move from step 2000 on (prune.warmup_end 0.1), before"
                                + " the agent learns: random_steps is 2001; give random_steps of at most 2000, or more"
                                + " steps");
        Path fits = Files.writeString(folder.resolve("fits.yml"), text + 2000);
        assertThat(file().load(fits).randomSteps()).isEqualTo(2000);
        Path plain = Files.writeString(folder.resolve("plain.yml"), (text + 2001).replace("prune-a", "ofe-big"));
        assertThat(file().load(plain).randomSteps())
                .as("without gates there is no such schedule")
                .isEqualTo(2001);
    }

    @Test
    void warmUpAndRoundingNeedAStepBetweenThem() throws IOException {
        file().assertRefused(
                        """
                preset: prune-a
                steps: 9
                random_steps: 1
                ofe.pretrain_updates: 0
                prune: {warmup_end: 0.12, round_at: 0.2}
                """,
                        ":2: steps is 9: prune.warmup_end, 0.12, and prune.round_at, 0.2, fall on one step;"
                                + " give more steps");
    }

    @Test
    void extractorsNeedDataAndMoreThanOneRow() throws IOException {
        file().assertRefused(
                        """
                preset: ofe
                steps: 100
                random_steps: 100
                """,
                        ":3: random_steps is 100, but the run ends at step 100: nothing would be learnt;"
                                + " give fewer random steps, or more steps");
        file().assertRefused(
                        """
                preset: ofe
                random_steps: 0
                ofe.pretrain_updates: 10000
                """,
                        ":2: random_steps is 0, so that ofe.pretrain_updates, 10000, would have no data;"
                                + " give at least 1, or no updates");
        file().assertRefused(
                        """
                preset: ofe
                sac.batch: 1
                """, ":2: sac.batch is 1, but the batch norm of extractors needs a spread; give at least 2");
    }

    @Test
    void aStructureMustFitTheAgent() throws IOException {
        file().assertRefused(
                        """
                preset: sac
                structure:
                  phi_o: [5, 5]
                  phi_oa: [5, 5]
                """, ":3: structure.phi_o is [5, 5], but ofe.units is 0: there are no extractors; give []");
        file().assertRefused("""
                preset: ofe
                structure:
                  phi_o: [5, 5]
                  phi_oa: [5]
                """, ":4: structure.phi_oa is [5], but structure.phi_o is [5, 5]; give as many layers");
        file().assertRefused("""
                preset: ofe
                ofe: {layers: 3}
                structure: {phi_o: [5, 5], phi_oa: [5, 5]}
                """, ":3: structure.phi_o is [5, 5], but ofe.layers asks for 3 layers; give as many");
    }
}

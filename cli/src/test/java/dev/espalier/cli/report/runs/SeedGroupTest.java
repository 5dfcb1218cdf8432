package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs form a curve, and its values. */
class SeedGroupTest {

    @TempDir
    Path folder;

    private static List<SeedGroup> groups(Path... runs) {
        return SeedGroup.of(Stream.of(runs).map(RecordedRun::read).toList());
    }

    @Test
    void runsThatDifferInTheirSeedAloneFormOne() throws IOException {
        List<SeedGroup> groups = groups(
                RunFolder.write(folder, "Hopper-v5", "sac", 3, 1),
                RunFolder.write(folder, "Hopper-v5", "sac-big", 0, 1),
                RunFolder.write(
                        folder,
                        "Hopper-v5",
                        "sac",
                        1,
                        "checkpoint:\n  every: 7\nlog_every: 3\nevaluation.every: 9\ndevice: cuda\nthreads: 7\n",
                        1));

        assertThat(groups).extracting(SeedGroup::label).containsExactly("sac", "sac-big");
        assertThat(groups.getFirst().runs()).extracting(RecordedRun::seed).containsExactly(1L, 3L);
    }

    /** Their configurations lack what came later, such as the precision, which was the highest. */
    @Test
    void aRunOfAnEarlierVersionAndOneWithItsSettingsFormOne() throws IOException {
        Path earlier = Path.of("../results/sac-100k/Hopper-v5-sac-seed0");
        Path now = RunFolder.write(folder, "Hopper-v5", "sac", 7, 1);
        RunConfig config = ConfigFile.read(earlier.resolve("config.yml"));
        String again = ConfigFile.toYaml(config).replace("seed: 0", "seed: 7");
        Files.writeString(now.resolve("config.yml"), again);
        Files.copy(
                earlier.resolve("evaluations.csv"),
                now.resolve("evaluations.csv"),
                StandardCopyOption.REPLACE_EXISTING);
        Path medium = RunFolder.write(folder.resolve("medium"), "Hopper-v5", "sac", 7, 1);
        Files.writeString(medium.resolve("config.yml"), again.replace("highest", "medium"));

        assertThat(Files.readString(earlier.resolve("config.yml"))).doesNotContain("precision", "ofe:");
        List<SeedGroup> groups = groups(earlier, now, medium);
        assertThat(groups)
                .extracting(SeedGroup::label)
                .containsExactly("sac (precision=highest)", "sac (precision=medium)");
        assertThat(groups.getFirst().runs()).extracting(RecordedRun::seed).containsExactly(0L, 7L);
    }

    @Test
    void otherSettingsMakeAnotherCurveWhichNamesThem() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        List<SeedGroup> groups = groups(
                RunFolder.write(first, "Hopper-v5", "sac", 0, "sac:\n  tau: 0.005\n  hidden: [8, 8]\n", 1),
                RunFolder.write(second, "Hopper-v5", "sac", 0, "sac:\n  tau: 0.01\n  hidden: [8, 8]\nnew: yes\n", 1),
                RunFolder.write(folder, "Hopper-v5", "td3", 0, "td3:\n  delay: 2\n", 1));

        assertThat(groups)
                .extracting(SeedGroup::label)
                .containsExactly("sac (sac.tau=0.005)", "sac (sac.tau=0.01)", "td3");
    }

    /** As a shortened configuration does; its value is not known. */
    @Test
    void aSettingThatARunLacksIsNotPartOfItsName() throws IOException {
        List<SeedGroup> groups = groups(
                RunFolder.write(folder.resolve("first"), "Hopper-v5", "sac", 0, "sac:\n  tau: 0.005\n", 1),
                RunFolder.write(folder.resolve("second"), "Hopper-v5", "sac", 0, "sac:\n  tau: 0.01\n", 1),
                RunFolder.write(folder.resolve("third"), "Hopper-v5", "sac", 0, 1));

        assertThat(groups)
                .extracting(SeedGroup::label)
                .containsExactly("sac (sac.tau=0.005)", "sac (sac.tau=0.01)", "sac");
    }

    @Test
    void curvesOfOneNameAreNumberedAndNameARun() throws IOException {
        List<SeedGroup> groups = groups(
                RunFolder.write(folder, "Hopper-v5", "td3", 0, 1),
                RunFolder.write(folder.resolve("first"), "Hopper-v5", "sac", 0, "sac:\n  tau: 0.005\n", 1),
                RunFolder.write(folder.resolve("second"), "Hopper-v5", "sac", 0, 1),
                RunFolder.write(folder.resolve("second"), "Hopper-v5", "sac", 1, 1));

        assertThat(groups)
                .extracting(SeedGroup::label)
                .containsExactly("td3", "sac (2: Hopper-v5-sac-seed0)", "sac (3: Hopper-v5-sac-seed0)");
    }

    /** The control of a pruned run has its sizes, and does not count as a run of its preset. */
    @Test
    void aGivenStructureIsAKindOfItsOwn() throws IOException {
        String own = "structure:\n  phi_o: []\n  policy: []\n";
        String given = "structure:\n  phi_o: [3, 0]\n  policy: []\n";
        List<SeedGroup> groups = groups(
                RunFolder.write(folder, "Hopper-v5", "ofe", 0, own + "ofe:\n  diagonals: false\n", 1),
                RunFolder.write(folder, "Hopper-v5", "ofe", 1, given + "ofe:\n  diagonals: true\n", 1));

        assertThat(groups).extracting(SeedGroup::label).containsExactly("ofe", "ofe, given structure");
    }

    @Test
    void theScheduleOfPruningCountsWhereThereAreGates() throws IOException {
        String without = "prune:\n  gates: false\n  warmup_end: ";
        String with = "prune:\n  gates: true\n  warmup_end: ";
        List<SeedGroup> groups = groups(
                RunFolder.write(folder, "Hopper-v5", "ofe", 0, without + "0.1\n", 1),
                RunFolder.write(folder, "Hopper-v5", "ofe", 1, without + "0.2\n", 1),
                RunFolder.write(folder, "Hopper-v5", "prune-b", 0, with + "0.1\n", 1),
                RunFolder.write(folder, "Hopper-v5", "prune-b", 1, with + "0.2\n", 1));

        assertThat(groups)
                .extracting(SeedGroup::label)
                .containsExactly("ofe", "prune-b (prune.warmup_end=0.1)", "prune-b (prune.warmup_end=0.2)");
    }

    @Test
    void evaluationsAreOfTheStepsThatAllSeedsReached() throws IOException {
        SeedGroup group = groups(
                        RunFolder.write(folder, "Hopper-v5", "sac", 0, 1, 5, 100),
                        RunFolder.write(folder, "Hopper-v5", "sac", 1, -2, 3),
                        RunFolder.write(folder, "Hopper-v5", "sac", 2, 4, 7, 9))
                .getFirst();

        assertThat(group.evaluations(1)).containsOnlyKeys(10L, 20L);
        assertThat(group.evaluations(1).get(10L)).containsExactly(1, -2, 4);
        assertThat(group.evaluations(1).get(20L)).containsExactly(5, 3, 7);
        // Each seed is smoothed first: (1+5)/2, (-2+3)/2, (4+7)/2.
        assertThat(group.evaluations(2).get(20L)).containsExactly(3, 0.5, 5.5);
        assertThat(group.lastStep()).isEqualTo(30);
    }

    @Test
    void oneRunDoesNotCountTwice() throws IOException {
        Path run = RunFolder.write(folder, "Hopper-v5", "sac", 0, 1);
        assertThatThrownBy(() -> groups(run, run))
                .isInstanceOf(ReportException.class)
                .hasMessage("%s and %s are the same run twice: Hopper-v5, sac, seed 0; leave one out", run, run);

        Path copy = RunFolder.write(folder.resolve("copy"), "Hopper-v5", "sac", 0, 1);
        assertThatThrownBy(() -> groups(copy, run)).hasMessageStartingWith("%s and %s are the same run", copy, run);
    }
}

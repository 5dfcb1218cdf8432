package dev.espalier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.benchmark.StudyFolder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans and options that a study refuses, and the plans that it comes with. */
@Timeout(60)
class StudyInputTest {

    @TempDir
    Path folder;

    private StudyFolder study;

    @BeforeEach
    void makeFolder() throws IOException {
        study = new StudyFolder(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a --x 1; a --x 2 | plan.txt, line 2: the name 'a' is that of line 1 already; choose another",
                "b/c --x 1 | plan.txt, line 1: 'b/c' is no name; it may hold letters, digits, '.', '_' and '-'",
                "a --x 1; ; b {theta}/x | plan.txt, line 3: {theta} is the name of no line above; above are: a",
                "a {a}/x | plan.txt, line 1: {a} is the name of no line above; above are: none",
                "a --x 'open | plan.txt, line 1: a quotation mark is not closed",
                "a --x 1 --seed=3 | plan.txt, line 1: --seed is set by the queue; leave it out",
                "# nothing | plan.txt: the plan has no runs; give a line with NAME and the arguments of espalier train for each"
            })
    void aPlanThatCannotBeMeantIsRefused(String lines, String message) throws IOException, InterruptedException {
        study.plan(lines.split("; ?", -1));

        Outcome outcome = study.run();

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("study: " + message + "\n");
        assertThat(study.calls()).isEmpty();
    }

    @Test
    void optionsThatCannotBeMeantAreRefused() throws IOException, InterruptedException {
        assertThat(study.run().err())
                .isEqualTo("study: plan.txt: the plan cannot be read: No such file or directory\n");
        study.plan("a --scores 1", "b --scores 1");

        for (String option : List.of("--only", "--base")) {
            Outcome outcome = study.run(option, "a,c");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("study: " + option + ": plan.txt has no line named '");
        }
        assertThat(study.run("--only", "a,c").err())
                .isEqualTo("study: --only: plan.txt has no line named 'c'; it has a, b\n");
        Outcome noSeeds = study.run("--seeds", "0");
        assertThat(noSeeds.code()).isEqualTo(2);
        assertThat(noSeeds.err()).contains("--seeds: must be a whole number from 1 up, not '0'");
        Outcome noEspalier = study.run("--espalier", "nowhere");
        assertThat(noEspalier.code()).isEqualTo(2);
        assertThat(noEspalier.err()).contains("nowhere cannot be started: No such file or directory");
        assertThat(study.calls()).isEmpty();
    }

    /** A prediction that is written down after the run is none. */
    @ParameterizedTest
    @ValueSource(strings = {"halfcheetah-100k", "hopper-td3-100k", "pendulum"})
    void everyPlanOpensWithAQuestionAPredictionAndItsCheapestTest(String name)
            throws IOException, InterruptedException {
        Path plan = StudyFolder.SCRIPTS.resolve(name + ".txt");
        assertThat(Files.readString(plan))
                .containsPattern("\\A# Question: (?s:.*)\\n# Prediction: (?s:.*)\\n# Cheapest run (?s:.*)\\n\\w");
        Files.copy(plan, folder.resolve("plan.txt"));

        Outcome outcome = study.run("--dry-run", "--seeds", "1");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).hasSizeGreaterThanOrEqualTo(4).noneMatch(line -> line.contains("skipped"));
    }
}

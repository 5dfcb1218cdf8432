package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskResultsTest {

    @TempDir
    private Path folder;

    private List<TaskResults> tasks(String... envs) throws IOException {
        List<RecordedRun> runs = new ArrayList<>();
        for (String env : envs) {
            runs.add(RecordedRun.read(RunFolder.write(folder, env, "sac", runs.size(), 1)));
        }
        return TaskResults.of(runs, List.of(), List.of());
    }

    @Test
    void aModelGoesByItsName() throws IOException {
        assertThat(tasks("home/me/wedge.xml", "Hopper-v5"))
                .extracting(TaskResults::name)
                .containsExactly("wedge", "Hopper-v5");
    }

    @Test
    void modelsOfTheSameNameAreToldApartWithoutTheirPaths() throws IOException {
        List<TaskResults> tasks = tasks("home/me/wedge.xml", "home/you/wedge.xml", "home/me/other.xml");

        assertThat(tasks).extracting(TaskResults::name).doesNotHaveDuplicates();
        assertThat(tasks.subList(0, 2))
                .allSatisfy(task -> assertThat(task.name()).matches("wedge-[0-9a-f]+"));
        assertThat(tasks.get(2).name()).isEqualTo("other");
    }
}

package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetadataTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private static final Map<String, String> FLOAT32 = Map.of("factors", "float32", "openblas", "Zen");
    private static final Map<String, String> BF16 = Map.of("factors", "bf16", "openblas", "Zen");

    @TempDir
    private Path folder;

    @Test
    void saysWhatRanAndWhere() throws IOException {
        Path file = folder.resolve("metadata.json");
        RunMetadata.start(
                file, 7, FLOAT32, Map.of("libtorch", "2.10.0", "mujoco", "3.14.0"), Map.of("robot.xml", "ab"), START);
        JsonNode node = JsonMapper.builder().build().readTree(file.toFile());

        assertThat(node.path("seed").longValue()).isEqualTo(7);
        assertThat(node.path("started").textValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(node.path("version").textValue()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(node.path("commit").textValue()).matches("[0-9a-f]{40}(-dirty)?|unknown");
        assertThat(node.path("java").textValue()).startsWith("25");
        assertThat(node.path("libraries").toString()).isEqualTo("{\"libtorch\":\"2.10.0\",\"mujoco\":\"3.14.0\"}");
        JsonNode machine = node.path("machine");
        assertThat(machine.path("cpu").textValue()).isNotBlank();
        assertThat(machine.path("factors").textValue()).isEqualTo("float32");
        assertThat(machine.path("openblas").textValue()).isEqualTo("Zen");
        assertThat(machine.path("processors").intValue())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(machine.path("memory_bytes").longValue()).isGreaterThan(1L << 28);
        assertThat(machine.path("os").textValue()).startsWith(System.getProperty("os.name"));
        assertThat(node.path("inputs").toString()).isEqualTo("{\"robot.xml\":\"ab\"}");
        assertThat(node.path("resumes").toString()).isEqualTo("[]");
    }

    @Test
    void everyResumeAddsAnEntry() throws IOException {
        Path file = folder.resolve("metadata.json");
        RunMetadata.start(file, 7, FLOAT32, Map.of("mujoco", "3.14.0"), Map.of("robot.xml", "ab"), START);
        assertThat(RunMetadata.inputs(file)).hasValue(new TreeMap<>(Map.of("robot.xml", "ab")));
        RunMetadata.resume(
                file, 5000, BF16, Map.of("mujoco", "3.15.0"), Map.of("robot.xml", "cd"), START.plusSeconds(60));
        RunMetadata.resume(file, 9000, BF16, Map.of(), Map.of("robot.xml", "ef"), START.plusSeconds(120));
        JsonNode node = JsonMapper.builder().build().readTree(file.toFile());

        assertThat(node.at("/started").textValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(node.at("/libraries/mujoco").textValue()).isEqualTo("3.14.0");
        assertThat(node.path("resumes")).hasSize(2);
        assertThat(node.at("/resumes/0/step").longValue()).isEqualTo(5000);
        assertThat(node.at("/resumes/0/started").textValue()).isEqualTo("2026-01-02T03:05:05Z");
        assertThat(node.at("/resumes/0/libraries/mujoco").textValue()).isEqualTo("3.15.0");
        assertThat(node.at("/resumes/0/commit")).isEqualTo(node.path("commit"));
        assertThat(node.at("/resumes/1/step").longValue()).isEqualTo(9000);
        assertThat(RunMetadata.inputs(file)).hasValue(new TreeMap<>(Map.of("robot.xml", "ef")));
    }

    @Test
    void whatComputesOtherwiseThanInTheLastSessionIsNamed() throws IOException {
        Path file = folder.resolve("metadata.json");
        Map<String, String> libraries = Map.of("libtorch", "2.10.0", "mujoco", "3.14.0");
        RunMetadata.start(file, 7, FLOAT32, libraries, Map.of(), START);

        assertThat(RunMetadata.differences(file, FLOAT32, libraries)).isEmpty();
        assertThat(RunMetadata.differences(file, BF16, Map.of("libtorch", "2.11.0")))
                .containsExactly("factors bf16, not float32", "libtorch 2.11.0, not 2.10.0");

        RunMetadata.resume(file, 5000, BF16, libraries, Map.of(), START);
        assertThat(RunMetadata.differences(file, BF16, libraries)).isEmpty();

        assertThat(RunMetadata.differences(
                        file, Map.of("factors", "bf16", "openblas", "SkylakeX", "vectors", "AVX512"), libraries))
                .as("a processor of the same name with other kernels")
                .containsExactly("openblas SkylakeX, not Zen");

        Files.writeString(file, Files.readString(file).replace(RunMetadata.cpu(), "another"));
        assertThat(RunMetadata.differences(file, BF16, libraries))
                .containsExactly("cpu " + RunMetadata.cpu() + ", not another");
        Files.writeString(file, "{\"seed\": 1, \"resumes\": []}");
        assertThat(RunMetadata.differences(file, BF16, libraries))
                .as("of an earlier version")
                .isEmpty();
    }

    @Test
    void earlierVersionsDidNotTellOfInputs() throws IOException {
        assertThat(RunMetadata.inputs(folder.resolve("missing.json"))).isEmpty();
        assertThat(RunMetadata.inputs(Files.writeString(folder.resolve("old.json"), "{\"seed\": 1, \"resumes\": []}")))
                .isEmpty();
    }

    @Test
    void aFileThatIsNotJsonIsNamedAndLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("metadata.json"), "{\"seed\": ");

        assertThatThrownBy(() -> RunMetadata.resume(file, 1, FLOAT32, Map.of(), Map.of(), START))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot read " + file)
                .hasMessageEndingWith(". Restore it, then resume.");
        assertThat(file).hasContent("{\"seed\": ");
    }
}

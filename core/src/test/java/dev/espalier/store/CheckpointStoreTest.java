package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {

    private static final int REPLAY = 3000;

    @TempDir
    private Path root;

    private final List<String> warnings = new ArrayList<>();
    private Path folder = Path.of("");
    private CheckpointStore store = new CheckpointStore(folder, 2);

    @BeforeEach
    void open() {
        folder = root.resolve("checkpoints");
        store = new CheckpointStore(folder, 2);
    }

    @Test
    void comesBackBitForBit() {
        Checkpoint saved = TestCheckpoints.at(10_000, REPLAY);
        store.save(saved);
        Checkpoint loaded = store.latest(warnings::add);

        assertThat(warnings).isEmpty();
        assertThat(loaded.step()).isEqualTo(10_000);
        assertThat(loaded.elapsedSeconds()).isEqualTo(10_000 / 3.0);
        assertThat(loaded.digest()).isEqualTo(saved.digest());
        float[] weight = array(loaded, "agent", "policy.0.weight").bytes().toArray(ValueLayout.JAVA_FLOAT);
        assertThat(Float.floatToRawIntBits(weight[2])).isEqualTo(Float.floatToRawIntBits(Float.NaN));
        assertThat(Float.floatToRawIntBits(weight[3])).isEqualTo(0x80000000);
        assertThat(array(loaded, "replay", "bytes")
                        .bytes()
                        .mismatch(array(saved, "replay", "bytes").bytes()))
                .isEqualTo(-1);
        assertThat(loaded.state().path("updates").longValue()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1.0 / 3, Double.MIN_NORMAL, 1e23, 4.35, 1e16})
    void numbersComeBackBitForBit(double value) {
        var state = JsonNodeFactory.instance.objectNode().put("x", value).put("y", Double.toString(Double.NaN));
        store.save(new Checkpoint(1, new LinkedHashMap<>(), state, 0));
        var loaded = store.latest(warnings::add).state();

        assertThat(Double.doubleToRawLongBits(loaded.path("x").doubleValue()))
                .isEqualTo(Double.doubleToRawLongBits(value));
        assertThat(Double.parseDouble(loaded.path("y").textValue())).isNaN();
    }

    @Test
    void bytesInTheStateComeBack() throws IOException {
        store.save(TestCheckpoints.at(5, REPLAY));

        assertThat(store.latest(warnings::add).state().path("environment").binaryValue())
                .containsExactly(1, 2, 5);
    }

    @Test
    void numbersThatJsonLacksAreRefusedByName() {
        var state = JsonNodeFactory.instance.objectNode();
        state.putObject("episode").putArray("returns").add(1.0).add(Double.NaN);

        assertThatThrownBy(() -> new Checkpoint(1, new LinkedHashMap<>(), state, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("JSON has no NaN: put /episode/returns/1 as text");
    }

    @Test
    void aNameThatIsNoFileNameIsRefused() {
        var tensors = new LinkedHashMap<>(TestCheckpoints.at(1, 1).tensors());
        tensors.put("../agent", new LinkedHashMap<>());

        assertThatThrownBy(() -> new Checkpoint(1, tensors, JsonNodeFactory.instance.objectNode(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../agent");
    }

    /** Computed as in the Javadoc, from the bytes on the disk. */
    @Test
    void theDigestIsTheHashOfTheFilesHashes() throws IOException {
        Checkpoint checkpoint = TestCheckpoints.at(7, REPLAY);
        store.save(checkpoint);
        var text = new StringBuilder("step 7\n");
        for (String name : List.of("agent.safetensors", "replay.safetensors", "state.json")) {
            byte[] bytes = Files.readAllBytes(folder.resolve("step-000000007").resolve(name));
            text.append(HashingChannel.sha256Hex(bytes))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }

        assertThat(checkpoint.digest())
                .isEqualTo(HashingChannel.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8)));
        // The published SHA-256 of the empty message, to check the hash function itself.
        assertThat(HashingChannel.sha256Hex(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void theDigestKnowsTheStateAndNothingElse() {
        Checkpoint a = TestCheckpoints.at(7, REPLAY);
        var reordered = JsonNodeFactory.instance.objectNode();
        a.state().properties().stream()
                .sorted((x, y) -> y.getKey().compareTo(x.getKey()))
                .forEach(entry -> reordered.set(entry.getKey(), entry.getValue()));

        assertThat(new Checkpoint(7, a.tensors(), reordered, 99).digest()).isEqualTo(a.digest());
        assertThat(new Checkpoint(8, a.tensors(), a.state(), a.elapsedSeconds()).digest())
                .isNotEqualTo(a.digest());
        assertThat(new Checkpoint(7, a.tensors(), a.state().deepCopy().put("updates", 15), 0).digest())
                .isNotEqualTo(a.digest());
        assertThat(new Checkpoint(7, TestCheckpoints.at(8, REPLAY).tensors(), a.state(), 0).digest())
                .isNotEqualTo(a.digest());
    }

    @Test
    void onlyTheNewestAreKept() {
        for (long step : new long[] {999_999_999, 1_000_000_000, 1_000_000_001}) {
            store.save(TestCheckpoints.at(step, REPLAY));
        }

        assertThat(folders()).containsExactly("step-1000000000", "step-1000000001");
        assertThat(store.latest(warnings::add).step()).isEqualTo(1_000_000_001);
    }

    @Test
    void goingOnFromAnEarlierPointReplacesAndRemovesWhatCameLater() throws IOException {
        store.save(TestCheckpoints.at(10, REPLAY));
        store.save(TestCheckpoints.at(20, REPLAY));
        Files.write(folder.resolve("step-000000020/state.json"), new byte[] {'{'});
        store.save(TestCheckpoints.at(15, REPLAY));

        assertThat(folders()).containsExactly("step-000000010", "step-000000015");

        Files.write(folder.resolve("step-000000015/state.json"), new byte[] {'{'});
        store.save(TestCheckpoints.at(15, REPLAY));
        assertThat(store.latest(warnings::add).digest())
                .isEqualTo(TestCheckpoints.at(15, REPLAY).digest());
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.safetensors", "replay.safetensors", "state.json", "manifest.json"})
    void anyFlippedBitIsFound(String name) throws IOException {
        Path file = savedTwice().resolve(name);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(name.hashCode());
        for (int trial = 0; trial < 100; trial++) {
            byte[] damaged = sound.clone();
            damaged[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertPassedOver(name);
        }
        Files.write(file, sound);
        assertThat(store.latest(warnings::add).step()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.safetensors", "replay.safetensors", "state.json", "manifest.json"})
    void anyCutIsFound(String name) throws IOException {
        Path file = savedTwice().resolve(name);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(name.hashCode());
        for (int trial = 0; trial < 50; trial++) {
            Files.write(file, java.util.Arrays.copyOf(sound, random.nextInt(sound.length)));
            assertPassedOver(name);
        }
        Files.write(file, java.util.Arrays.copyOf(sound, sound.length + 1));
        assertPassedOver(name);
        Files.delete(file);
        assertPassedOver(name + " is missing");
    }

    @Test
    void theWarningSaysWhatIsWrongAndWhichIsUsed() throws IOException {
        Path newest = savedTwice();
        long size = Files.size(newest.resolve("state.json"));
        Files.write(newest.resolve("state.json"), new byte[] {'{', '}'});
        store.latest(warnings::add);

        assertThat(warnings)
                .containsExactly("Checkpoint step-000000020 is damaged: state.json has 2 bytes instead of " + size + ";"
                        + " using step-000000010 instead");
    }

    @Test
    void withoutASoundCheckpointTheFolderAndTheDamageAreNamed() throws IOException {
        assertThatThrownBy(() -> store.latest(warnings::add))
                .isInstanceOf(StoreException.class)
                .hasMessage("There is no checkpoint in " + folder);

        Path newest = savedTwice();
        Files.delete(newest.resolve("agent.safetensors"));
        Files.delete(folder.resolve("step-000000010/manifest.json"));
        assertThatThrownBy(() -> store.latest(warnings::add))
                .isInstanceOf(StoreException.class)
                .hasMessage("No checkpoint in " + folder + " is sound. "
                        + "Checkpoint step-000000020 is damaged: agent.safetensors is missing. "
                        + "Checkpoint step-000000010 is damaged: manifest.json is missing");
        assertThat(warnings).isEmpty();
    }

    /** The checksum is right, so the file is not damaged: it has a later format. */
    @Test
    void aLaterFormatIsNotTakenForDamage() throws IOException {
        Path manifest = savedTwice().resolve("manifest.json");
        String later = Files.readString(manifest)
                .replace("\"format\" : 1", "\"format\" : 2")
                .replaceFirst("\"checksum\" : \"\\w+\"", "\"checksum\" : \"\"");
        String checksum = HashingChannel.sha256Hex(later.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, later.replace("\"checksum\" : \"\"", "\"checksum\" : \"" + checksum + "\""));

        assertThatThrownBy(() -> store.latest(warnings::add))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has format 2, and this version of Espalier reads format 1");
    }

    private Path savedTwice() {
        store.save(TestCheckpoints.at(10, REPLAY));
        store.save(TestCheckpoints.at(20, REPLAY));
        return folder.resolve("step-000000020");
    }

    /** With a right checksum, which anyone who changes a manifest can compute. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "step" : 20                | "step" : "20"          | manifest.json: step must be a whole number of at least 0, but is "20"; restore the file
            "step" : 20                | "step" : 19            | manifest.json is of step 19
            "format" : 1               | "format" : "1"         | manifest.json: format must be a whole number of at least 0, but is "1"; restore the file
            "state.json" : {           | "../state.json" : {    | manifest.json names '../state.json', which is no file of a checkpoint
            "state.json" : {           | "other.safetensors" : {| manifest.json does not name state.json
            "size" : 3072              | "size" : "3072"        | manifest.json: files: replay.safetensors: size must be a whole number of at least 0, but is "3072"; restore the file
            """)
    void aManifestThatWasSealedAnewIsFound(String from, String to, String problem) throws IOException {
        Path manifest = savedTwice().resolve("manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        String changed = text.replace(from, to).replaceFirst("\"checksum\" : \"[^\"]*\"", "\"checksum\" : \"\"");
        String checksum = HashingChannel.sha256Hex(changed.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, changed.replace("\"checksum\" : \"\"", "\"checksum\" : \"" + checksum + "\""));

        assertThat(store.latest(warnings::add).step()).isEqualTo(10);
        assertThat(warnings)
                .containsExactly("Checkpoint step-000000020 is damaged: " + problem + "; using step-000000010 instead");
    }

    private void assertPassedOver(String what) {
        warnings.clear();
        assertThat(store.latest(warnings::add).step()).isEqualTo(10);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst())
                .startsWith("Checkpoint step-000000020 is damaged: " + what)
                .endsWith("using step-000000010 instead");
    }

    private static ArrayData array(Checkpoint checkpoint, String file, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(checkpoint.tensors().get(file)).get(name));
    }

    private List<String> folders() {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

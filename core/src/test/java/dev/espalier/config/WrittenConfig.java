package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configuration files that a test writes, and their messages. */
record WrittenConfig(ConfigLoader loader, Path folder) {

    /** For two tasks alone. */
    static ConfigLoader twoTasks() {
        return new ConfigLoader(List.of("HalfCheetah-v5", "Hopper-v5"));
    }

    RunConfig load(String text) throws IOException {
        return load(Files.writeString(folder.resolve("run.yml"), text));
    }

    RunConfig load(Path file) {
        return loader.load(new ConfigRequest(file, List.of(), Map.of()));
    }

    void assertRefused(String text, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(text))
                .withMessage(folder.resolve("run.yml") + message);
    }
}

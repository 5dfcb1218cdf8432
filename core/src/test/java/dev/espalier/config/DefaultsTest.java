package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code defaults.yml} has every setting, each with a comment. */
class DefaultsTest {

    @Test
    void namesExactlyTheSettingsThatExist() {
        var schema = new Schema();
        assertThat(Presets.defaults(schema).entries().keySet()).containsExactlyElementsOf(schema.settings());
    }

    @Test
    void everySettingHasAComment() throws IOException {
        try (var stream = Objects.requireNonNull(DefaultsTest.class.getResourceAsStream("defaults.yml"))) {
            var setting = Pattern.compile("^ *[a-z_]+: [^#]+$");
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .noneMatch(line -> setting.matcher(line).matches());
        }
    }

    /** Huge whole numbers are refused, except times, numbers of things to keep, and what is checked with the task. */
    @Test
    void wholeNumbersAreBoundedWhereAHugeOneWouldHangOrExhaustMemory() {
        assertThat(acceptedWhenHuge("sac"))
                .containsExactlyInAnyOrder(
                        "steps",
                        "seed",
                        "replay_capacity",
                        "evaluation.every",
                        "checkpoint.every",
                        "checkpoint.keep",
                        "log_every",
                        "sac.updates_per_step",
                        "ofe.pretrain_updates",
                        "prune.patience",
                        "prune.open_after",
                        "prune.leave_out.from_weights");
        assertThat(acceptedWhenHuge("td3"))
                .filteredOn(key -> key.startsWith("td3"))
                .containsExactlyInAnyOrder("td3.updates_per_step", "td3.policy_delay");
        assertThat(acceptedWhenHuge("ppo"))
                .filteredOn(key -> key.startsWith("ppo"))
                .containsExactly("ppo.epochs");
    }

    private static List<String> acceptedWhenHuge(String agent) {
        List<String> accepted = new ArrayList<>();
        for (String key : new Schema().settingsWith(agent)) {
            if (refusal(agent, key + "=0.5").contains("expects a whole number")
                    && refusal(agent, key + "=" + Integer.MAX_VALUE).isEmpty()) {
                accepted.add(key);
            } else if (refusal(agent, key + "=[0.5]").contains("expects a whole number")
                    && refusal(agent, key + "=[" + Integer.MAX_VALUE + "]").isEmpty()) {
                accepted.add(key);
            }
        }
        return accepted;
    }

    private static String refusal(String agent, String assignment) {
        try {
            new ConfigLoader(List.of("Hopper-v5"))
                    .load(new ConfigRequest(null, List.of("preset=plain", "agent=" + agent, assignment), Map.of()));
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}

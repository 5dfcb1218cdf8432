package dev.espalier.cli.card;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.Presets;
import dev.espalier.config.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The machine-readable part of a card: YAML between two lines of dashes, in the format of Hugging Face's model cards
 * ({@code model-index}), with the metric of other reinforcement learning libraries.
 */
final class FrontMatter {

    private static final String LIBRARY_KEY = "library_name";
    private static final String LIBRARY = "espalier";
    private static final String FENCE = "---\n";
    private static final String TASK_TYPE = "reinforcement-learning";
    private static final String METRIC = "mean_reward";

    private FrontMatter() {}

    /** The block, including the dashes. */
    static String of(Findings findings) {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put(LIBRARY_KEY, LIBRARY);
        entries.put("tags", tags(findings));
        // With lost episodes the mean return is incomplete, and programs compare these entries, so there are none.
        if (findings.evaluation().lostEpisodes() == 0) {
            entries.put(
                    "model-index",
                    List.of(ordered(
                            "name",
                            Presets.title(
                                    findings.config().agent(), findings.config().preset()),
                            "results",
                            results(findings))));
        }
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return FENCE + new Yaml(options).dump(entries) + FENCE;
    }

    private static List<String> tags(Findings findings) {
        List<String> tags = new ArrayList<>(List.of(
                findings.trained().task(),
                "deep-reinforcement-learning",
                TASK_TYPE,
                LIBRARY,
                findings.config().agent(),
                "mujoco"));
        if (findings.pruned()) {
            tags.add("pruning");
        }
        return tags;
    }

    private static List<Object> results(Findings findings) {
        String env = findings.trained().task();
        String score = RootLocale.format(
                "%.2f +/- %.2f",
                findings.evaluation().mean(), findings.evaluation().std());
        return List.of(ordered(
                "task",
                ordered("type", TASK_TYPE, "name", TASK_TYPE),
                "dataset",
                ordered("name", env, "type", env),
                "metrics",
                List.of(ordered("type", METRIC, "value", score, "name", METRIC, "verified", false))));
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return map;
    }

    /** Whether this text starts with the front matter of an Espalier card. */
    static boolean opens(String text) {
        int end = text.indexOf("\n" + FENCE);
        if (!text.startsWith(FENCE) || end < 0) {
            return false;
        }
        try {
            Object content = YamlText.load(text.substring(FENCE.length(), end + 1));
            return content instanceof Map<?, ?> map && LIBRARY.equals(map.get(LIBRARY_KEY));
        } catch (YAMLException _) {
            return false; // not an Espalier card
        }
    }
}

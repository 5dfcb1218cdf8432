package dev.espalier.cli.bench;

import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the agent and task of a benchmark. */
final class BenchedAgent {

    @Option(names = "--env", paramLabel = "ID", description = "Task. Default: ${DEFAULT-VALUE}.")
    private String env;

    @Option(names = "--agent", paramLabel = "NAME", description = "Learning algorithm. Default: sac.")
    private @Nullable String agent;

    @Option(names = "--preset", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    private String preset;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, as in 'espalier train'.")
    private List<String> assignments = new ArrayList<>();

    BenchedAgent(String env, String preset) {
        this.env = env;
        this.preset = preset;
    }

    /**
     * The configuration to measure.
     *
     * @param ofTheBench settings of the benchmark, which the user's settings override
     */
    RunConfig config(List<String> ofTheBench, Map<String, String> options) {
        List<String> settings = new ArrayList<>(ofTheBench);
        settings.addAll(assignments);
        Map<String, String> all = new HashMap<>(options);
        all.put("--env", env);
        Tasks.put(all, "--agent", agent);
        all.put("--preset", preset);
        return Tasks.configLoader().load(new ConfigRequest(null, settings, all));
    }
}

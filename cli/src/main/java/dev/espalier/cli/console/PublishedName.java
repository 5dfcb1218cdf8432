package dev.espalier.cli.console;

import dev.espalier.run.TrainedPolicy;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the published name of a policy's task. */
public final class PublishedName {

    private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "What the task is called in what is written. Default: its id, or the name of a model's file without the"
                            + " path to it.")
    private @Nullable String name;

    public boolean isGiven() {
        return name != null;
    }

    /**
     * Checks the name.
     *
     * @throws InputException if it is invalid
     */
    public void check() {
        if (name != null && !NAME.matcher(name).matches()) {
            throw new InputException("--name is '" + name
                    + "'; use letters, digits, '.', '-' and '_', a letter, digit or '_' first, as in Hopper-v5");
        }
    }

    public TrainedPolicy of(TrainedPolicy policy) {
        return name == null ? policy : policy.named(name);
    }
}

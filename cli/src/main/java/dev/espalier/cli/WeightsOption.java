package dev.espalier.cli;

import dev.espalier.cli.console.InputException;
import dev.espalier.export.Rollouts;
import dev.espalier.policy.Policy;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the format of an exported policy's weights, and for what it may lose by them. */
final class WeightsOption {

    private static final String DEFAULT_LOSS = "5";
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?) *%?");

    @Option(
            names = "--weights",
            paramLabel = "FORMAT",
            description =
                    "Format of the stored weights: float32 (default), float16, int8, or int4, two to a byte. Integers"
                            + " have a scale for each unit. Biases, and all numbers while it acts, stay 32-bit floats.")
    private @Nullable String weights;

    @Option(
            names = "--allow-loss",
            paramLabel = "PERCENT",
            description = "Refuse rounded weights if the mean return of " + Rollouts.EPISODES
                    + " seeded episodes falls by more than this, as in 2 or 2%%. Default: " + DEFAULT_LOSS
                    + ". It counts in percent of the size of the unrounded policy's mean return, whatever its sign:"
                    + " from 200 to 190 and from -200 to -210 are both 5.")
    private @Nullable String allowLoss;

    /** Whether any option was given. */
    boolean isGiven() {
        return weights != null || allowLoss != null;
    }

    /** Refuses invalid options. */
    void check() {
        if (weights == null && allowLoss != null) {
            throw new InputException("--allow-loss is for rounded weights, and --weights is missing; choose one of "
                    + WeightFormat.names());
        }
        format();
        allowedPercent();
    }

    WeightFormat format() {
        if (weights == null) {
            return WeightFormat.FLOAT32;
        }
        try {
            return WeightFormat.of(weights);
        } catch (IllegalArgumentException e) {
            throw new InputException("--weights: " + e.getMessage(), e);
        }
    }

    /** The allowed loss in percent, at least 0. */
    double allowedPercent() {
        String text = allowLoss == null ? DEFAULT_LOSS : allowLoss;
        Matcher percentage = PERCENTAGE.matcher(text);
        if (!percentage.matches()) {
            throw new InputException(
                    "--allow-loss is '" + text + "'; give a percentage of at least 0, as in 2 or 2.5%");
        }
        return Double.parseDouble(percentage.group(1));
    }

    /** @throws InputException if the policy has a weight that the format cannot represent */
    RoundedPolicy round(Policy policy) {
        try {
            return RoundedPolicy.of(policy, format());
        } catch (IllegalArgumentException e) {
            throw new InputException("--weights " + format().lowerCase() + ": " + e.getMessage(), e);
        }
    }
}

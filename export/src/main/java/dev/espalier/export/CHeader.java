package dev.espalier.export;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A policy as one C99 or C++ header: constant weights and a function, without allocation, in single precision, with
 * {@code math.h} as the only dependency. Its loops equal those of {@link PolicyNetwork}, with all numbers of a pass in
 * one array that is filled from its end. So both differ only by the rounding of exp and tanh, and with weights of
 * integers by where they are multiplied by their scale.
 */
public final class CHeader {

    /** Prefixes of names that are not reserved in C and C++: no leading, trailing or double underscore. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*");

    private final CText code;
    private final ExportedPolicy policy;
    private final int numbers;

    private CHeader(String prefix, ExportedPolicy policy) {
        this.policy = policy;
        code = new CText(prefix);
        numbers = policy.read()
                + policy.layers().stream().mapToInt(Layer::outputs).sum();
    }

    /**
     * The text of a header.
     *
     * @param prefix prefix of all names: letters, digits, and single underscores between them
     * @param golden golden vectors for tests; at least one
     * @throws IllegalArgumentException if the prefix, a golden vector's size or a number in single precision is invalid
     */
    public static String of(Policy policy, String prefix, PolicyFacts facts, List<PolicyBundle.Golden> golden) {
        return of(RoundedPolicy.of(policy, WeightFormat.FLOAT32), prefix, facts, golden);
    }

    /** The text of a header whose weights are stored in any format; see the other {@code of}. */
    public static String of(RoundedPolicy rounded, String prefix, PolicyFacts facts, List<PolicyBundle.Golden> golden) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "'%s' cannot begin names in C; use letters, digits and single underscores between them, a letter first"
                            .formatted(prefix));
        }
        ExportedPolicy exported = ExportedPolicy.of(rounded, golden);
        return new CHeader(prefix, exported).write(facts, rounded.policy().range(), golden);
    }

    private String write(PolicyFacts facts, ActionRange range, List<PolicyBundle.Golden> golden) {
        comment(facts);
        code.add("""
                #ifndef $P_H
                #define $P_H

                #include <math.h>
                %s
                #define $P_OBSERVATION_SIZE %d
                #define $P_ACTION_SIZE %d
                """, CWeights.includes(policy.format()), policy.observationSize(), policy.actionSize());
        Normalisation normalisation = policy.normalisation();
        if (normalisation != null) {
            code.constants("mean", normalisation.mean());
            code.constants("deviation", normalisation.deviation());
        }
        for (int i = 0; i < policy.layers().size(); i++) {
            Layer layer = policy.layers().get(i);
            if (layer.inputs() > 0) {
                CWeights.constants(code, i, policy.weights().get(i));
            }
            code.constants("bias" + i, layer.bias());
        }
        if (policy.layers().stream().anyMatch(layer -> layer.inputs() > 0)) {
            CWeights.functions(code, policy.format());
        }
        actFunction();
        CSelfTest.write(code, range, golden, facts.tolerance());
        code.add("\n#endif\n");
        return code.toString();
    }

    private void comment(PolicyFacts facts) {
        code.add(
                """
                /*
                 * A trained policy for %s: raw observation in, action of the task out. Written by Espalier.
                 *
                 *     float observation[$P_OBSERVATION_SIZE], action[$P_ACTION_SIZE];
                 *     read_sensors(observation);
                 *     $p_act(observation, action);
                 *     drive_motors(action);
                 *
                 * Needs a C99 or C++ compiler and libm (-lm). Include it in one source file: each that does gets its own weights.
                 * It keeps nothing between calls, so several threads may call it at once.
                 * With $P_SELF_TEST defined, $p_self_test() says how far it is from the trainer's policy here.
                 *
                 * observation  %d entries, float
                 * action       %d entries, float
                 * units        %s
                 * parameters   %d
                %s * memory       %d bytes of constants, about %d bytes of stack, none allocated
                 * trained for  %d steps
                 * tried on     %d episodes, of which the simulator gave up %d
                 * written by   Espalier %s, commit %s
                 */
                """,
                plain(facts.task()),
                policy.observationSize(),
                policy.actionSize(),
                units(),
                facts.parameters(),
                weights(),
                policy.bytes(),
                numbers * Float.BYTES,
                facts.step(),
                Rollouts.EPISODES,
                facts.lostEpisodes(),
                plain(facts.version()),
                plain(facts.commit()));
    }

    private String weights() {
        return policy.format() == WeightFormat.FLOAT32
                ? ""
                : " * weights      " + CWeights.inWords(policy.format())
                        + "\n * self test    compares with the trainer's policy with its weights rounded so\n";
    }

    private String units() {
        return policy.layers().isEmpty()
                ? "none"
                : policy.layers().stream().map(CHeader::units).collect(Collectors.joining(", "));
    }

    private static String units(Layer layer) {
        String activation = layer.activation() == PolicyNetwork.Activation.NONE
                ? ""
                : " " + layer.activation().name().toLowerCase(Locale.ROOT);
        return layer.outputs() + activation + (layer.handsOn() ? " + what it reads" : "");
    }

    /** Removes characters that could end a comment. */
    private static String plain(String text) {
        return text.replaceAll("[^\\w .,:()+-]", "_");
    }

    private void actFunction() {
        code.add("""

                /* From an observation as the task gives it to an action as the task takes it. */
                static inline void $p_act(const float *observation, float *action)
                {
                    float x[%d];
                """, numbers);
        int from = numbers - policy.read();
        Normalisation normalisation = policy.normalisation();
        if (normalisation != null) {
            String limit = CText.number(normalisation.limit());
            // Conditions in this order keep NaN.
            code.add("""
                    for (int i = 0; i < %d; i++) {
                        float normal = (observation[i] - $p_mean[i]) / $p_deviation[i];
                        x[%d + i] = normal < -%s ? -%s : normal > %s ? %s : normal;
                    }
                """, policy.read(), from, limit, limit, limit, limit);
        } else if (policy.read() > 0) {
            code.add("""
                    for (int i = 0; i < %d; i++) {
                        x[%d + i] = observation[i];
                    }
                """, policy.read(), from);
        } else {
            code.add("    (void)observation;\n");
        }
        for (int i = 0; i < policy.layers().size(); i++) {
            Layer layer = policy.layers().get(i);
            int to = from - layer.outputs();
            if (layer.inputs() > 0) {
                code.add(
                        "    $p_layer(" + CWeights.arguments(i, policy.format())
                                + "$p_bias%d, %d, %d, x + %d, x + %d);\n",
                        i,
                        layer.inputs(),
                        layer.outputs(),
                        from,
                        to);
            } else {
                forEach(to, from, "$p_bias" + i + "[i - " + to + "]");
            }
            switch (layer.activation()) {
                case NONE -> {}
                // Conditions in this order keep NaN.
                case RELU -> forEach(to, from, "x[i] < 0.0f ? 0.0f : x[i]");
                case SWISH -> forEach(to, from, "x[i] / (1.0f + expf(-x[i]))");
            }
            from = to;
        }
        for (int i = 0; i < policy.actionSize(); i++) {
            String decided = "tanhf(x[" + (from + i) + "])";
            String stretched = policy.hasUnitWidth() ? decided : CText.number(policy.halfWidth()[i]) + " * " + decided;
            String shifted = policy.isCentred() ? stretched : CText.number(policy.centre()[i]) + " + " + stretched;
            code.add("    action[%d] = %s;\n", i, shifted);
        }
        code.add("}\n");
    }

    private void forEach(int from, int to, String value) {
        code.add("    for (int i = %d; i < %d; i++) {\n", from, to);
        code.add("        x[i] = " + value + ";\n");
        code.add("    }\n");
    }
}

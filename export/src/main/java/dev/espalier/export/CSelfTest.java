package dev.espalier.export;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.PolicyBundle;
import java.util.List;
import java.util.Locale;

/** The self-test in a {@link CHeader}, which runs on the target. It is compiled only on request. */
final class CSelfTest {

    private static final String FUNCTION = """

            /*
             * How far an entry of an action is from the trainer's at most, divided by the largest size that it may have if that is
             * above 1. More than %s, or NaN, means that this compiler or its libm computes something else.
             */
            static inline float $p_self_test(void)
            {
                float action[$P_ACTION_SIZE];
                float largest = 0.0f;
                for (int row = 0; row < %d; row++) {
                    $p_act($p_golden_observation + row * $P_OBSERVATION_SIZE, action);
                    for (int i = 0; i < $P_ACTION_SIZE; i++) {
                        float expected = $p_golden_action[row * $P_ACTION_SIZE + i];
                        float deviation = fabsf(action[i] - expected) / $p_golden_scale[i];
                        if (!(deviation >= 0.0f)) {
                            return deviation;
                        }
                        largest = deviation > largest ? deviation : largest;
                    }
                }
                return largest;
            }
            """;

    private CSelfTest() {}

    static void write(CText code, ActionRange range, List<PolicyBundle.Golden> golden, double tolerance) {
        code.add("\n#ifdef $P_SELF_TEST\n");
        code.constants(
                "golden_observation",
                ExportedPolicy.entries(
                        golden.stream().map(PolicyBundle.Golden::observation).toList()));
        code.constants(
                "golden_action",
                ExportedPolicy.entries(
                        golden.stream().map(PolicyBundle.Golden::action).toList()));
        code.constants("golden_scale", ExportedPolicy.entries(List.of(Deviation.scales(range))));
        code.add(FUNCTION, String.format(Locale.ROOT, "%.1e", tolerance), golden.size());
        code.add("\n#endif\n");
    }
}

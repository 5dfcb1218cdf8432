package dev.espalier.cli.export;

import static dev.espalier.cli.export.RandomPolicy.FACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.espalier.env.Environment;
import dev.espalier.env.Environments;
import dev.espalier.env.Step;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Each form of a policy in a control loop of its own. */
class ControlLoopTest {

    /** Contacts make small differences grow; over so many steps, most of an unskilled hopper's fall, they stay small. */
    private static final int STEPS = 15;

    @Test
    void allFormsOfAPolicyHopAlike() throws IOException, InterruptedException, OrtException {
        Policy policy = RandomPolicy.draw(2, 11, new int[] {6, 6}, new int[] {16}, RandomPolicy.range(3, -1, 1));
        var golden = RandomPolicy.golden(policy);
        String header = CHeader.of(policy, "hopper", FACTS, golden);
        CCompiler compiler =
                CCompiler.find().orElseThrow(() -> new AssertionError("this test needs a C compiler, e.g. gcc"));
        try (Environment environment = Environments.make("Hopper-v5");
                CompiledController compiled = CompiledController.of(compiler, header, "hopper");
                OnnxController onnx = OnnxController.of(OnnxModel.of(policy, FACTS, golden))) {
            double expected = play(environment, policy);

            assertThat(play(environment, compiled)).isCloseTo(expected, within(1e-3));
            assertThat(play(environment, onnx)).isCloseTo(expected, within(1e-3));
            // What others decide leads elsewhere, so the agreement above means something.
            assertThat(play(environment, (observation, action) -> action[0] = -1))
                    .isNotCloseTo(expected, within(1e-2));
        }
    }

    /** The sum of the first rewards of an episode. */
    private static double play(Environment environment, Controller controller) {
        double[] action = new double[3];
        double[] observation = environment.reset(7);
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            controller.act(observation, action);
            Step step = environment.step(action);
            assertThat(step.done()).as("the end after step %d", i).isFalse();
            sum += step.reward();
            observation = step.observation();
        }
        return sum;
    }
}

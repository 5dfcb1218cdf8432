package dev.espalier.export;

import static dev.espalier.export.RandomPolicy.FACTS;
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

/** Each format of a policy runs its own episode. */
class ControlLoopTest {

    private record Episode(int steps, double sum) {}

    @Test
    void allFormsOfAPolicyHopAlike() throws IOException, InterruptedException, OrtException {
        // Of the first 60 seeds, this one keeps the hopper up longest.
        Policy policy = RandomPolicy.draw(44, 11, new int[] {6, 6}, new int[] {16}, RandomPolicy.range(3, -1, 1));
        var golden = RandomPolicy.golden(policy);
        String header = CHeader.of(policy, "hopper", FACTS, golden);
        CCompiler compiler =
                CCompiler.find().orElseThrow(() -> new AssertionError("this test needs a C compiler, e.g. gcc"));
        try (Environment environment = Environments.make("Hopper-v5");
                CompiledController compiled = CompiledController.of(compiler, header, "hopper");
                OnnxController onnx = OnnxController.of(OnnxModel.of(policy, FACTS, golden))) {
            Episode expected = play(environment, policy);

            assertThat(expected.steps()).isGreaterThan(50);
            assertAlike(play(environment, compiled), expected);
            assertAlike(play(environment, onnx), expected);
            // A different controller has a different return, so the agreement above means something.
            assertThat(play(environment, (observation, action) -> action[0] = -1))
                    .satisfies(other -> assertThat(other.sum()).isNotCloseTo(expected.sum(), within(1.0)));
        }
    }

    /** Contacts amplify small differences, so returns of 99 must agree in five digits only. */
    private static void assertAlike(Episode actual, Episode expected) {
        assertThat(actual.steps()).isEqualTo(expected.steps());
        assertThat(actual.sum()).isCloseTo(expected.sum(), within(1e-3));
    }

    private static Episode play(Environment environment, Controller controller) {
        double[] action = new double[3];
        double[] observation = environment.reset(7);
        double sum = 0;
        int steps = 0;
        boolean done = false;
        while (!done) {
            controller.act(observation, action);
            Step step = environment.step(action);
            sum += step.reward();
            steps++;
            observation = step.observation();
            done = step.done();
        }
        return new Episode(steps, sum);
    }
}

package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.nn.LearningRateSchedule.Kind;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers worked by hand. */
class LearningRateScheduleTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 0, 1",
        "CONSTANT, 0.5, 1",
        "CONSTANT, 1, 1",
        "LINEAR, 0, 1",
        "LINEAR, 0.25, 0.75",
        "LINEAR, 0.999, 0.001",
        "LINEAR, 1, 0"
    })
    void factor(Kind kind, double progress, double expected) {
        var schedule = new LearningRateSchedule(kind);
        assertThat(schedule.factor()).as("before it is asked").isEqualTo(1);

        schedule.enter(progress);

        assertThat(schedule.factor()).isCloseTo(expected, within(1e-12));
    }

    /** With one gradient for ever, every step of Adam has the size of the rate: 0.1, 0.075, 0.05, 0.025 and 0. */
    @Test
    void anOptimiserStepsByThePresentRate() {
        Tensor weight = Tensors.of(compute, new float[] {1}, 1).requires_grad_(true);
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("weight", weight);
        var schedule = new LearningRateSchedule(Kind.LINEAR);
        var adam = new Adam(parameters, new Adam.Settings(0.1, 0, schedule), new ListKernels(), compute);

        float[] expected = {0.9f, 0.825f, 0.775f, 0.75f, 0.75f};
        for (int step = 0; step < expected.length; step++) {
            schedule.enter(step / 4.0);
            adam.step(new TensorVector(Tensors.of(compute, new float[] {3}, 1)));

            assertThat(Tensors.toFloats(weight)[0]).as("step %d", step).isCloseTo(expected[step], within(1e-6f));
        }
    }
}

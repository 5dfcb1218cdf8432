package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandlersTest {

    /** MuJoCo warns about each unstable step with the simulated time, thousands of times in a bad run. */
    @Test
    void warningsThatDifferInNumbersAreCounted() {
        var handlers = new Handlers();
        assertThat(IntStream.rangeClosed(1, 150)
                        .mapToObj(i -> handlers.told("Nan in QACC at DOF " + i + ". Time = " + i + ".0500."))
                        .flatMap(Optional::stream))
                .containsExactly(
                        "Nan in QACC at DOF 1. Time = 1.0500.",
                        "Nan in QACC at DOF 10. Time = 10.0500. (10 times so far)",
                        "Nan in QACC at DOF 100. Time = 100.0500. (100 times so far)");
        assertThat(handlers.told("too many contacts")).contains("too many contacts");
    }
}

package dev.espalier.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.run.loop.RunListener.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunDisplayTest {

    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesComeEveryTenSecondsAndAtTheEnd() {
        var now = new AtomicLong(5 * SECOND);
        try (var display = new LineDisplay(out, now::get)) {
            display.onStep(new Progress(1000, 8000, Double.NaN, "", ""));
            now.addAndGet(9 * SECOND);
            display.onStep(new Progress(2000, 8000, 3.14, "dR 99 %", "policy 9-9"));
            now.addAndGet(SECOND);
            display.onStep(new Progress(3000, 8000, 3.14, "dR 38 %", "policy 2-9"));
            display.onStep(new Progress(3001, 8000, 3.14, "", ""));
            now.addAndGet(10 * SECOND);
            display.onStep(new Progress(4000, 8000, 2, "", ""));
            now.addAndGet(SECOND);
            display.onStep(new Progress(8000, 8000, -7, "", ""));
        }

        // 2000 steps in 10 s are 200 per second, so 5000 / 200 = 25 s remain; 1000 steps in the next 10 s are 100 per
        // second, so 4000 / 100 = 40 s remain; overall, 7000 steps in 21 s.
        assertThat(printed()).isEqualTo("""
                        step 3000 of 8000 (37.5 %), 200 steps/s, ETA 0:00:25, last return 3.1, dR 38 %, units policy 2-9
                        step 4000 of 8000 (50.0 %), 100 steps/s, ETA 0:00:40, last return 2.0
                        step 8000 of 8000 (100.0 %), 333 steps/s, ETA 0:00:00, last return -7.0
                        """);
    }

    @Test
    void linesTellEvaluationsAndMessages() {
        try (var display = new LineDisplay(out, () -> 0)) {
            display.onEvaluation(10, List.of(1.0, 3.0));
            display.onMessage("checkpoint written");
        }

        assertThat(printed())
                .isEqualTo("evaluation at step 10: mean return 2.0, std 1.0, 2 episodes\ncheckpoint written\n");
    }

    /** Sizes are the last to be cut off; the units of all layers of a large agent are longer than a line. */
    @Test
    void aNarrowBarKeepsTheSizes() {
        String units = "phi_o 128-128-128-128-128-128 phi_oa 128-128-128-128-128-128 policy 512-512 value 512-512";
        try (var display = new BarDisplay(out, 80)) {
            display.onStep(new Progress(20_000, 100_000, Double.NaN, "", ""));
            display.onStep(new Progress(60_000, 100_000, 1234.5, "dR 638.0 %, tR 625.1 %, 4465 undecided", units));
            display.onEvaluation(60_000, List.of(1300.0));
        }

        assertThat(printed()).contains("\r\033[Kunits left: " + units + "\n");
        assertThat(printed().lines().toList().getLast())
                .contains("60000/100000")
                .contains("dR 638.0 %");
    }

    @Test
    void theBarShowsStepsReturnAndEvaluation() {
        try (var display = new BarDisplay(out, 120)) {
            display.onMessage("before");
            display.onStep(new Progress(20, 100, Double.NaN, "", ""));
            display.onStep(new Progress(60, 100, 12.4, "dR 38 %", ""));
            display.onEvaluation(60, List.of(30.0, 34.0));
            display.onMessage("saved");
        }

        assertThat(printed()).startsWith("before\n");
        assertThat(printed()).contains("\r\033[Kevaluation at step 60: mean return 32.0, std 2.0, 2 episodes\n");
        assertThat(printed()).contains("\r\033[Ksaved\n");
        assertThat(printed()).containsPattern("60% \\[=+ +] +60/100 .* dR 38 % return 12 evaluation 32\n$");
    }
}

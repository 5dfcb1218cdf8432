package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.PolicyBundle.Golden;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenVectorsTest {

    private static List<Double> kept(int wanted, int played) {
        var vectors = new GoldenVectors((observation, action) -> action[0] = 2 * observation[0], wanted);
        double[] action = new double[1];
        for (int i = 0; i < played; i++) {
            vectors.act(new double[] {i}, action);
        }
        assertThat(vectors.kept())
                .allSatisfy(golden -> assertThat(golden.action()[0]).isEqualTo(2 * golden.observation()[0]));
        return vectors.kept().stream()
                .map(Golden::observation)
                .map(entries -> entries[0])
                .toList();
    }

    /** By hand: two are wanted, so the fifth halves them to 0 2 4, and 6 and 8 halve them again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    3  | 0 1 2
                    4  | 0 1 2 3
                    5  | 0 2 4
                    7  | 0 2 4 6
                    9  | 0 4 8
                    16 | 0 4 8 12
                    17 | 0 8 16
                    """)
    void keepsSomeOfThemEvenlySpread(int played, String expected) {
        assertThat(kept(2, played))
                .containsExactlyElementsOf(List.of(expected.split(" ")).stream()
                        .map(Double::valueOf)
                        .toList());
    }
}

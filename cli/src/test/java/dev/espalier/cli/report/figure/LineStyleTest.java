package dev.espalier.cli.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Line styles are distinguishable. */
class LineStyleTest {

    private static List<String> labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "label " + i).toList();
    }

    @Test
    void everyLabelHasALookOfItsOwn() {
        var styles = LineStyle.ours(labels(60).stream());

        assertThat(styles).hasSize(60);
        assertThat(styles.values()).doesNotHaveDuplicates();
        assertThat(styles.values().stream().map(LineStyle::color).distinct()).hasSize(7);
    }

    @Test
    void theEighthRepeatsTheFirstColourInDashes() {
        var styles = LineStyle.ours(labels(8).stream());
        LineStyle first = Objects.requireNonNull(styles.get("label 0"));
        LineStyle eighth = Objects.requireNonNull(styles.get("label 7"));

        assertThat(eighth.color()).isEqualTo(first.color());
        assertThat(first.stroke().getDashArray()).isNull();
        assertThat(eighth.stroke().getDashArray()).containsExactly(8, 5);
        assertThat(eighth.thin().getDashArray()).containsExactly(8, 5);
    }

    @Test
    void curvesOfOthersAreGreyAndNoneIsAWholeLine() {
        var styles = LineStyle.others(labels(9).stream());

        // A legend sample of length 24 shows only the shortest pattern of dots; colours and greys must do the rest.
        assertThat(styles.values().stream()
                        .map(style -> style.color().getRGB()
                                + Arrays.toString(Arrays.copyOf(style.stroke().getDashArray(), 4))))
                .doesNotHaveDuplicates();
        assertThat(styles.values()).allSatisfy(style -> {
            assertThat(style.color().getRed()).isEqualTo(style.color().getBlue());
            // White has luminance 1.
            assertThat(1.05 / (Palette.luminance(style.color()) + 0.05)).isGreaterThan(3);
            assertThat(style.stroke().getDashArray()).isNotNull();
        });
    }

    /** Further runs do not change the styles of earlier ones. */
    @Test
    void looksFollowTheOrderOfAppearance() {
        var few = LineStyle.ours(Stream.of("b", "a", "b", "c"));
        var more = LineStyle.ours(Stream.concat(Stream.of("b", "b", "a", "c"), labels(20).stream()));

        assertThat(more).containsAllEntriesOf(few);
        assertThat(Objects.requireNonNull(few.get("b")).color().getRGB() & 0xFFFFFF)
                .isEqualTo(0x0072B2);
    }
}

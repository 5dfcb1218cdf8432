package dev.espalier.cli.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;

/** Colours with a meaning, and readable text on them. */
class PaletteTest {

    private static double contrast(Color a, Color b) {
        double first = Palette.luminance(a) + 0.05;
        double second = Palette.luminance(b) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    /** Known from the Web Content Accessibility Guidelines. */
    @Test
    void contrastIsThatOfTheGuidelines() {
        assertThat(contrast(Color.BLACK, Color.WHITE)).isCloseTo(21, within(1e-9));
        assertThat(contrast(new Color(0x767676), Color.WHITE)).isCloseTo(4.54, within(0.005));
    }

    @Test
    void everyTileCanBeRead() {
        for (double ratio = 1e-4; ratio < 1e4; ratio *= 1.1) {
            Color ground = Palette.ratio(ratio);
            assertThat(contrast(Palette.readable(ground), ground))
                    .as("at %s", ratio)
                    .isGreaterThan(4.5);
        }
        assertThat(contrast(Canvas.FAINT_TEXT, Color.WHITE)).isGreaterThan(4.5);
    }

    @Test
    void smallerIsBlueAndLargerOrange() {
        assertThat(Palette.ratio(1)).isEqualTo(Color.WHITE);
        assertThat(Palette.ratio(1 / 16.0)).isEqualTo(new Color(0x0072B2));
        assertThat(Palette.ratio(16)).isEqualTo(Palette.ratio(300)).isEqualTo(new Color(0xD55E00));
    }

    /** The order is visible without colours, too. */
    @Test
    void aGreaterShareIsDarker() {
        double before = 1;
        for (int i = 0; i <= 100; i++) {
            double light = Palette.luminance(Palette.share(i / 100.0));
            assertThat(light).isLessThan(before);
            before = light;
        }
    }
}

package dev.espalier.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import dev.espalier.mujoco.Mesh;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Outlines with sizes from geometry: seen from 0.24 above the horizon, 0.32 from the right, at 100 pixels per metre.
 */
class OutlineTest {

    private static final View VIEW = new View(new double[] {5, 6, 7}, 0.24, 100, 240, 128);
    private static final Pose UPRIGHT = new Pose(new double[] {5, 6, 7}, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});

    private static Geom geom(GeomShape shape, List<Double> size) {
        return new Geom("", "", shape, size, Mesh.NONE, new Geom.Colour(1, 1, 1, 1), false, false);
    }

    /** A capsule's height is that of its axis, foreshortened by cos 0.24, plus twice its radius. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SPHERE    | 0.5         | 100    | 100
            CAPSULE   | 0.1;0.5     | 20     | 117.1338
            ELLIPSOID | 0.5;0.5;0.5 | 100    | 100
            CYLINDER  | 0.5;0.25    | 100    | 72.3370
            BOX       | 0.5;0.5;0.5 | 126.38 | 127.1749
            """)
    void solidsHaveTheirSize(GeomShape shape, String sizes, double width, double height) {
        List<Double> size =
                List.of(sizes.split(";", -1)).stream().map(Double::valueOf).toList();
        Rectangle2D bounds =
                new Outline(geom(shape, size)).seen(VIEW, UPRIGHT, 0).getBounds2D();

        // Circles are polygons of 24 corners, smaller by less than a hundredth.
        assertThat(bounds.getWidth()).isCloseTo(width, within(0.01 * width));
        assertThat(bounds.getHeight()).isCloseTo(height, within(0.01 * height));
        assertThat(bounds.getCenterX()).isCloseTo(240, within(0.6));
        assertThat(bounds.getCenterY()).isCloseTo(128, within(0.6));
    }

    /** Vertical projection: a disc of the sphere's size, flattened by sin 0.24, one metre lower. */
    @Test
    void shadowsLieOnTheFloor() {
        Rectangle2D bounds = new Outline(geom(GeomShape.SPHERE, List.of(0.5)))
                .shadow(VIEW, UPRIGHT, 0, 6)
                .getBounds2D();
        assertThat(bounds.getWidth()).isCloseTo(100, within(1.0));
        assertThat(bounds.getHeight()).isCloseTo(23.77, within(0.3));
        assertThat(bounds.getCenterY()).isCloseTo(128 + 97.13, within(0.6));
    }

    @Test
    void pointsInsideAreLeftOut() {
        var hull = Outline.hull(List.of(
                new double[] {0, 0},
                new double[] {2, 1},
                new double[] {4, 0},
                new double[] {2, 3},
                new double[] {4, 4},
                new double[] {0, 4},
                new double[] {0, 2}));
        int corners = 0;
        for (var path = hull.getPathIterator(null); !path.isDone(); path.next()) {
            corners++;
        }
        assertThat(corners).as("four corners and the way back").isEqualTo(5);
        assertThat(hull.contains(2, 0.1)).isTrue();
    }

    @Test
    void aPlaneHasNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outline(geom(GeomShape.PLANE, List.of(1.0, 1.0, 1.0))));
    }
}

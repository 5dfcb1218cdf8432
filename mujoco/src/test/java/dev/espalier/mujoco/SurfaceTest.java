package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Geoms made of triangles, against volumes and areas known from geometry. */
class SurfaceTest {

    private static final String TETRAHEDRON = "vertex='0 0 0  0.2 0 0  0 0.3 0  0 0 0.6'";

    private static List<Geom> geoms(String asset, String geom) {
        String xml = "<mujoco><asset>%s</asset><worldbody>%s</worldbody></mujoco>".formatted(asset, geom);
        try (MjModel model = MjModel.fromXml(xml)) {
            return model.geoms();
        }
    }

    /** The enclosed volume, by the divergence theorem; positive if triangles are counter-clockwise from outside. */
    private static double volume(Mesh mesh) {
        double sum = 0;
        for (int t = 0; t < mesh.triangles().length; t += 3) {
            double[] n = normal(mesh, t);
            int corner = 3 * mesh.triangles()[t];
            for (int axis = 0; axis < 3; axis++) {
                sum += n[axis] * mesh.points()[corner + axis] / 6;
            }
        }
        return sum;
    }

    /** The normal of a triangle, twice as long as its area. */
    private static double[] normal(Mesh mesh, int triangle) {
        double[] a = side(mesh, triangle, 1);
        double[] b = side(mesh, triangle, 2);
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double[] side(Mesh mesh, int triangle, int corner) {
        double[] side = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            side[axis] = mesh.points()[3 * mesh.triangles()[triangle + corner] + axis]
                    - mesh.points()[3 * mesh.triangles()[triangle] + axis];
        }
        return side;
    }

    /** MuJoCo puts a mesh's frame at its centre of mass along its principal axes, so only invariants are known. */
    @Test
    void aMeshHasItsTriangles() {
        List<Geom> geoms = geoms(
                "<mesh name='other' vertex='0 0 0  1 0 0  0 1 0  0 0 1  1 1 1'/><mesh name='m' " + TETRAHEDRON + "/>",
                "<geom type='mesh' mesh='m'/><geom name='twin' type='mesh' mesh='m'/>");
        Geom rock = geoms.getFirst();
        assertThat(rock.shape()).isEqualTo(GeomShape.MESH);
        assertThat(rock.boxed()).isFalse();
        assertThat(rock.mesh().points()).hasSize(12);
        assertThat(rock.mesh().triangles()).hasSize(12);
        assertThat(volume(rock.mesh())).isCloseTo(0.2 * 0.3 * 0.6 / 6, within(1e-8));
        assertThat(rock.size()).allMatch(reach -> reach > 0.02 && reach < 0.7);
        assertThat(geoms.get(1).mesh()).as("a mesh is copied once").isSameAs(rock.mesh());
    }

    @Test
    void aSignedDistanceFieldIsDrawnByItsMesh() {
        Geom rock = geoms("<mesh name='m' " + TETRAHEDRON + "/>", "<geom type='sdf' mesh='m'/>")
                .getFirst();
        assertThat(rock.shape()).isEqualTo(GeomShape.MESH);
        assertThat(volume(rock.mesh())).isCloseTo(0.2 * 0.3 * 0.6 / 6, within(1e-8));
    }

    /** Two rows of three heights: 4 m along x, 2 m along y. A rangefinder 3 m above each point measures its height. */
    @Test
    void aHeightFieldIsASurfaceSeenFromAbove() {
        String xml = """
                <mujoco>
                  <asset><hfield name="h" nrow="2" ncol="3" size="2 1 0.5 0.1" elevation="0 1 2  3 4 4"/></asset>
                  <worldbody>
                    <geom type="hfield" hfield="h"/>
                    <body pos="0 0 3" euler="180 0 0">
                      <site name="a" pos="-1.99 0.99 0"/><site name="b" pos="0 0.99 0"/><site name="c" pos="1.99 0.99 0"/>
                      <site name="d" pos="-1.99 -0.99 0"/><site name="e" pos="0 -0.99 0"/><site name="f" pos="1.99 -0.99 0"/>
                    </body>
                  </worldbody>
                  <sensor>
                    <rangefinder site="a"/><rangefinder site="b"/><rangefinder site="c"/>
                    <rangefinder site="d"/><rangefinder site="e"/><rangefinder site="f"/>
                  </sensor>
                </mujoco>
                """;
        try (MjModel model = MjModel.fromXml(xml);
                MjData data = model.newData()) {
            Geom hills = model.geoms().getFirst();
            assertThat(hills.shape()).isEqualTo(GeomShape.MESH);
            assertThat(hills.size()).containsExactly(2.0, 1.0, 0.5);
            data.forward();
            float[] points = hills.mesh().points();
            for (int i = 0; i < 6; i++) {
                assertThat(points[3 * i]).isEqualTo(2 * (i % 3) - 2);
                assertThat(points[3 * i + 1]).isEqualTo(i < 3 ? -1 : 1);
                double measured = 3 - data.get(DataField.SENSORDATA, i);
                assertThat((double) points[3 * i + 2]).as("point " + i).isCloseTo(measured, within(0.01));
            }
            double seen = 0;
            for (int t = 0; t < hills.mesh().triangles().length; t += 3) {
                double up = normal(hills.mesh(), t)[2];
                assertThat(up).isPositive();
                seen += up / 2;
            }
            assertThat(seen).isCloseTo(4 * 2, within(1e-6));
        }
    }

    @Test
    void whatHasNoSurfaceIsTheBoxAroundIt() {
        Mesh box = Mesh.ofBox(new double[] {1, 2, 3, 0.5, 0.25, 2});
        assertThat(volume(box)).isCloseTo(8 * 0.5 * 0.25 * 2, within(1e-6));
        assertThat(List.of(box.reach(0), box.reach(1), box.reach(2))).containsExactly(1.5, 2.25, 5.0);
    }

    @Test
    void coloursAreThoseOfTheMaterialUnlessTheGeomHasItsOwn() {
        List<Geom> geoms = geoms("<material name='glass' rgba='0.25 0.5 0.75 0.5'/>", """
                <geom size='1' material='glass'/>
                <geom size='1' material='glass' rgba='1 0 0 1'/>
                <geom size='1'/>
                """);
        assertThat(geoms.stream().map(Geom::colour))
                .containsExactly(
                        new Geom.Colour(0.25f, 0.5f, 0.75f, 0.5f),
                        new Geom.Colour(1, 0, 0, 1),
                        new Geom.Colour(0.5f, 0.5f, 0.5f, 1));
    }
}

package dev.espalier.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import dev.espalier.mujoco.Mesh;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplifierTest {

    /** An ellipsoid of {@code rows} rows of {@code rows} points; open at both ends. */
    private static Mesh ellipsoid(int rows, double x, double y, double z) {
        float[] points = new float[3 * rows * rows];
        int[] triangles = new int[6 * rows * (rows - 1)];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            double latitude = Math.PI * (row + 0.5) / rows;
            for (int i = 0; i < rows; i++) {
                double angle = 2 * Math.PI * i / rows;
                int point = row * rows + i;
                points[3 * point] = (float) (x * Math.sin(latitude) * Math.cos(angle));
                points[3 * point + 1] = (float) (y * Math.sin(latitude) * Math.sin(angle));
                points[3 * point + 2] = (float) (z * Math.cos(latitude));
                if (row + 1 < rows) {
                    int next = row * rows + (i + 1) % rows;
                    for (int corner : new int[] {point, point + rows, next, next, point + rows, next + rows}) {
                        triangles[at++] = corner;
                    }
                }
            }
        }
        return new Mesh(points, triangles);
    }

    private static Geom geom(Mesh mesh) {
        return new Geom(
                "", "", GeomShape.MESH, List.of(1.0, 1.0, 1.0), mesh, new Geom.Colour(1, 1, 1, 1), false, false);
    }

    @Test
    void aSmallMeshStaysAsItIs() {
        Mesh mesh = ellipsoid(10, 1, 1, 1);
        assertThat(Simplifier.simplify(mesh, 180)).isSameAs(mesh);
    }

    /** 119 400 triangles become some thousands that still lie on the sphere. */
    @Test
    void aLargeMeshKeepsItsForm() {
        Mesh simple = Simplifier.simplify(ellipsoid(200, 1, 1, 1), 3000);

        assertThat(simple.triangles().length / 3).isBetween(1500, 3000);
        for (int i = 0; i < simple.points().length; i += 3) {
            double radius = Math.hypot(Math.hypot(simple.points()[i], simple.points()[i + 1]), simple.points()[i + 2]);
            assertThat(radius).isBetween(0.97, 1.0001);
        }
        assertThat(Arrays.stream(simple.triangles()).max().orElseThrow()).isLessThan(simple.points().length / 3);
    }

    /** A rod of 2 m that is thinner than a cell of its grid. */
    @Test
    void aRodDoesNotVanish() {
        Mesh simple = Simplifier.simplify(ellipsoid(200, 0.002, 0.002, 1), 300);

        assertThat(simple.triangles().length / 3).isBetween(20, 300);
        double widest = 0;
        double highest = 0;
        for (int i = 0; i < simple.points().length; i += 3) {
            widest = Math.max(widest, Math.abs(simple.points()[i]));
            highest = Math.max(highest, Math.abs(simple.points()[i + 2]));
        }
        assertThat(widest).isBetween(0.0005, 0.002);
        assertThat(highest).isBetween(0.9, 1.0);
    }

    /** Of 100 meshes 99 have 24 triangles; an even share would be 240 for each. */
    @Test
    void whatSmallMeshesDoNotNeedGoesToTheLarge() {
        List<Geom> geoms = new ArrayList<>(List.of(geom(ellipsoid(60, 1, 1, 1))));
        for (int i = 0; i < 99; i++) {
            geoms.add(geom(ellipsoid(4, 1, 1, 1)));
        }
        List<Geom> simple = Simplifier.simplify(geoms);

        assertThat(simple.getFirst().mesh().triangles().length / 3).isBetween(1000, 3000);
        assertThat(simple.getLast().mesh()).isSameAs(geoms.getLast().mesh());
        assertThat(Simplifier.departures(geoms, simple)).containsExactly("1 large mesh is drawn coarser");
        assertThat(Simplifier.departures(simple, simple)).isEmpty();
    }

    @Test
    void manyMeshesShareTheirRoom() {
        List<Geom> twins = Simplifier.simplify(Collections.nCopies(100, geom(ellipsoid(40, 1, 1, 1))));

        assertThat(twins.getFirst().mesh().triangles().length / 3).isBetween(60, 240);
        assertThat(twins.stream().map(Geom::mesh))
                .allSatisfy(mesh -> assertThat(mesh).isSameAs(twins.getFirst().mesh()));
        assertThat(Simplifier.departures(Collections.nCopies(100, geom(ellipsoid(40, 1, 1, 1))), twins))
                .containsExactly("100 large meshes are drawn coarser");
    }
}

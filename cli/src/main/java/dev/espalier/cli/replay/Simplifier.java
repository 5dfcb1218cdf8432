package dev.espalier.cli.replay;

import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.Mesh;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reduces the triangles of meshes, to keep pages small and drawing fast. All points in a cell of a grid are merged into
 * their mean, and triangles that collapse are dropped (J. Rossignac and P. Borrel, <i>Multi-resolution 3D
 * approximations for rendering complex scenes</i>, 1993).
 */
final class Simplifier {

    /** Approximate maximum of triangles over all geoms of a scene. */
    private static final int MAX_OF_ALL = 24_000;

    private static final int MAX_OF_ONE = 3000;

    /** With fewer, a mesh would not be recognisable, however many there are. */
    private static final int MIN_OF_ONE = 120;

    private static final int FINEST_GRID = 256;
    private static final double COARSER = 0.8;

    private Simplifier() {}

    /** The same geoms with simplified meshes; geoms that share a mesh still do. */
    static List<Geom> simplify(List<Geom> geoms) {
        IdentityHashMap<Mesh, Mesh> simple = meshes(geoms);
        return geoms.stream()
                .map(geom -> new Geom(
                        geom.name(),
                        geom.body(),
                        geom.shape(),
                        geom.size(),
                        simple.getOrDefault(geom.mesh(), geom.mesh()),
                        geom.colour(),
                        geom.fixed(),
                        geom.boxed()))
                .toList();
    }

    /** Describes the changes of {@link #simplify} for people; empty if there are none. */
    static List<String> departures(List<Geom> before, List<Geom> after) {
        long coarser = IntStream.range(0, before.size())
                .filter(i -> before.get(i).mesh().triangles().length
                        > after.get(i).mesh().triangles().length)
                .count();
        return coarser == 0
                ? List.of()
                : List.of(coarser == 1 ? "1 large mesh is drawn coarser" : coarser + " large meshes are drawn coarser");
    }

    /** The simplified mesh of each mesh. Small meshes come first, and the later ones share what these do not need. */
    private static IdentityHashMap<Mesh, Mesh> meshes(List<Geom> geoms) {
        List<Mesh> sorted = geoms.stream()
                .map(Geom::mesh)
                .filter(mesh -> mesh.triangles().length > 0)
                .sorted(Comparator.comparingInt(mesh -> mesh.triangles().length))
                .toList();
        // Compared by identity, as meshes are records with arrays.
        IdentityHashMap<Mesh, Mesh> simple = new IdentityHashMap<>();
        int left = MAX_OF_ALL;
        for (int i = 0; i < sorted.size(); i++) {
            int most = Math.clamp(left / (sorted.size() - i), MIN_OF_ONE, MAX_OF_ONE);
            left -= simple.computeIfAbsent(sorted.get(i), mesh -> simplify(mesh, most))
                            .triangles()
                            .length
                    / 3;
        }
        return simple;
    }

    /** The mesh itself if it has at most {@code most} triangles, else a simplified one that has. */
    static Mesh simplify(Mesh mesh, int most) {
        Mesh simple = mesh;
        for (double cells = FINEST_GRID; simple.triangles().length > 3 * most; cells *= COARSER) {
            simple = clustered(mesh, Math.max(1, (int) cells));
        }
        return simple;
    }

    /**
     * Clusters points in a grid.
     *
     * @param cells cells along the longest side; proportionally fewer along others, at least two, to keep rods visible
     */
    private static Mesh clustered(Mesh mesh, int cells) {
        float[] points = mesh.points();
        double[] low = new double[3];
        double[] lengths = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            int from = axis;
            var along = IntStream.range(0, points.length / 3)
                    .mapToDouble(i -> points[3 * i + from])
                    .summaryStatistics();
            low[axis] = along.getMin();
            lengths[axis] = along.getMax() - along.getMin();
        }
        double longest = Math.max(lengths[0], Math.max(lengths[1], lengths[2]));
        Map<Long, Integer> found = new HashMap<>();
        int[] cluster = new int[points.length / 3];
        for (int i = 0; i < cluster.length; i++) {
            long cell = 0;
            for (int axis = 0; axis < 3; axis++) {
                long most = Math.max(2, Math.round(cells * lengths[axis] / longest));
                double place = lengths[axis] == 0 ? 0 : (points[3 * i + axis] - low[axis]) / lengths[axis];
                cell = cell * (FINEST_GRID + 1) + Math.min(most - 1, (long) (place * most));
            }
            cluster[i] = found.computeIfAbsent(cell, _ -> found.size());
        }
        return new Mesh(middles(points, cluster, found.size()), triangles(mesh.triangles(), cluster));
    }

    private static float[] middles(float[] points, int[] cluster, int clusters) {
        double[] sums = new double[3 * clusters];
        int[] counts = new int[clusters];
        for (int i = 0; i < cluster.length; i++) {
            counts[cluster[i]]++;
            for (int axis = 0; axis < 3; axis++) {
                sums[3 * cluster[i] + axis] += points[3 * i + axis];
            }
        }
        float[] middles = new float[sums.length];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = (float) (sums[i] / counts[i / 3]);
        }
        return middles;
    }

    /** Triangles with three different corners, without duplicates. A thin plate keeps one for each side. */
    private static int[] triangles(int[] triangles, int[] cluster) {
        Set<List<Integer>> seen = new HashSet<>();
        int[] kept = new int[triangles.length];
        int size = 0;
        for (int t = 0; t < triangles.length; t += 3) {
            int a = cluster[triangles[t]];
            int b = cluster[triangles[t + 1]];
            int c = cluster[triangles[t + 2]];
            if (a != b && b != c && c != a && seen.add(leastFirst(a, b, c))) {
                kept[size++] = a;
                kept[size++] = b;
                kept[size++] = c;
            }
        }
        return Arrays.copyOf(kept, size);
    }

    /** The triangle rotated so that its smallest index is first, which keeps its orientation. */
    private static List<Integer> leastFirst(int a, int b, int c) {
        int least = Math.min(a, Math.min(b, c));
        return least == a ? List.of(a, b, c) : least == b ? List.of(b, c, a) : List.of(c, a, b);
    }
}

package dev.espalier.cli.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import dev.espalier.mujoco.Mesh;
import dev.espalier.store.ShownText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The data for the page's script, as JSON. Numbers are rounded to four decimals, a tenth of a millimetre, which makes
 * the file five times smaller. Rewards are not, so that their sum equals the return shown elsewhere.
 *
 * <p>A pose is seven numbers: x, y, z of the centre, then x, y, z, w of a quaternion. Fixed geoms have one pose; {@code
 * frames} has a list for each step with the poses of all others, one after the other.
 */
final class PageData {

    private static final double DECIMALS = 1e4;

    private final JsonGenerator json;

    private PageData(JsonGenerator json) {
        this.json = json;
    }

    /** The data as JSON without {@code <}, so that it can be in an HTML script element. */
    static String of(RunFacts facts, long seed, Recording recording) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new PageData(json).write(facts, seed, recording);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return ShownText.of(text.toString()).replace("<", "\\u003c");
    }

    private void write(RunFacts facts, long seed, Recording recording) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", facts.run());
        json.writeStringField("task", facts.task());
        json.writeStringField("preset", facts.preset());
        json.writeNumberField("runSeed", facts.seed());
        json.writeNumberField("trainedSteps", facts.steps());
        json.writeNumberField("parameters", facts.parameters());
        json.writeStringField("commit", facts.commit());
        json.writeNumberField("seed", seed);
        json.writeStringField("end", recording.end().words());
        json.writeNumberField("dt", recording.secondsPerStep());
        numbers("low", DoubleStream.of(recording.low()));
        numbers("high", DoubleStream.of(recording.high()));
        json.writeStringField("departures", String.join("; ", recording.departures()));
        List<Mesh> meshes = meshes(recording);
        meshes(meshes);
        geoms(recording, meshes);
        frames(recording);
        rewards(recording);
        json.writeArrayFieldStart("actions");
        for (double[] action : recording.actions()) {
            numbers(DoubleStream.of(action));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Each mesh once; geoms refer to theirs by index. */
    private static List<Mesh> meshes(Recording recording) {
        Set<Mesh> meshes = Collections.newSetFromMap(new IdentityHashMap<>());
        return recording.geoms().stream()
                .filter(geom -> geom.shape() == GeomShape.MESH)
                .map(Geom::mesh)
                .filter(meshes::add)
                .toList();
    }

    private void meshes(List<Mesh> meshes) throws IOException {
        json.writeArrayFieldStart("meshes");
        for (Mesh mesh : meshes) {
            json.writeStartObject();
            numbers("points", IntStream.range(0, mesh.points().length).mapToDouble(i -> mesh.points()[i]));
            numbers("triangles", IntStream.of(mesh.triangles()).asDoubleStream());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void geoms(Recording recording, List<Mesh> meshes) throws IOException {
        json.writeArrayFieldStart("geoms");
        for (int i = 0; i < recording.geoms().size(); i++) {
            Geom geom = recording.geoms().get(i);
            json.writeStartObject();
            json.writeStringField("name", geom.name());
            json.writeStringField("body", geom.body());
            json.writeStringField("shape", geom.shape().name().toLowerCase(Locale.ROOT));
            numbers("size", geom.size().stream().mapToDouble(Double::doubleValue));
            var colour = geom.colour();
            numbers("rgba", DoubleStream.of(colour.red(), colour.green(), colour.blue(), colour.opacity()));
            if (geom.shape() == GeomShape.MESH) {
                json.writeNumberField("mesh", meshes.indexOf(geom.mesh()));
            }
            if (geom.fixed()) {
                numbers("pose", pose(recording.poses().getFirst(), i));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void frames(Recording recording) throws IOException {
        List<Geom> geoms = recording.geoms();
        int[] moving = IntStream.range(0, geoms.size())
                .filter(i -> !geoms.get(i).fixed())
                .toArray();
        json.writeArrayFieldStart("frames");
        for (Pose pose : recording.poses()) {
            numbers(IntStream.of(moving).boxed().flatMapToDouble(i -> pose(pose, i)));
        }
        json.writeEndArray();
    }

    private static DoubleStream pose(Pose pose, int geom) {
        return DoubleStream.concat(
                DoubleStream.of(pose.positions()).skip(3L * geom).limit(3),
                DoubleStream.of(Quaternion.ofMatrix(pose.rotations(), 9 * geom)));
    }

    private void rewards(Recording recording) throws IOException {
        json.writeArrayFieldStart("rewards");
        for (double reward : recording.rewards()) {
            json.writeNumber(reward);
        }
        json.writeEndArray();
    }

    private void numbers(String name, DoubleStream values) throws IOException {
        json.writeFieldName(name);
        numbers(values);
    }

    private void numbers(DoubleStream values) throws IOException {
        json.writeStartArray();
        for (double value : values.toArray()) {
            double rounded = Math.round(value * DECIMALS) / DECIMALS;
            if (rounded == Math.rint(rounded)) {
                json.writeNumber((long) rounded);
            } else {
                json.writeNumber(rounded);
            }
        }
        json.writeEndArray();
    }
}

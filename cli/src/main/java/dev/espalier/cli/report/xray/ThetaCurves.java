package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.runs.RecordedJson;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.store.JsonFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Theta of every unit at each evaluation, from {@code theta_history.jsonl}, which contains the layers with gates:
 *
 * <pre>{@code
 * {"step":10000,"layers":{"phi_o/0":{"units":[0,1,5],"theta":[0.93,0.5,0.01]}}}
 * }</pre>
 *
 * @param moments in the order of steps; empty if not recorded
 */
public record ThetaCurves(List<Moment> moments) {

    private static final String LAYERS = "layers";
    private static final String THETA = "theta";
    private static final Pattern LAYER = Pattern.compile("(\\w+)/(\\d{1,4})");

    /**
     * Theta at one step.
     *
     * @param layers theta by layer; units that are missing in their layer have been removed
     */
    public record Moment(long step, SequencedMap<UnitLayer, UnitTheta> layers) {

        public Moment {
            layers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(layers));
        }

        /** {@code S_l}: the expected number of open units of a layer. */
        public double expectedUnits(UnitLayer layer) {
            UnitTheta theta = layers.get(layer);
            return theta == null ? 0 : theta.sum();
        }
    }

    public ThetaCurves {
        moments = List.copyOf(moments);
    }

    /**
     * Reads the file.
     *
     * @return without moments if it does not exist
     * @throws ReportException if the file is damaged
     */
    static ThetaCurves read(Path file) {
        List<Moment> moments = new ArrayList<>();
        if (Files.exists(file)) {
            for (JsonFields line : RecordedJson.lines(file)) {
                moments.add(moment(line));
                int last = moments.size() - 1;
                if (last > 0
                        && moments.get(last).step() <= moments.get(last - 1).step()) {
                    throw new ReportException(RootLocale.format(
                            "%s: step %d does not come after step %d; restore the file",
                            line.place(),
                            moments.get(last).step(),
                            moments.get(last - 1).step()));
                }
            }
        }
        return new ThetaCurves(moments);
    }

    /**
     * Adds the layers without gates, with theta 1: those that are never pruned, and those whose gates are all decided.
     *
     * @param start units of every layer at the start
     */
    ThetaCurves withUngated(Structure start, List<FallenUnit> fallen) {
        return new ThetaCurves(moments.stream()
                .map(moment -> withUngated(moment, start, fallen))
                .toList());
    }

    private static Moment withUngated(Moment moment, Structure start, List<FallenUnit> fallen) {
        SequencedMap<UnitLayer, UnitTheta> all = new LinkedHashMap<>();
        for (UnitLayer layer : start.layers()) {
            UnitTheta gated = moment.layers().get(layer);
            all.put(layer, gated == null ? open(layer, moment.step(), start, fallen) : gated);
        }
        return new Moment(moment.step(), all);
    }

    private static UnitTheta open(UnitLayer layer, long step, Structure start, List<FallenUnit> fallen) {
        Map<Integer, Double> open = new LinkedHashMap<>();
        for (int unit = 0; unit < start.units(layer); unit++) {
            open.put(unit, 1.0);
        }
        fallen.stream()
                .filter(unit -> unit.layer().equals(layer) && unit.step() <= step)
                .forEach(unit -> open.remove(unit.position()));
        return UnitTheta.of(open);
    }

    private static Moment moment(JsonFields line) {
        if (!line.node().path(LAYERS).isObject()) {
            throw line.wrong(LAYERS, "an object with an entry for each layer");
        }
        SequencedMap<UnitLayer, UnitTheta> layers = new LinkedHashMap<>();
        line.node().path(LAYERS).properties().forEach(entry -> {
            Matcher name = LAYER.matcher(entry.getKey());
            if (!name.matches()) {
                throw new ReportException("%s: '%s' is no layer such as phi_o/0; restore the file"
                        .formatted(line.place(), entry.getKey()));
            }
            var layer = new UnitLayer(name.group(1), Integer.parseInt(name.group(2)));
            layers.put(layer, theta(new JsonFields(line.place() + ": " + layer, entry.getValue(), line.problem())));
        });
        return new Moment(line.whole("step"), layers);
    }

    private static UnitTheta theta(JsonFields layer) {
        int[] units = layer.places("units");
        double[] theta = layer.numbers(THETA);
        if (units.length != theta.length) {
            throw layer.wrong(THETA, "a list as long as that of the units");
        }
        if (DoubleStream.of(theta).anyMatch(value -> value < 0 || value > 1)) {
            throw layer.wrong(THETA, "a list of numbers from 0 to 1");
        }
        Map<Integer, Double> byUnit = new LinkedHashMap<>();
        for (int i = 0; i < units.length; i++) {
            byUnit.put(units[i], theta[i]);
        }
        return UnitTheta.of(byUnit);
    }
}

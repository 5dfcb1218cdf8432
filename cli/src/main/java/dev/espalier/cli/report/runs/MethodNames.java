package dev.espalier.cli.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names the methods by which runs got their sizes, for curves of score against size. A run that prunes is named after
 * how units are chosen and priced; pressure and target only determine its place on the curve. Another run is named
 * after its preset, and whether it trains a given structure from scratch. Runs of a task and method that differ in
 * other settings, such as steps or hidden widths, get these settings added to their names.
 */
final class MethodNames {

    /** Settings that determine the place on a curve, or only how often a run is evaluated. */
    private static final Pattern ALONG_A_CURVE = Pattern.compile("(prune|structure|evaluation)\\..*");

    /** Settings of runs that prune, and their values if a run of an earlier version lacks them. */
    private static final String METHOD = "prune.method";

    private static final String USUAL_METHOD = "theta";
    private static final String PRICE = "prune.price";
    private static final String USUAL_PRICE = "cost";

    private MethodNames() {}

    /**
     * The method names of groups.
     *
     * @param groups groups of one task
     * @return in the same order; groups of one method have equal names
     */
    static List<String> of(List<SeedGroup> groups) {
        List<RecordedRun> runs =
                groups.stream().map(group -> group.runs().getFirst()).toList();
        boolean severalAgents = runs.stream().map(RecordedRun::agent).distinct().count() > 1;
        List<String> names = new ArrayList<>();
        for (RecordedRun run : runs) {
            List<RecordedRun> rivals = runs.stream()
                    .filter(other ->
                            other.agent().equals(run.agent()) && method(other).equals(method(run)))
                    .toList();
            names.add(method(run) + differences(run, rivals, severalAgents));
        }
        return names;
    }

    private static String method(RecordedRun run) {
        if (!run.prunes()) {
            return run.preset() + (run.givenStructure() ? ", structure from scratch" : "");
        }
        String price = set(run, PRICE, USUAL_PRICE);
        return set(run, METHOD, USUAL_METHOD)
                + (price.equals(USUAL_PRICE) ? "" : ", " + price + " price")
                + (run.givenStructure() ? ", given structure" : "");
    }

    /** The value of a setting, or {@code otherwise} if it is missing or null. */
    private static String set(RecordedRun run, String key, String otherwise) {
        String value = run.settings().getOrDefault(key, otherwise);
        return value.equals("null") ? otherwise : value;
    }

    private static String differences(RecordedRun run, List<RecordedRun> rivals, boolean severalAgents) {
        var differences = new DifferingSettings(
                run.settings(),
                rivals.stream().map(RecordedRun::settings).toList(),
                name -> ALONG_A_CURVE.matcher(name).matches()
                        || (run.givenStructure() && name.equals("ofe.diagonals")));
        return (severalAgents ? differences.and("agent", run.agent()) : differences).inBrackets();
    }
}

package dev.espalier.cli.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * By which method a run got its size: the name of its curve where score is laid against size. A run that prunes is named
 * after how units are chosen and priced, whatever its pressure and its target, which only decide where on the curve it
 * ends. A run that does not prune is named after its preset, and whether it trains a given structure from scratch. Where
 * runs of one task and method differ otherwise, as in steps or hidden widths, they make no common curve, and their names
 * say in what.
 */
final class MethodNames {

    /** Settings that place a run on its curve, or only say how often it was measured. */
    private static final Pattern ALONG_A_CURVE = Pattern.compile("(prune|structure|evaluation)\\..*");

    /** Keys of runs that prune, and what is meant where a run of an earlier version has none. */
    private static final String METHOD = "prune.method";

    private static final String USUAL_METHOD = "theta";
    private static final String PRICE = "prune.price";
    private static final String USUAL_PRICE = "cost";

    private MethodNames() {}

    /**
     * The name of each group's method.
     *
     * @param groups of one task
     * @return in the same order; groups of one method have the same name
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
            return preset(run) + (run.givenStructure() ? ", structure from scratch" : "");
        }
        String price = set(run, PRICE, USUAL_PRICE);
        return set(run, METHOD, USUAL_METHOD)
                + (price.equals(USUAL_PRICE) ? "" : ", " + price + " price")
                + (run.givenStructure() ? ", given structure" : "");
    }

    /** A setting's value, where a run has it. */
    private static String set(RecordedRun run, String key, String otherwise) {
        String value = run.settings().getOrDefault(key, otherwise);
        return value.equals("null") ? otherwise : value;
    }

    /** The preset; {@code sac} and {@code sac-big} are other names for sac's {@code plain} and {@code plain-big}. */
    private static String preset(RecordedRun run) {
        String preset = run.preset();
        boolean alias = preset.equals(run.agent()) || preset.startsWith(run.agent() + "-");
        return alias ? "plain" + preset.substring(run.agent().length()) : preset;
    }

    /** What a run does not share with all its rivals. A setting that only some of them know is passed over. */
    private static String differences(RecordedRun run, List<RecordedRun> rivals, boolean severalAgents) {
        var names = new TreeSet<String>();
        rivals.forEach(rival -> names.addAll(rival.settings().keySet()));
        names.removeIf(name -> ALONG_A_CURVE.matcher(name).matches()
                || (run.givenStructure() && name.equals("ofe.diagonals"))
                || rivals.stream()
                                .filter(rival -> rival.settings().containsKey(name))
                                .map(rival -> rival.settings().get(name))
                                .distinct()
                                .count()
                        == 1);
        SortedMap<String, String> told = new TreeMap<>();
        if (severalAgents) {
            told.put("agent", run.agent());
        }
        names.forEach(name -> told.put(name, run.settings().getOrDefault(name, "unset")));
        return inBrackets(told);
    }

    /** {@code  (sac.tau=0.01, steps=100)}, with a blank before it; nothing if there is no setting. */
    static String inBrackets(Map<String, String> settings) {
        return settings.isEmpty()
                ? ""
                : settings.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}

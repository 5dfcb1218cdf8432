package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.PaperValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Explanations of all numbers on the page. */
final class Meanings {

    private Meanings() {}

    static Element of(PaperValues paper) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put(
                "Return, score",
                "An evaluation plays the deterministic policy for the episodes that config.yml says; its value is their mean"
                        + " return, undiscounted. The score of a run is its best evaluation later than 80 % of its steps, as"
                        + " in the paper. The best of several noisy evaluations lies above their mean, the more so the more"
                        + " there are; the mean of the same evaluations stands beside it.");
        terms.put(
                "IQM",
                "Interquartile mean over the seeds: the lowest and the highest quarter, rounded down, are left out. Of fewer"
                        + " than 4 seeds it is their mean.");
        terms.put(
                "95 % interval",
                "Percentile bootstrap over the seeds: seeds are drawn anew with replacement, 10 000 times, from a fixed start"
                        + " so that the same runs give the same interval. A stratum is a task. With two to four seeds it is"
                        + " hardly more than their range; with one there is none.");
        terms.put(
                "Of ofe",
                "The IQM of the best of the last 20 %, over that of preset ofe of the same agent on the same task in this report. A dash stands"
                        + " where there is no ofe, or where not all runs of both have taken as many steps.");
        terms.put(
                "Deployed, trained",
                "Parameters of what acts (phi_o and the policy) and of all networks: weights, biases, four numbers a unit for"
                        + " batch norm, and diagonals. Target networks, theta and the optimiser's state do not count. Of"
                        + " several seeds, the mean.");
        terms.put(
                "dR, tR",
                "Deployed and trained parameters over those of preset ofe of the same agent on the same task.");
        terms.put(
                "Paper",
                paper.source() + ". " + paper.note()
                        + " Its values are shown beside ours but are comparable only where the"
                        + " last column says so: with the same rules, as many steps and the preset's settings. Sizes of what"
                        + " is not pruned do not depend on steps.");
        terms.put(
                "Short run",
                "One of fewer steps than the paper's. The schedule of pruning is scaled down with the steps, so a short run"
                        + " has all phases, but its networks had less time to shrink and to learn.");
        return Element.of(
                "dl", terms.entrySet().stream().flatMap(Meanings::entry).toList());
    }

    private static Stream<Node> entry(Map.Entry<String, String> term) {
        return Stream.of(Element.of("dt", term.getKey()), Element.of("dd", term.getValue()));
    }
}

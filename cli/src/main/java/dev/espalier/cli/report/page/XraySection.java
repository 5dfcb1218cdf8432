package dev.espalier.cli.report.page;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.xray.Xray;
import dev.espalier.cli.text.RootLocale;
import java.util.ArrayList;
import java.util.List;

/** The structure X-ray of one run. */
final class XraySection {

    private XraySection() {}

    static Element of(Xray xray) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Element.of("h4", xray.run().name()));
        nodes.add(Element.of("p", introduction(xray)));
        for (Figure figure : xray.figures()) {
            nodes.add(FigureNode.of(figure, explanation(figure.name(), xray)));
        }
        if (!xray.missing().isEmpty()) {
            nodes.add(Table.list(xray.missing()));
        }
        return Element.of("div").with(nodes);
    }

    private static String introduction(Xray xray) {
        return RootLocale.format(
                "%s with seed %d after %s steps: %s of %s units are left.",
                xray.run().kind(),
                xray.run().seed(),
                Steps.of(xray.run()),
                Numbers.whole(xray.unitsLeft()),
                Numbers.whole(xray.unitsAtStart()));
    }

    private static String explanation(String name, Xray xray) {
        return switch (name.substring(name.lastIndexOf('-') + 1)) {
            case "units" -> "A row a layer, in the order of the networks.";
            case "theta" ->
                "Theta is the probability that a unit's gate is open; where it reaches 0 the unit is removed.";
            case "inputs" -> "The weights are those of the deployed policy with its features folded in.";
            case "cost" ->
                "C_OFE is the cost that presses on the extractors, in which what only learning needs counts gamma times;"
                        + " the others are those of each network of the agent. The axis is logarithmic.";
            case "path" ->
                "The size that is wanted falls from that at the start to the target. A unit that pruning has not yet decided"
                        + " on counts in full, so the networks may be larger than wanted on the way. Upright axes are"
                        + " logarithmic. "
                        + xray.ending();
            default ->
                "Both axes have the same scale, logarithmic on both sides of 0. Usefulness is a running mean relative to the"
                        + " network's loss.";
        };
    }
}

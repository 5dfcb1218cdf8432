package dev.espalier.cli.card;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The limitations in a card, which follow from how policy and score were produced. */
final class Limitations {

    /** Environment steps of a run in the paper's experiments. */
    private static final long PAPER_STEPS = 1_000_000;

    private Limitations() {}

    static String of(Findings findings) {
        List<String> points = new ArrayList<>();
        points.add(
                "One run with one seed. Other seeds lead to other policies and scores; the spread given above is over"
                        + " episodes of this one policy and says nothing of that.");
        long steps = findings.trained().step();
        if (steps < findings.config().steps()) {
            points.add("Training has not come to its end: this is the policy of step %s of %s."
                    .formatted(
                            Thousands.of(steps), Thousands.of(findings.config().steps())));
        }
        if (steps < PAPER_STEPS) {
            points.add(
                    "A short run: %s environment steps, where the paper trains for %s. Neither score nor size can be compared with the paper's."
                            .formatted(Thousands.of(steps), Thousands.of(PAPER_STEPS)));
        }
        if (findings.rounded()) {
            points.add(
                    "Gates that training had left undecided, if there were any, were decided for this card by rounding"
                            + " them. The networks that this leaves were evaluated, but never trained.");
        }
        if (findings.evaluation().lostEpisodes() > 0) {
            points.add(RootLocale.format(
                    "%d of the %d episodes ended early because the simulation broke down; they count with what they had"
                            + " brought until then, which is no return of the task. So the metadata of this card have no score.",
                    findings.evaluation().lostEpisodes(),
                    findings.evaluation().returns().size()));
        }
        points.add("It is the policy of the run's last checkpoint, not the best of its evaluations.");
        points.add("Simulation only. The policy has met a model of the task and no real machine; nothing was done to"
                + " prepare it for one.");
        points.add(
                "The score is the mean sum of the task's rewards from the task's own start states. It does not show how"
                        + " the policy takes disturbances, noise, delays, other masses or friction, or states that it has never"
                        + " seen, nor whether its movements are safe or look natural.");
        return points.stream().map(point -> "- " + point + "\n").collect(Collectors.joining());
    }
}

package dev.espalier.cli.card;

import dev.espalier.cli.report.summary.Markdown;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import dev.espalier.config.RunConfig;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The Markdown text of a card, below the {@link FrontMatter}. */
final class CardText {

    private final Findings findings;
    private final RunConfig config;
    private final Policy policy;

    private CardText(Findings findings) {
        this.findings = findings;
        config = findings.config();
        policy = findings.trained().policy();
    }

    static String of(Findings findings) {
        var text = new CardText(findings);
        return String.join(
                "\n",
                text.introduction(),
                "## Learning curve\n\n![%s](%s)\n".formatted(Markdown.text(findings.curve()), CardFolder.PICTURE),
                text.figures(),
                text.use(),
                text.training(),
                "## Limitations\n\n" + Limitations.of(findings),
                text.citation());
    }

    private String introduction() {
        String how = findings.pruned()
                ? "While it learnt, hidden units that were not worth their cost were removed for good; what is left is this"
                        + " network."
                : "Nothing was pruned.";
        return RootLocale.format(
                """

                # %1$s: %2$s, preset %3$s

                A deterministic policy for the task %1$s: it reads an observation of %4$d numbers and gives an action
                of %5$d. Espalier trained it with the algorithm %2$s.
                %6$s
                """,
                Markdown.text(findings.trained().task()),
                Markdown.text(config.agent().toUpperCase(Locale.ROOT)),
                Markdown.text(config.preset()),
                policy.observationSize(),
                policy.actionSize(),
                how);
    }

    private String figures() {
        var evaluation = findings.evaluation();
        String episodes = "return, %s over " + evaluation.returns().size() + " episodes";
        var table = new MarkdownTable("measured", "value")
                .row(episodes.formatted("mean"), RootLocale.format("%.2f", evaluation.mean()))
                .row(episodes.formatted("standard deviation"), RootLocale.format("%.2f", evaluation.std()))
                .row("episodes lost to the simulator", Integer.toString(evaluation.lostEpisodes()))
                .row("steps of an episode, mean", RootLocale.format("%.1f", evaluation.meanLength()))
                .row(
                        "parameters deployed",
                        RootLocale.format(
                                "%s (%.1f %% of the same agent's preset ofe on this task)",
                                Thousands.of(findings.trained().deployed()), 100 * findings.deployRatio()))
                .row("units of its hidden layers", units())
                .row("weights as shipped", Thousands.of(findings.trained().bytes()) + " bytes")
                .row(
                        "one action in the Java runtime",
                        RootLocale.format(
                                "%.2f microseconds", findings.actionTime().microseconds()));
        return RootLocale.format(
                """
                ## Measured

                %s
                The episodes start from states that seed %d decides, the policy acts without noise, and the standard deviation
                is divided by the number of episodes. Parameters are counted as the paper counts them, before batch norm and
                gates are folded into the weights. The time of an action was measured when this card was made, on
                %s: one measurement, not a benchmark.
                """, table, findings.seed(), Markdown.text(findings.actionTime().machine()));
    }

    /** Units of the hidden layers of extractor and policy; layers of an extractor hand on their input. */
    private String units() {
        List<Layer> all = policy.network().layers();
        List<Layer> hidden = all.subList(0, all.size() - 1);
        String extractor = units(hidden, Layer::handsOn);
        String head = units(hidden, layer -> !layer.handsOn());
        return extractor.isEmpty() ? head : "feature extractor " + extractor + "; policy " + head;
    }

    private static String units(List<Layer> layers, Predicate<Layer> which) {
        return layers.stream()
                .filter(which)
                .map(layer -> Integer.toString(layer.outputs()))
                .collect(Collectors.joining(", "));
    }

    private String use() {
        return RootLocale.format("""
                ## Use

                From Java, with Espalier's module `espalier-policy`, which needs nothing but a JDK of version 17 or later; the
                path is that of a copy of this folder:

                ```java
                Policy policy = PolicyBundle.read(Path.of("card")).policy();
                double[] action = new double[policy.actionSize()];
                policy.act(observation, action); // observation: double[%d], action: double[%d]
                ```

                An observation is given raw, as the task gives it. The action is in the task's own range.

                `policy.json` and `policy.safetensors` can be read from any language: the first describes the layers, the
                second holds their weights, and golden vectors to test a reader with. From the run directory,
                `espalier export RUN --format onnx --out policy.onnx` makes an ONNX file of the policy, and
                `--format c --out policy.h` a C header without any dependency.
                """, policy.observationSize(), policy.actionSize());
    }

    private String training() {
        Origin origin = findings.origin();
        var table = new MarkdownTable("setting", "value")
                .row("task", findings.trained().task())
                .row("algorithm", config.agent())
                .row("preset", config.preset())
                .row(
                        "environment steps trained",
                        Thousands.of(findings.trained().step()) + " of " + Thousands.of(config.steps()))
                .row("of these by a random policy", Thousands.of(config.randomSteps()))
                .row("seed", Long.toString(config.seed()))
                .row(
                        "evaluation during training",
                        RootLocale.format(
                                "every %s steps, mean of %d episodes",
                                Thousands.of(config.evaluation().every()),
                                config.evaluation().episodes()))
                .row("mini-batch", Integer.toString(config.learner().batch()))
                .row("learning rate", Double.toString(config.learner().learningRate()))
                .row("discount", Double.toString(config.learner().discount()));
        if (findings.pruned()) {
            var nu = config.prune().nu();
            table.row(
                    "pressure on units (nu)",
                    "extractors %s, policy %s, critics %s".formatted(nu.ofe(), nu.policy(), nu.critic()));
        }
        table.row("device", config.device())
                .row("machine", String.join("; ", origin.machines()))
                .row("started", origin.started())
                .row("Espalier", String.join(", ", origin.versions()))
                .row("commit", String.join(", ", origin.commits()));
        boolean isRenamed = !findings.trained().task().equals(config.env());
        return """
                ## Training

                %s
                [%2$s](%2$s) holds every setting. `espalier train --config %2$s%3$s --out DIR` trains it again%4$s.
                """.formatted(
                        table,
                        CardFolder.CONFIG,
                        isRenamed ? " --env TASK" : "",
                        isRenamed ? ", TASK being the task's id or the path of its model" : "");
    }

    private String citation() {
        return """
                ## Citation

                %s:

                ```bibtex
                @misc{guenter2025online,
                  title = {Online Training and Pruning of Deep Reinforcement Learning Networks},
                  author = {Guenter, Valentin Frank Ingmar and Sideris, Athanasios},
                  year = {2025},
                  eprint = {2507.11975},
                  archivePrefix = {arXiv}
                }
                ```
                """.formatted(
                        findings.pruned()
                                ? "The method of training and pruning is described in"
                                : "Espalier implements, and this run leaves out, the pruning of");
    }
}

package dev.espalier.cli.card;

import dev.espalier.cli.report.LearningCurve;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.export.Exporter;
import dev.espalier.export.Rollouts;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.files.RelativeSize;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run's policy as a folder to publish: the bundle, a page about it, its learning curve and its configuration. */
public final class ModelCard {

    private final RunDirectory run;
    private final LearningCurve curve;
    private final Origin origin;

    private ModelCard(RunDirectory run, LearningCurve curve, Origin origin) {
        this.run = run;
        this.curve = curve;
        this.origin = origin;
    }

    /**
     * Checks that a card may be written to this folder.
     *
     * @throws CardException if something else would be replaced
     */
    public static void requireReplaceable(Path out) {
        CardFolder.requireReplaceable(out);
    }

    /**
     * Reads the files of a run.
     *
     * @throws dev.espalier.run.files.RunDirectoryException if it is not a run directory
     * @throws dev.espalier.cli.report.runs.ReportException if it has no evaluations yet, or they cannot be read
     * @throws CardException if metadata.json cannot be used
     */
    public static ModelCard of(Path directory) {
        RunDirectory run = RunDirectory.open(directory);
        return new ModelCard(run, LearningCurve.of(directory), Origin.read(run.metadata()));
    }

    /**
     * Evaluates the policy and writes the folder atomically.
     *
     * @param out new, empty or an earlier card
     * @param trained the run's policy, without undecided gates
     * @param rounded whether gates may have been rounded that the run itself has not decided
     * @param episodes evaluation episodes, at least 1
     * @param seed determines the start states, as for an evaluation of the run
     * @throws CardException if something else would be replaced
     * @throws dev.espalier.export.ExportException if the bundle and the trainer's policy differ
     * @throws dev.espalier.nn.DivergenceException if the policy returns a non-finite number
     * @throws StoreException if a file cannot be written
     */
    public Evaluator.Result write(Path out, TrainedPolicy trained, boolean rounded, int episodes, long seed) {
        CardFolder.requireReplaceable(out);
        Evaluator.Result evaluation = TrainingRun.evaluate(trained, episodes, seed);
        try (Rollouts rollouts = new Rollouts(trained)) {
            RunConfig config = ConfigFile.read(run.config());
            var findings = new Findings(
                    trained,
                    rounded,
                    config,
                    origin,
                    evaluation,
                    seed,
                    RelativeSize.deployRatio(trained.deployed(), Environments.spec(trained.env()), config.agent()),
                    ActionTime.measure(trained.policy(), rollouts.golden()),
                    curve.description());
            String text = FrontMatter.of(findings) + CardText.of(findings);
            // Absolute, since the temporary name is derived from the folder's name, and "." has none.
            AtomicFiles.writeDirectory(out.toAbsolutePath().normalize(), files -> {
                new Exporter(trained, rollouts, null).fillBundle(files);
                if (trained.task().equals(config.env())) {
                    Files.copy(run.config(), files.resolve(CardFolder.CONFIG));
                } else {
                    AtomicFiles.writeString(
                            files.resolve(CardFolder.CONFIG), ConfigFile.toYaml(config, trained.task()));
                }
                AtomicFiles.writeBytes(files.resolve(CardFolder.PICTURE), curve.png());
                AtomicFiles.writeString(files.resolve(CardFolder.TEXT), text);
            });
        }
        return evaluation;
    }
}

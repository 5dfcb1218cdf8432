package dev.espalier.run;

import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.nn.DivergenceException;
import dev.espalier.profile.Phase;
import dev.espalier.prune.PruneEvent;
import dev.espalier.run.files.InputsFile;
import dev.espalier.run.files.LogEnd;
import dev.espalier.run.files.PruneLog;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunInputs;
import dev.espalier.run.files.RunLogs;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Score;
import dev.espalier.run.loop.Trainer;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.Checkpoint;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run in one process, from its start or a checkpoint to its end or next interruption. Drives the {@link Trainer} and
 * does what is due between its steps. Log rows and evaluations come before the checkpoint of the same step, so a
 * resumed run repeats exactly what came after it.
 */
final class Session implements AutoCloseable {

    private static final long BEFORE_THE_START = -1;

    /** Environment steps between two updates of the remark on how far networks have been pruned. */
    private static final long REMARK_INTERVAL = 100;

    private final RunConfig config;
    private final RunDirectory directory;
    private final Workshop workshop;
    private final Trainer trainer;
    private final RunListener listener;
    private final CheckpointStore checkpoints;
    private final RunLogs logs;
    private final @Nullable Sizes sizes;
    private final Evaluations evaluations;
    private final double elapsedBefore;
    private final Pace pace;
    private String remark = "";
    private String units = "";
    private long structureStep = BEFORE_THE_START;

    private Session(
            RunConfig config,
            RunDirectory directory,
            Workshop workshop,
            RunListener listener,
            RunLogs logs,
            Evaluations.Best best,
            double elapsedBefore) {
        this.config = config;
        this.directory = directory;
        this.workshop = workshop;
        this.trainer = workshop.trainer();
        this.listener = listener;
        this.checkpoints = checkpoints(directory, config);
        this.logs = logs;
        this.sizes = Sizes.change(config)
                ? new Sizes(workshop.agent(), config, workshop.task().spec())
                : null;
        this.elapsedBefore = elapsedBefore;
        this.pace = new Pace(trainer);
        this.evaluations = new Evaluations(config, directory, workshop, logs, listener, best);
    }

    static Session fresh(RunConfig config, RunDirectory directory, Workshop workshop, RunListener listener) {
        // After a run that ended before its first checkpoint, the logs may have rows already.
        RunLogs logs = RunLogs.open(directory, LogColumns.of(config, workshop.agent()), BEFORE_THE_START);
        workshop.trainer().resetAll();
        ProductFormat.tell(config, workshop, listener);
        RunMetadata.start(
                directory.metadata(),
                config.seed(),
                workshop.compute().arithmetic(),
                RunMetadata.libraries(),
                RunInputs.of(config, workshop.task()),
                Instant.now());
        return new Session(config, directory, workshop, listener, logs, Evaluations.Best.NONE, 0);
    }

    static CheckpointStore checkpoints(RunDirectory directory, RunConfig config) {
        return new CheckpointStore(directory.checkpoints(), config.checkpoint().keep());
    }

    static Session resumed(RunConfig config, RunDirectory directory, Workshop workshop, RunListener listener) {
        CheckpointStore checkpoints = checkpoints(directory, config);
        if (checkpoints.isEmpty()) {
            listener.onMessage("no checkpoint had been written yet: starting anew");
            return fresh(config, directory, workshop, listener);
        }
        Checkpoint checkpoint = checkpoints.latest(listener::onMessage);
        RunState.restore(checkpoint, directory, workshop);
        // Everything that can be damaged is read first: a resume that fails leaves all files unchanged.
        Evaluations.Best best = RunState.best(checkpoint);
        SequencedMap<String, LogEnd> ends = RunState.logs(checkpoint);
        RunMetadata.requireResumable(directory.metadata());
        SortedMap<String, String> inputs = RunInputs.of(config, workshop.task());
        RunLogs logs = RunLogs.open(directory, LogColumns.of(config, workshop.agent()), checkpoint.step());
        logs.check(directory, ends, listener::onMessage);
        ProductFormat.tell(config, workshop, listener);
        SortedMap<String, String> arithmetic = workshop.compute().arithmetic();
        List<String> differences = RunMetadata.differences(directory.metadata(), arithmetic, RunMetadata.libraries());
        RunMetadata.resume(
                directory.metadata(), checkpoint.step(), arithmetic, RunMetadata.libraries(), inputs, Instant.now());
        listener.onMessage("continuing at step " + checkpoint.step());
        if (!differences.isEmpty()) {
            listener.onMessage(
                    "what computes is not as it was, so the run goes on, but not bit by bit as it would have: "
                            + String.join(", ", differences));
        }
        return new Session(config, directory, workshop, listener, logs, best, checkpoint.elapsedSeconds());
    }

    TrainingRun.Outcome run(BooleanSupplier stopRequested) {
        try {
            return train(stopRequested);
        } catch (DivergenceException e) {
            throw diverged(e);
        }
    }

    /** The evaluations of this session, in order. */
    List<TrainingRun.Evaluation> evaluations() {
        return evaluations.all();
    }

    Score bestScore() {
        return evaluations.best().score();
    }

    private TrainingRun.Outcome train(BooleanSupplier stopRequested) {
        // After a resume, the file may be from a later step.
        writeStructure();
        while (!isOver()) {
            if (stopRequested.getAsBoolean()) {
                save();
                return TrainingRun.Outcome.INTERRUPTED;
            }
            long before = trainer.step();
            boolean pretraining = trainer.isPretraining();
            trainer.advance();
            logPruning();
            if (sizes != null && due(before, REMARK_INTERVAL)) {
                remark = sizes.summary(trainer.step());
                units = sizes.units();
            }
            listener.onStep(new RunListener.Progress(
                    trainer.step(), totalSteps(), trainer.episodes().lastReturn(), remark(pretraining), units));
            if (pretraining) {
                continue;
            }
            if (due(before, config.logEvery())) {
                logRow();
            }
            if (due(before, config.evaluation().every())) {
                evaluate();
            }
            // Asked anew: the evaluation may have ended the run.
            if (due(before, config.checkpoint().every())) {
                save();
            }
        }
        if (trainer.step() < config.steps()) {
            listener.onMessage("ended at step " + trainer.step() + " of " + config.steps()
                    + ": an evaluation has reached evaluation.stop_at, "
                    + config.evaluation().stopAt());
        }
        trainer.end();
        return TrainingRun.Outcome.FINISHED;
    }

    private boolean isOver() {
        return trainer.step() >= config.steps() || evaluations.isGoodEnough();
    }

    private void logPruning() {
        List<PruneEvent> events = trainer.drainEvents();
        if (!events.isEmpty()) {
            PruneLog.append(
                    logs.pruning(),
                    trainer.step(),
                    events,
                    ParameterCount.of(workshop.agent().blueprint()));
        }
        for (PruneEvent event : events) {
            if (event.kind() == PruneEvent.Kind.KEPT) {
                listener.onMessage(
                        "step " + trainer.step() + ": unit " + event.units().getFirst() + " is the last of "
                                + event.layer() + " and stays: without it nothing would get through");
            }
        }
    }

    private String remark(boolean pretraining) {
        return pretraining
                ? "pre-training " + trainer.pretrained() + " of " + config.ofe().pretrainUpdates()
                : remark;
    }

    private void logRow() {
        try (Phase _ = Phase.of(Phase.LOG)) {
            SequencedMap<String, Double> row =
                    LogColumns.values(trainer, pace.stepsPerSecond(), pace.updatesPerSecond());
            if (sizes != null) {
                row.putAll(sizes.values(trainer.step()));
                workshop.agent()
                        .theta()
                        .forEach((network, theta) ->
                                logs.metrics().histogram(trainer.step(), "prune/theta/" + network, theta));
            }
            logs.metrics().row(trainer.step(), row);
            writeStructure();
        }
    }

    /** Skips the write if it was done at this step: a log row and a checkpoint of the same step need the same file. */
    private void writeStructure() {
        if (structureStep == trainer.step()) {
            return;
        }
        structureStep = trainer.step();
        StructureFile.write(
                directory.structure(),
                config.env(),
                config.agent(),
                trainer.step(),
                workshop.agent().blueprint());
        InputsFile.write(directory.inputs(), trainer.step(), workshop.agent().deterministic());
    }

    /** The configured steps, rounded up to a multiple of the number of environments. */
    private long totalSteps() {
        long environments = config.environments();
        return Math.ceilDiv(config.steps(), environments) * environments;
    }

    /** Whether the last advance reached or passed a multiple of {@code interval}, or the end of the run. */
    private boolean due(long before, long interval) {
        return trainer.step() / interval > before / interval || isOver();
    }

    private TrainingDivergedException diverged(DivergenceException cause) {
        var evidence = new Evidence(directory, config, trainer.step());
        try {
            // Units removed in this very step may be the cause.
            logPruning();
            return evidence.save(workshop, logs.pruning().lastStep(), cause);
        } catch (StoreException e) {
            return evidence.lost(e, cause);
        }
    }

    private void evaluate() {
        try (Phase _ = Phase.of(Phase.EVALUATION)) {
            evaluations.run(trainer.step());
        }
    }

    private void save() {
        try (Phase _ = Phase.of(Phase.CHECKPOINT)) {
            writeStructure();
            logs.sync();
            checkpoints.save(RunState.capture(
                    workshop, evaluations.best(), logs.ends(directory), elapsedBefore + pace.seconds()));
        }
    }

    @Override
    public void close() {
        try (logs;
                evaluations) {
            // All are closed even if closing one fails.
        }
    }
}

package dev.espalier.cli;

import dev.espalier.cli.console.InputException;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.run.TrainedPolicy;
import picocli.CommandLine.Option;

/** The policy of a run's last checkpoint for commands that publish it; undecided gates are refused or rounded. */
final class DecidedPolicy {

    @Option(
            names = "--round",
            description =
                    "Decide gates that are still undecided as the end of pruning would: theta of at least 0.5 becomes"
                            + " 1, other units are removed. The run itself stays as it is.")
    private boolean round;

    /** Whether gates may have been rounded that the run itself has not decided. */
    boolean isRounded() {
        return round;
    }

    /** @throws InputException if gates are still undecided */
    TrainedPolicy of(RunCommand command) {
        TrainedPolicy trained = command.runs.policy(command.run.get(), round, command.messages());
        if (trained.undecided() > 0) {
            throw new InputException(RootLocale.format(
                    "%s: %d gates are still undecided at step %d, so its networks are not what they are going to be; let it train on with 'espalier resume', decide them now with --round, or choose a policy that was kept on the way with 'espalier ladder'",
                    command.run.get(), trained.undecided(), trained.step()));
        }
        return trained;
    }
}

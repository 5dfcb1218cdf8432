package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of each command. */
class HelpTest {

    /** Picocli parses descriptions as formats, and warns on the process's own stream about invalid ones. */
    @Test
    void noneIsWarnedAbout() {
        var warnings = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            List<String> helps = new ArrayList<>(List.of(espalier().getUsageMessage()));
            below(espalier()).forEach(command -> helps.add(command.getUsageMessage()));
            assertThat(helps)
                    .hasSizeGreaterThan(15)
                    .allSatisfy(help -> assertThat(help).doesNotContain("%%", "%n"));
            assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
        } finally {
            System.setErr(before);
        }
    }

    private static CommandLine espalier() {
        return Espalier.commandLine(new Console(System.out, System.err, false), new RecordedRuns());
    }

    /** All commands below one. */
    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream().flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    private static Stream<String> commands() {
        return below(espalier())
                .map(command -> command.getCommandSpec().qualifiedName(" ").substring("espalier ".length()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItselfWithAnExample(String command) {
        Outcome outcome = new CommandRunner(new RecordedRuns()).run((command + " --help").split(" "));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith("Usage: espalier " + command)
                .contains("Example")
                .contains("  espalier " + command);
        assertThat(outcome.err()).isEmpty();
    }
}

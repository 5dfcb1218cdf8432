package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
            List<String> helps = new ArrayList<>();
            collect(Espalier.commandLine(new Console(System.out, System.err, false), new RecordedRuns()), helps);
            assertThat(helps)
                    .hasSizeGreaterThan(15)
                    .allSatisfy(help -> assertThat(help).doesNotContain("%%", "%n"));
            assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
        } finally {
            System.setErr(before);
        }
    }

    private static void collect(CommandLine command, List<String> helps) {
        helps.add(command.getUsageMessage());
        command.getSubcommands().values().forEach(each -> collect(each, helps));
    }
}

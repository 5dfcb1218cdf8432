package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Code from a page of the documentation, compiled and put on the class path of commands in their own processes. */
final class OwnCode {

    /** Output and exit code of a command. */
    record Said(int code, String text) {}

    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");
    private static final Pattern SERVICE = Pattern.compile("echo '([^']*)' > classes/(META-INF/services/\\S+)");

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String page;
    private final Path classes;

    private OwnCode(String page, Path classes) {
        this.page = page;
        this.classes = classes;
    }

    /**
     * Compiles the Java code of a page and registers its services as the page does.
     *
     * @param name name of the page in docs
     * @param classes an empty folder
     */
    static OwnCode of(String name, Path classes) throws IOException {
        return of(name, classes, source -> source);
    }

    /** Compiles the code after changing it. */
    static OwnCode of(String name, Path classes, UnaryOperator<String> change) throws IOException {
        var code = new OwnCode(Files.readString(Path.of("..", "docs", name)), classes);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        for (String source : code.blocks("java")) {
            MatchResult found = CLASS.matcher(source).results().findFirst().orElseThrow();
            arguments.add(Files.writeString(classes.resolve(found.group(1) + ".java"), change.apply(source))
                    .toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        List<MatchResult> services = SERVICE.matcher(code.page).results().toList();
        assertThat(services).isNotEmpty();
        for (MatchResult service : services) {
            Path file = classes.resolve(service.group(2));
            Files.createDirectories(file.getParent());
            Files.writeString(file, service.group(1) + "\n");
        }
        return code;
    }

    /** The fenced code blocks of a language. */
    List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** Runs the command in a folder. */
    Said espalier(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path") + ":" + classes,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s has not ended after %s", command, LIMIT)
                    .isTrue();
            return new Said(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }

    /** Starts a run of a small agent in a folder. */
    Said train(Path folder, String env, String out, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--env",
                env,
                "--preset",
                "plain",
                "--out",
                out,
                "--set",
                "sac.hidden=[32, 32]",
                "--set",
                "sac.batch=64",
                "--set",
                "evaluation.episodes=2",
                "--set",
                "threads=1"));
        arguments.addAll(List.of(more));
        return espalier(folder, arguments.toArray(String[]::new));
    }
}

package dev.espalier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code docs/trackers.md}: MLflow's with a server that records its requests, Optuna's with Optuna. */
class TrackersPageTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final long MINUTES = 5;

    @TempDir
    private Path folder;

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/trackers.md")))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            String text = Files.readString(said);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    /** A request to the server: the end of its path, and its document. */
    private record Request(String path, JsonNode body) {}

    /** What MLflow's REST API demands of each request. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "create", List.of("experiment_id", "run_name", "start_time"),
            "log-parameter", List.of("run_id", "key", "value"),
            "log-metric", List.of("run_id", "key", "value", "timestamp", "step"),
            "update", List.of("run_id", "status", "end_time"));

    private static boolean isRight(HttpExchange exchange, Request request) {
        String name = request.path().replace("/api/2.0/mlflow/runs/", "");
        return exchange.getRequestMethod().equals("POST")
                && "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                && REQUIRED.getOrDefault(name, List.of("nothing of that name")).stream()
                        .allMatch(request.body()::has);
    }

    private static void answer(HttpExchange exchange, List<Request> requests) throws IOException {
        try (exchange) {
            var request = new Request(
                    exchange.getRequestURI().getPath(),
                    JSON.readTree(exchange.getRequestBody().readAllBytes()));
            requests.add(request);
            if (!isRight(exchange, request)) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            byte[] said = "{\"run\": {\"info\": {\"run_uuid\": \"x\", \"run_id\": \"ab12\", \"status\": \"RUNNING\"}}}"
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
        }
    }

    @Test
    void mlflowHearsOfEachEvaluation() throws IOException, InterruptedException {
        List<String> sources = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
        List<String> programs = blocks("java");
        assertThat(programs).hasSize(2);
        for (String program : programs) {
            String name = program.replaceAll("(?s).*public final class (\\w+).*", "$1");
            sources.add(
                    Files.writeString(folder.resolve(name + ".java"), program).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, sources.toArray(String[]::new)))
                .isZero();
        List<Request> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, requests));
        server.start();
        try {
            String address = "http://localhost:" + server.getAddress().getPort();
            run(
                    JAVA,
                    "--enable-native-access=ALL-UNNAMED",
                    "-Duser.language=fa",
                    "-Duser.country=IR",
                    "-cp",
                    folder + ":" + CLASS_PATH,
                    "TrainWithMlflow",
                    address,
                    "run");
        } finally {
            server.stop(0);
        }

        assertThat(requests)
                .extracting(Request::path)
                .containsExactly(
                        "/api/2.0/mlflow/runs/create",
                        "/api/2.0/mlflow/runs/log-parameter",
                        "/api/2.0/mlflow/runs/log-parameter",
                        "/api/2.0/mlflow/runs/log-metric",
                        "/api/2.0/mlflow/runs/log-metric",
                        "/api/2.0/mlflow/runs/log-metric",
                        "/api/2.0/mlflow/runs/update");
        assertThat(requests.getFirst().body().path("experiment_id").textValue()).isEqualTo("0");
        List<String> evaluations = Files.readAllLines(folder.resolve("run/evaluations.csv"));
        for (int i = 1; i <= 3; i++) {
            JsonNode metric = requests.get(i + 2).body();
            assertThat(metric.path("run_id").textValue()).isEqualTo("ab12");
            assertThat(metric.path("key").textValue()).isEqualTo("mean_return");
            assertThat(metric.path("step").longValue()).isEqualTo(200L * i);
            assertThat(metric.path("timestamp").longValue()).isPositive();
            assertThat(evaluations.get(i))
                    .startsWith(200 * i + "," + metric.path("value").doubleValue());
        }
        assertThat(requests.getLast().body().path("status").textValue()).isEqualTo("FINISHED");
    }

    @Test
    void optunaTriesSettingsAndGoesOn() throws IOException, InterruptedException {
        run("python3", "-m", "pip", "install", "--quiet", "--target", "packages", "optuna==5.0.0");
        Path tune =
                Files.writeString(folder.resolve("tune.py"), blocks("python").getFirst());
        Path espalier = Files.createFile(
                folder.resolve("espalier"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(
                espalier,
                "#!/bin/sh\nexec '%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s \"$@\"\n"
                        .formatted(JAVA, CLASS_PATH, Main.class.getName()));

        String first = run("env", "PYTHONPATH=packages", "python3", tune.toString(), espalier.toString(), "2", "300");
        String second = run("env", "PYTHONPATH=packages", "python3", tune.toString(), espalier.toString(), "1", "300");

        assertThat(first).containsPattern("best: \\d+\\.\\d by trial [01], \\{'learning_rate': 0\\.");
        assertThat(second).containsPattern("best: \\d+\\.\\d by trial [012], ");
        Map<String, Boolean> made = Map.of("0", true, "1", true, "2", true, "3", false);
        made.forEach((trial, exists) -> assertThat(Files.exists(folder.resolve("runs/trial-" + trial + "/config.yml")))
                .isEqualTo(exists));
    }
}

package dev.espalier.cli.replay;

import dev.espalier.store.ShownText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Creates the HTML page from resource files. It is self-contained: style, script, data and drawing library are inline,
 * and its security policy forbids all requests and allows only this style and script, by their checksums. The library's
 * modules are text elements, which the script imports through blob: addresses.
 */
final class Page {

    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");

    /** The parts of the script, in the order of their concatenation. */
    private static final List<String> SCRIPTS =
            List.of("episode.js", "shapes.js", "stage.js", "camera.js", "traces.js", "player.js", "main.js");

    private Page() {}

    static String of(RunFacts facts, long seed, Recording recording) {
        String style = resource("replay.css");
        String script = SCRIPTS.stream().map(Page::resource).collect(Collectors.joining("\n"));
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", escape(facts.task() + ", " + facts.preset()));
        parts.put("style", style);
        parts.put("style-hash", sha256(style));
        parts.put("data", PageData.of(facts, seed, recording));
        parts.put("three-license", resource("three/LICENSE"));
        parts.put("three-core", resource("three/three.core.min.js"));
        parts.put("three-module", resource("three/three.module.min.js"));
        parts.put("script", script);
        parts.put("script-hash", sha256(script));
        return SLOT.matcher(resource("replay.html"))
                .replaceAll(slot -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(slot.group(1)))));
    }

    private static String escape(String text) {
        return ShownText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
 * Puts the page together from its parts, which are files beside this class. It is one file that asks for nothing: style,
 * script, data and the library that draws all stand in it, and its security policy lets the browser load nothing else. That
 * policy names the checksums of the style and the script, so nothing but these two runs.
 *
 * <p>The library's modules stand in elements of text; the script makes addresses of them (blob:) and imports those.
 */
final class Page {

    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");

    /** The script's parts, in the order in which they stand in one module. */
    private static final List<String> SCRIPTS =
            List.of("episode.js", "shapes.js", "stage.js", "camera.js", "traces.js", "player.js", "main.js");

    private Page() {}

    /** The page as HTML. */
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

package dev.espalier.cli.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.logging.LogEntry;

/** Collects the browser's log entries about one page; the browser returns each of them only once. */
final class PageLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final String page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    /** @param page address of the page */
    PageLog(String page) {
        this.page = page;
    }

    /** All console entries so far, including these new ones. */
    List<String> complaints(List<LogEntry> news) {
        for (LogEntry entry : news) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                complaints.add(entry.getLevel() + ": " + entry.getMessage());
            }
        }
        return List.copyOf(complaints);
    }

    /** All requests so far, including those of these new events of the DevTools protocol. */
    List<String> requests(List<String> news) {
        for (String event : news) {
            JsonNode message = read(event).path("message");
            JsonNode parameters = message.path("params");
            switch (message.path("method").asText()) {
                case "Network.requestWillBeSent" -> {
                    // The browser's own page for a new window comes first, with its content.
                    if (!parameters.path("documentURL").asText().matches("chrome(-untrusted)?:.*")) {
                        add(parameters.path("request").path("url").asText());
                    }
                }
                case "Network.webSocketCreated", "Network.webTransportCreated" ->
                    add(parameters.path("url").asText());
                default -> {}
            }
        }
        return List.copyOf(requests);
    }

    private void add(String url) {
        boolean ownPart = url.startsWith("data:") || url.startsWith("blob:");
        if (!ownPart && !url.equals(page)) {
            requests.add(url);
        }
    }

    private static JsonNode read(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the driver logged what is not JSON: " + event, e);
        }
    }
}

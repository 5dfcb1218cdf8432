package dev.espalier.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The POMs of what is published, read as other build tools do: Gradle leaves out all profiles that Maven activates. */
class PublishedPomsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    @ParameterizedTest
    @ValueSource(strings = {"mujoco", "policy", "core", "export", "cli"})
    void dependenciesAreCompleteWithoutProfiles(String module) throws Exception {
        Element parent = pom(ROOT.resolve("pom.xml"));
        Element pom = pom(ROOT.resolve(module).resolve("pom.xml"));
        Map<String, String> properties = properties(parent);
        properties.putAll(properties(pom));
        properties.put("project.version", text(parent, "version"));

        List<String> dependencies = new ArrayList<>();
        for (Element place : List.of(parent, child(parent, "dependencyManagement"), pom)) {
            children(place).stream()
                    .filter(element -> element.getNodeName().equals("dependencies"))
                    .flatMap(element -> children(element).stream())
                    .forEach(dependency -> dependencies.add(resolved(properties, dependency.getTextContent())));
        }

        assertThat(dependencies).isNotEmpty().noneMatch(dependency -> dependency.contains("${"));
        if (module.equals("core")) {
            assertThat(dependencies)
                    .as("the tested platform")
                    .anyMatch(dependency -> dependency.contains("pytorch") && dependency.contains("linux-x86_64"));
        }
    }

    /** What Maven Central demands of a POM. */
    @Test
    void theParentSaysWhatARepositoryDemands() throws Exception {
        Element parent = pom(ROOT.resolve("pom.xml"));

        assertThat(text(parent, "name")).isNotBlank();
        assertThat(text(parent, "description")).isNotBlank();
        assertThat(text(parent, "url")).startsWith("https://");
        assertThat(text(child(child(parent, "licenses"), "license"), "url")).startsWith("https://");
        assertThat(text(child(child(parent, "developers"), "developer"), "name"))
                .isNotBlank();
        assertThat(text(child(parent, "scm"), "connection")).startsWith("scm:git:");
    }

    /** The table for people, that of the script which packs MuJoCo, and the profiles that choose a libtorch. */
    @Test
    void theDocsNameThePlatformsOfTheBuild() throws Exception {
        Map<String, List<String>> table = new HashMap<>();
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/platforms.md"))) {
            lines.filter(line -> line.matches("\\| `.*"))
                    .map(line -> List.of(line.split("\\s*\\|\\s*", -1)))
                    .forEach(cells -> table.put(cells.get(1).replace("`", ""), cells.subList(2, cells.size())));
        }
        List<String> packed = Pattern.compile("^    \"([\\w-]+)\": \\{$", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("mujoco/tools/fetch_wheels.py")))
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> chosen = children(child(pom(ROOT.resolve("pom.xml")), "profiles")).stream()
                .filter(profile -> profile.getElementsByTagName("os").getLength() > 0)
                .map(profile -> text(profile, "id"))
                .toList();

        assertThat(platforms(table, 0)).containsExactlyInAnyOrderElementsOf(chosen);
        assertThat(platforms(table, 1)).containsExactlyInAnyOrderElementsOf(packed);
    }

    /** Platforms with a yes in a column of the table. */
    private static List<String> platforms(Map<String, List<String>> table, int column) {
        return table.keySet().stream()
                .filter(platform ->
                        requireNonNull(table.get(platform)).get(column).startsWith("yes"))
                .toList();
    }

    private static Element pom(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        try (var in = Files.newInputStream(file)) {
            return factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
    }

    private static Map<String, String> properties(Element project) {
        Map<String, String> properties = new HashMap<>();
        children(project).stream()
                .filter(element -> element.getNodeName().equals("properties"))
                .forEach(element -> children(element)
                        .forEach(property -> properties.put(
                                property.getNodeName(),
                                property.getTextContent().strip())));
        return properties;
    }

    private static String resolved(Map<String, String> properties, String text) {
        String before = text;
        while (true) {
            String after = PROPERTY.matcher(before)
                    .replaceAll(
                            match -> Matcher.quoteReplacement(properties.getOrDefault(match.group(1), match.group())));
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static Element child(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getNodeName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(element.getNodeName() + " has no " + name));
    }

    private static String text(Element element, String name) {
        return child(element, name).getTextContent().strip();
    }
}

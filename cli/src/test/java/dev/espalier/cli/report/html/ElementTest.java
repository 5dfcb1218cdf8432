package dev.espalier.cli.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages as text. */
class ElementTest {

    private static String text(Node node) {
        var page = new StringBuilder();
        node.appendTo(page);
        return page.toString();
    }

    @Test
    void whatRunsAreCalledIsNoMarkup() {
        Element element = Element.of("b", "<script>&\"'").attribute("title", "a \"b\" <c>");
        assertThat(text(element)).isEqualTo("<b title=\"a &quot;b&quot; &lt;c&gt;\">&lt;script&gt;&amp;&quot;'</b>");
    }

    /** XML cannot represent control characters. */
    @Test
    void controlCharactersAreReplaced() {
        assertThat(text(new Text("a\u0000b\u001Bc\nd\u202ee\u0085"))).isEqualTo("a\uFFFDb\uFFFDc\nd\uFFFDe\uFFFD");
    }

    @Test
    void elementsHoldOthers() {
        Element item =
                Element.of("em", List.of(new Text("1"), Element.of("br"))).with(new Markup("<i>2</i>"));
        assertThat(text(item)).isEqualTo("<em>1<br/><i>2</i></em>");
        assertThat(text(Element.of("a").styled("x"))).as("not void").isEqualTo("<a class=\"x\"></a>");
    }

    @Test
    void addingLeavesTheOldOneAsItWas() {
        Element empty = Element.of("b");
        assertThat(text(empty.with("more").attribute("id", "x"))).isEqualTo("<b id=\"x\">more</b>");
        assertThat(text(empty)).isEqualTo("<b></b>");
    }
}

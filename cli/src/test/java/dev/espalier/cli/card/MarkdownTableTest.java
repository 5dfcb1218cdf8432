package dev.espalier.cli.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {

    @Test
    void cellsAreText() {
        assertThat(new MarkdownTable("name", "value").row("a | b", "<b>x_y\nz</b>"))
                .hasToString("""
                        | name | value |
                        |---|---|
                        | a \\| b | \\<b\\>x\\_y z\\</b\\> |
                        """);
    }
}

package dev.runner.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void alignsColumnsWithoutCountingColours() {
        TextTable table = new TextTable();
        table.header("A", "B");
        table.row(List.of(new TextTable.Cell("long", "\u001b[32mlong\u001b[0m"), TextTable.Cell.of("x")));

        assertThat(table.lines()).containsExactly("A     B", "\u001b[32mlong\u001b[0m  x");
    }
}

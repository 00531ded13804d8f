package dev.runner.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Text in columns that are as wide as their widest cell. Colours do not count as width. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<Cell>> rows = new ArrayList<>();

    /** A cell: what is measured, and what is printed for it. */
    public record Cell(String text, String painted) {
        public static Cell of(String text) {
            return new Cell(text, text);
        }
    }

    public void row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
    }

    public void header(String... titles) {
        rows.add(List.of(titles).stream().map(Cell::of).toList());
    }

    /** The lines, without blanks at their ends. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<Cell> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            Cell cell = row.get(column);
            line.append(cell.painted());
            line.append(" ".repeat(width(column) - cell.text().length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> column < row.size() ? row.get(column).text().length() : 0)
                .max()
                .orElse(0);
    }
}

package dev.runner.cluster.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the mistakes of one file. */
final class SpecProblemCollector {
    private final String file;
    private final List<SpecProblem> found = new ArrayList<>();

    SpecProblemCollector(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(Node node, String message) {
        add(node.getStartMark(), message);
    }

    void add(Mark mark, String message) {
        add(mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    void add(int line, int column, String message) {
        found.add(new SpecProblem(file, line, column, message));
    }

    /** Whether there is one in the lines and columns of a node. */
    boolean areWithin(Node node) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        return found.stream()
                .anyMatch(each -> isBefore(start.getLine() + 1, start.getColumn() + 1, each.line(), each.column())
                        && isBefore(each.line(), each.column(), end.getLine() + 1, end.getColumn() + 1));
    }

    private static boolean isBefore(int line, int column, int otherLine, int otherColumn) {
        return line < otherLine || (line == otherLine && column <= otherColumn);
    }

    /** For a mistake after which reading on makes no sense. */
    SpecException fatal(int line, int column, String message) {
        add(line, column, message);
        return new SpecException(sorted());
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new SpecException(sorted());
        }
    }

    private List<SpecProblem> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(SpecProblem::line).thenComparingInt(SpecProblem::column))
                .toList();
    }
}

package dev.runner.cluster.spec;

/**
 * One mistake in a spec.
 *
 * @param line from 1; 0 where the mistake has no line, such as a file that cannot be read
 * @param column from 1; 0 where the mistake has no column
 * @param message what is wrong and what was meant, without the place
 */
public record SpecProblem(String file, int line, int column, String message) {
    @Override
    public String toString() {
        String place = file.isEmpty() ? "" : line == 0 ? file + ": " : file + ":" + line + ": ";
        return place + message;
    }
}

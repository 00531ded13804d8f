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
        return place() + message;
    }

    /** As compilers write it, so that terminals and editors can jump there. */
    private String place() {
        if (file.isEmpty()) {
            return "";
        }
        String ofLine = line == 0 ? "" : line + ":";
        return file + ":" + ofLine + (line == 0 || column == 0 ? "" : column + ":") + " ";
    }
}

package dev.runner.cli;

import java.nio.file.Path;

/**
 * A cluster that left its state in {@code .runner/NAME/}.
 *
 * @param path the absolute path of that directory
 */
record ClusterLocation(String name, Path path) {}

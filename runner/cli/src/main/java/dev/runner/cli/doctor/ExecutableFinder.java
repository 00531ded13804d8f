package dev.runner.cli.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The programs that a person can start. */
final class ExecutableFinder {
    private final String path;

    ExecutableFinder(Map<String, String> environment) {
        this.path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    }

    Optional<Path> find(String name) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}

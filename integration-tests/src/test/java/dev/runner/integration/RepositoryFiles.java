package dev.runner.integration;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the repository, without what builds and runs have made. It works without git: CI builds a bare copy. */
final class RepositoryFiles {
    static final Path ROOT = Path.of(Objects.requireNonNull(
                    System.getProperty("project.root"), "the system property project.root is set by the pom.xml"))
            .toAbsolutePath()
            .normalize();

    private static final Set<String> GENERATED = Set.of("target", ".git", ".dist", ".runner", "node_modules", ".idea");

    private RepositoryFiles() {}

    /** Those whose path from the root on is wanted, in a stable order. */
    static List<Path> find(Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean isGenerated = GENERATED.contains(directory.getFileName().toString());
                return isGenerated ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && wanted.test(ROOT.relativize(file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream().sorted().toList();
    }
}

package dev.runner.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The addresses that {@code alias} added, one per line, so that {@code unalias} removes no others. */
final class AliasStateFile {
    private final Path file;

    AliasStateFile(Path file) {
        this.file = file;
    }

    /** The user's state directory: {@code $XDG_STATE_HOME/multihost}, or {@code ~/.local/state/multihost}. */
    static Path stateDirectory() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("multihost");
    }

    Set<String> addresses() throws IOException {
        try {
            return new LinkedHashSet<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }

    void add(String address) throws IOException {
        Set<String> addresses = new LinkedHashSet<>(addresses());
        addresses.add(address);
        write(List.copyOf(addresses));
    }

    void remove(String address) throws IOException {
        write(addresses().stream().filter(other -> !other.equals(address)).toList());
    }

    /** Writes atomically: a crash leaves the old file or the new one. */
    private void write(List<String> addresses) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.createDirectories(next.toAbsolutePath().getParent());
        Files.write(next, addresses, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

package dev.runner.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory for state of the user rather than of one cluster, e.g. {@code ~/.local/state/multihost}. */
public final class UserStateDirectory {

    private final Path path;

    private UserStateDirectory(Path path) {
        this.path = path;
    }

    /**
     * {@code MULTIHOST_STATE_HOME}, else {@code multihost} in the system's directory for such files: {@code
     * XDG_STATE_HOME} or {@code ~/.local/state}, on macOS {@code ~/Library/Application Support}.
     */
    public static UserStateDirectory of(Map<String, String> environment, String osName, Path home) {
        String own = environment.getOrDefault("MULTIHOST_STATE_HOME", "");
        if (!own.isBlank()) {
            return new UserStateDirectory(Path.of(own));
        }
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG specification demands that a relative path is ignored.
        if (!xdg.isBlank() && Path.of(xdg).isAbsolute()) {
            return new UserStateDirectory(Path.of(xdg, "multihost"));
        }
        boolean mac = osName.toLowerCase(Locale.ROOT).startsWith("mac");
        return new UserStateDirectory(home.resolve(mac ? "Library/Application Support" : ".local/state")
                .resolve("multihost"));
    }

    /** The directory of this user on this machine. */
    public static UserStateDirectory ofUser() {
        Map<String, String> environment = System.getenv();
        return of(environment, System.getProperty("os.name", ""), home(System.getProperty("user.home"), environment));
    }

    /** Java's {@code ?} for a user that the system does not know is no directory: such a user may still have HOME. */
    static Path home(@Nullable String userHome, Map<String, String> environment) {
        return Stream.of(userHome, environment.get("HOME"))
                .filter(path -> path != null && path.startsWith("/"))
                .map(Path::of)
                .findFirst()
                .orElse(Path.of("."));
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /** Creates the directory if it is missing, accessible to this user only. */
    void create() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}

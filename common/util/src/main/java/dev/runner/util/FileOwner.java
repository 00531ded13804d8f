package dev.runner.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose files are believed and run: this user's own and root's, who can do anything in any case. In a directory that
 * others may write, {@code /tmp} for one, anybody can put files where this user's are looked for.
 */
public final class FileOwner {
    /** Directories with colons between them whose content is believed, whoever owns it; {@code *} for all. */
    public static final String ALLOWED = "MULTIHOST_ALLOW_FOREIGN";

    private static final int ROOT = 0;
    private static final int UNKNOWN = -1;
    private static final int SELF = uid(Path.of("/proc/self"));

    private FileOwner() {}

    /**
     * Why a file or directory is not believed; empty where it is, or is not there.
     *
     * @return a sentence without a full stop, with the owner and the remedy
     */
    public static Optional<String> refusal(Path path) {
        return refusal(path, System.getenv());
    }

    static Optional<String> refusal(Path path, Map<String, String> environment) {
        return isTrusted(path, SELF) || isAllowed(path, environment)
                ? Optional.empty()
                : Optional.of(path + " belongs to " + describe(path) + " and not to you, so nothing in it is believed"
                        + " or run; if you trust its owner, set " + ALLOWED + "=" + path);
    }

    /** Whether it belongs to this user or to root, and so does the link, where it is one. */
    static boolean isTrusted(Path path, int self) {
        return isTrusted(uid(path), self) && isTrusted(uid(path, LinkOption.NOFOLLOW_LINKS), self);
    }

    private static boolean isTrusted(int owner, int self) {
        return owner == self || owner == ROOT || owner == UNKNOWN || self == UNKNOWN;
    }

    private static boolean isAllowed(Path path, Map<String, String> environment) {
        return List.of(environment.getOrDefault(ALLOWED, "").split(":", -1)).stream()
                .filter(allowed -> !allowed.isEmpty())
                .anyMatch(allowed -> allowed.equals("*") || path.startsWith(Path.of(allowed)));
    }

    /** Whether it is another user's than the one of this process, even if that is root. */
    public static boolean isOfAnother(Path path) {
        int owner = uid(path);
        return owner != UNKNOWN && SELF != UNKNOWN && owner != SELF;
    }

    /** For messages: {@code user alice}, or {@code uid 4242} for one without a name. */
    public static String describe(Path path) {
        try {
            String name = Files.getOwner(path).getName();
            return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "uid " + uid(path) : "user " + name;
        } catch (IOException e) {
            return "another user"; // it has just been removed, or its directory closed
        }
    }

    private static int uid(Path path, LinkOption... options) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid", options);
        } catch (IOException | UnsupportedOperationException e) {
            return UNKNOWN; // it is not there, or cannot be seen, and then not be read either
        }
    }
}

package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Permissions of a file.
 *
 * @param bits the lowest nine as in chmod(1), such as {@code 0600}
 */
public record FileMode(int bits) {
    private static final String ALL = "rwxrwxrwx";

    /** Reads {@code 0600} or {@code 600}. */
    @JsonCreator
    @SchemaConstraint(pattern = "^0?[0-7]{3}$")
    public static FileMode of(String text) {
        if (!text.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("`" + text + "` is not a file mode; write \"0600\" or \"0644\"");
        }
        return new FileMode(Integer.parseInt(text, 8));
    }

    /** Of permissions that a file has. */
    public static FileMode of(Set<PosixFilePermission> permissions) {
        String letters = PosixFilePermissions.toString(permissions);
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            bits = bits << 1 | (letters.charAt(i) == '-' ? 0 : 1);
        }
        return new FileMode(bits);
    }

    /** For Java's files. */
    public Set<PosixFilePermission> permissions() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < ALL.length(); i++) {
            letters.append((bits >> (ALL.length() - 1 - i) & 1) == 0 ? '-' : ALL.charAt(i));
        }
        return PosixFilePermissions.fromString(letters.toString());
    }

    @Override
    public String toString() {
        return "%04o".formatted(bits);
    }
}

package dev.runner.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the names of users in {@code /etc/passwd}. */
final class UserNames {
    private UserNames() {}

    static String describe(long uid) {
        try {
            return describe(uid, Files.readString(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The uid identifies the user, too.
            return "uid " + uid;
        }
    }

    static String describe(long uid, String passwd) {
        for (String line : passwd.split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > 2 && fields[2].equals(Long.toString(uid))) {
                return "user " + SanitizedLine.of(fields[0]);
            }
        }
        return "uid " + uid;
    }
}

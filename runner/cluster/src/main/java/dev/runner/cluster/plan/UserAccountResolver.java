package dev.runner.cluster.plan;

import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the users that members run as, each once. */
final class UserAccountResolver {
    private final Map<String, Optional<UserAccount>> found = new HashMap<>();

    /**
     * The user of a name; empty where the runner runs as this one anyway.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    Optional<UserAccount> find(String name) {
        Optional<UserAccount> known = found.get(name);
        if (known == null) {
            known = look(name);
            found.put(name, known);
        }
        return known;
    }

    private static Optional<UserAccount> look(String name) {
        String current = System.getProperty("user.name", "");
        if (name.equals(current)) {
            return Optional.empty();
        }
        if (!current.equals("root")) {
            throw new IllegalArgumentException("a member can only run as another user, `" + name
                    + "`, when root runs the runner; now it is `" + current + "`: leave `user` out, or use sudo");
        }
        String setpriv = Stream.of("/usr/bin/setpriv", "/bin/setpriv")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "setpriv is missing, which lets a member run as another user; it is a part of util-linux"));
        String[] fields = entry(name).split(":", -1);
        return Optional.of(new UserAccount(
                fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[5], setpriv));
    }

    /** The line of the user database, wherever the system has it: {@code name:x:uid:gid:comment:home:shell}. */
    private static String entry(String name) {
        try {
            Process getent = new ProcessBuilder(List.of("getent", "passwd", "--", name))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            getent.getOutputStream().close();
            String line = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (line.matches("[^:]+:[^:]*:\\d{1,9}:\\d{1,9}:[^:]*:[^:]*:[^:]*")) {
                return line;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("users cannot be looked up: " + FileFailure.reason(e), e);
        }
        throw new IllegalArgumentException("there is no user `" + name + "` on this machine; see `getent passwd`");
    }
}

package dev.runner.cluster.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the members of a cluster have their temporary files: each in a directory of its own, because programs delete
 * what they take for leftovers of their own in a shared one. The names are short, as members put Unix sockets there,
 * whose paths have 107 bytes at most, and follow from the cluster's directory: what a killed run has left is found.
 *
 * @param base holds those of all members
 */
public record TemporaryDirectories(Path base) {
    /** Of a member's directory, which leaves some 30 for a socket's name. */
    private static final int MOST_BYTES = 79;

    private static final int HASH_DIGITS = 13;

    /**
     * Those of one cluster: in {@code TMPDIR}, in {@code /tmp}, or in the cluster's own directory.
     *
     * @param clusterDirectory absolute
     * @param environment of whoever starts the cluster
     */
    public static TemporaryDirectories of(Path clusterDirectory, Map<String, String> environment) {
        String name = "runner-" + hash(clusterDirectory.toString());
        return Stream.of(environment.getOrDefault("TMPDIR", ""), "/tmp")
                .filter(parent -> parent.startsWith("/"))
                .map(parent -> Path.of(parent).resolve(name))
                .filter(base -> bytes(base) + 1 + HASH_DIGITS <= MOST_BYTES && Files.isWritable(base.getParent()))
                .findFirst()
                .map(TemporaryDirectories::new)
                .orElseGet(() -> new TemporaryDirectories(clusterDirectory.resolve("tmp")));
    }

    /** A member's own. */
    public Path of(String member) {
        Path named = base.resolve(member);
        return bytes(named) <= MOST_BYTES ? named : base.resolve(hash(member));
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** FNV-1a: no secret, and without the classes that a digest takes at every start. */
    private static String hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return Long.toUnsignedString(hash, Character.MAX_RADIX);
    }
}

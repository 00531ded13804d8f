package dev.runner.junit;

import dev.runner.util.FileFailure;
import dev.runner.util.FileOwner;
import dev.runner.util.UserCacheDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.jar.JarEntry;

/**
 * The jar with the coordinator and the worker of the default cluster. It is nested in this artifact, so that none of
 * its classes is on the test's class path, and unpacked once for each content to a directory that only this user can
 * write.
 */
final class MembersJar {
    /** Its place in {@link UserCacheDirectory}. */
    private static final String CACHE = "junit";

    private static final String RESOURCE = "/META-INF/multihost/members.jar";

    private MembersJar() {}

    /** The path of the unpacked jar. It may not exist; whoever uses it reports that. */
    static Path path() {
        URL resource = MembersJar.class.getResource(RESOURCE);
        try {
            if (resource == null) {
                return Path.of("/nowhere", RESOURCE);
            }
            if (resource.getProtocol().equals("file")) {
                return Path.of(resource.toURI());
            }
            JarURLConnection inJar = (JarURLConnection) resource.openConnection();
            JarEntry entry = inJar.getJarEntry();
            // Checksum and size are in the central directory of the outer jar: the content need not be read.
            String name = String.format(Locale.ROOT, "members-%08x-%d.jar", entry.getCrc(), entry.getSize());
            Path jar = unpack(resource, cache().resolve(name), entry.getSize());
            UnusedJarCleaner.noteUse(jar);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the members of the default cluster cannot be unpacked: " + FileFailure.describe(e), e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an invalid URL: " + resource, e);
        }
    }

    /** Whether the next JVM finds it again: it is not in a temporary directory, nor in a build's output. */
    static boolean isInCache(Path jar) {
        Path directory = jar.getParent();
        return directory != null && directory.endsWith(CACHE);
    }

    /** Unpacks atomically; other processes may do so at the same time. */
    static Path unpack(URL resource, Path target, long size) throws IOException {
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) == size) {
            return target;
        }
        Path part = Files.createTempFile(target.getParent(), "members-", ".part");
        try {
            try (InputStream in = resource.openStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    /** In the user's cache, or a temporary directory for this JVM where that cannot be written. */
    private static Path cache() throws IOException {
        try {
            Path wanted = UserCacheDirectory.of(System.getenv()).resolve(CACHE);
            Files.createDirectories(
                    wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.isWritable(wanted) && FileOwner.refusal(wanted).isEmpty()) {
                return wanted;
            }
        } catch (IOException e) {
            // There is no home directory, or it belongs to someone else: the jar is unpacked for this JVM alone.
            return Files.createTempDirectory("runner-members-");
        }
        return Files.createTempDirectory("runner-members-");
    }
}

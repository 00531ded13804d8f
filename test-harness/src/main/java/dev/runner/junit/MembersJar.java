package dev.runner.junit;

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
import java.util.jar.JarEntry;

/**
 * The coordinator and the worker of the default cluster. They travel inside this artifact as a jar of their own, so
 * that none of their classes is on the test's class path, and are unpacked once for each content into a directory that
 * only this user can write.
 */
final class MembersJar {
    private static final Path CACHE = Path.of("multihost", "junit");
    private static final String RESOURCE = "/META-INF/multihost/members.jar";

    private MembersJar() {}

    /** Where it is on the disk. It need not exist: whoever uses it says that it is missing. */
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
            // Checksum and size are in the directory of the jar: nothing has to be read to know the content.
            String name = "members-%08x-%d.jar".formatted(entry.getCrc(), entry.getSize());
            Path jar = unpack(resource, cache().resolve(name), entry.getSize());
            UnusedJarCleaner.noteUse(jar);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("the members of the default cluster cannot be unpacked: " + e, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an odd name: " + resource, e);
        }
    }

    /** Whether it is where the next JVM finds it again. */
    static boolean isInCache(Path jar) {
        Path directory = jar.getParent();
        return directory != null && directory.endsWith(CACHE);
    }

    /** Whole or not at all, whoever else does it at the same moment. */
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

    /** The user's, or one of this JVM's own where that cannot be written. */
    private static Path cache() throws IOException {
        Path wanted = userCache().resolve(CACHE);
        var forUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectories(wanted, forUs);
            if (Files.isWritable(wanted)) {
                return wanted;
            }
        } catch (IOException e) {
            // No home, or one that is not ours: below is a place for this JVM.
            return Files.createTempDirectory("runner-members-");
        }
        return Files.createTempDirectory("runner-members-");
    }

    private static Path userCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg);
        }
        Path home = Path.of(System.getProperty("user.home", "/nowhere"));
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        return mac ? home.resolve("Library").resolve("Caches") : home.resolve(".cache");
    }
}

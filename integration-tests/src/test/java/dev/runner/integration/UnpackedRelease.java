package dev.runner.integration;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A release, unpacked by {@code tar xzf}. */
record UnpackedRelease(Path home) {
    private static final UnpackedRelease SHARED = unpackShared();

    /** One for all tests that do not depend on its directory. */
    static UnpackedRelease shared() {
        return SHARED;
    }

    /** One for this archive and this JDK, also for the other JVMs that run tests: the first of them makes it. */
    private static UnpackedRelease unpackShared() {
        try {
            Path releases = Files.createDirectories(Path.of(property("build.directory"), "releases"));
            String name = Files.getLastModifiedTime(Path.of(property("release.archive")))
                            .toMillis()
                    + "-" + Runtime.version().feature();
            Path directory = releases.resolve(name);
            Path complete = releases.resolve(name + ".complete");
            try (FileChannel channel = FileChannel.open(
                            releases.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(complete)) {
                    unpack(Files.createDirectories(directory)).warm();
                    Files.createFile(complete);
                }
            }
            return new UnpackedRelease(directory.resolve(property("release.name")));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the release archive cannot be unpacked", e);
        }
    }

    /** Unpacks the archive of this build. */
    static UnpackedRelease unpack(Path into) throws IOException, InterruptedException {
        Path archive = Path.of(property("release.archive")).normalize();
        if (!Files.exists(archive)) {
            throw new IllegalStateException(archive + " is missing: `mvn verify` from the root makes it");
        }
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", into.toString())
                .inheritIO()
                .start();
        if (!tar.waitFor(60, TimeUnit.SECONDS) || tar.exitValue() != 0) {
            tar.destroyForcibly();
            throw new IllegalStateException("tar did not unpack " + archive);
        }
        return new UnpackedRelease(into.resolve(property("release.name")));
    }

    /** Builds its start archives, so that no test starts without them or finds a process that builds them. */
    private void warm() throws IOException, InterruptedException {
        // Not to stdout, which Failsafe uses to communicate with the build.
        ProcessBuilder builder = new ProcessBuilder(script("runner").toString(), "warm")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("MULTIHOST_"));
        builder.environment().put("MULTIHOST_JAVA_HOME", System.getProperty("java.home", ""));
        Process warm = builder.start();
        if (!warm.waitFor(5, TimeUnit.MINUTES)) {
            warm.destroyForcibly(); // it has said what is the matter, and everything works without them
        }
    }

    /** One of the scripts: {@code runner}, {@code coordinator} or {@code worker}. */
    Path script(String name) {
        return home.resolve("bin").resolve(name);
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the system property " + name + " is set by this module's pom.xml");
        }
        return value;
    }
}

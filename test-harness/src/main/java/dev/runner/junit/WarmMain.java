package dev.runner.junit;

import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Builds the start archive of the default cluster's members for the JDK that runs this. For example in CI, before the
 * tests: {@code java -cp runner-junit.jar dev.runner.junit.WarmMain}.
 */
final class WarmMain {
    /** Keeps an existing archive, and does not wait for one that another process is building. */
    static final String ONLY_MISSING = "--missing";

    private WarmMain() {}

    /**
     * Builds the archive and exits.
     *
     * @param args empty, or {@link #ONLY_MISSING}
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(make(List.of(args).contains(ONLY_MISSING)) ? 0 : 1);
    }

    private static boolean make(boolean onlyMissing) throws InterruptedException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        Path jar = MembersJar.path();
        MembersStartArchive archive = MembersStartArchive.of(java, jar).orElse(null);
        if (archive == null) {
            System.err.println("no start archive can be built: the user's cache is not writable, or the JDK in "
                    + System.getProperty("java.home")
                    + " does not say in its `release` file which build it is");
            return false;
        }
        if (onlyMissing && !archive.isMissing()) {
            return true;
        }
        try {
            long begun = System.nanoTime();
            if (archive.make(!onlyMissing)) {
                double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
                System.out.printf(
                        Locale.ROOT, "made %s in %.1f s%n", archive.archive().file(), seconds);
                UnusedJarCleaner.remove(jar);
            }
            return true;
        } catch (IOException e) {
            System.err.println(FileFailure.describe(e));
            return false;
        }
    }
}
